package org.appctoolkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code appc image …}, and what other tools say of what they make. */
class ImageCommandsTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 123_456_789);

  @TempDir private Path folder = Path.of("");
  private Path layout = Path.of("");
  private Path archive = Path.of("");

  @BeforeEach
  void layout() throws IOException {
    archive = folder.resolve("image.aci");
    layout = folder.resolve("layout");
    Path bin = Files.createDirectories(layout.resolve("rootfs/bin"));
    Files.writeString(layout.resolve("manifest"), RIGHT);
    Path sh = Files.writeString(bin.resolve("sh"), "shell");
    Files.setAttribute(sh, "unix:mode", 0750);
    Files.createLink(bin.resolve("zsh"), sh);
    Files.createSymbolicLink(bin.resolve("link"), Path.of("../bin/sh"));
    Files.writeString(bin.resolve("ünï"), "");
    Path deep = layout.resolve("rootfs/" + "d".repeat(120) + "/" + "e".repeat(160));
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("f".repeat(120)), "deep");
    try (Stream<Path> all = Files.walk(layout)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!Files.isSymbolicLink(path)) {
          Files.setLastModifiedTime(path, FileTime.from(TIME));
        }
      }
    }
  }

  private static Path tool(String name) {
    Path found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(path -> Path.of(path, name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of(""));
    assumeTrue(!found.toString().isEmpty(), "there is no " + name + " on this machine");
    return found;
  }

  private String run(Map<String, String> environment, String... command) throws Exception {
    Path log = Files.createTempFile("run", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      int status = builder.start().waitFor();
      String output = Files.readString(log, UTF_8);
      assertThat(status).as(output).isZero();
      return output;
    } finally {
      Files.delete(log);
    }
  }

  private static byte[] tar(Path archive) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      return in.readAllBytes();
    }
  }

  /** All that there is to know of a tree, the times of links and of the top aside. */
  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    Map<Object, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted().toList()) {
        if (path.equals(root)) {
          continue;
        }
        String name = root.relativize(path).toString();
        Map<String, Object> found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
        String first = files.computeIfAbsent(String.valueOf(found.get("ino")), it -> name);
        boolean link = Files.isSymbolicLink(path);
        String content =
            link
                ? Files.readSymbolicLink(path).toString()
                : Files.isRegularFile(path) ? Files.readString(path) : "";
        Object time = link ? "" : String.valueOf(found.get("lastModifiedTime"));
        tree.put(
            name,
            "%o %s %s %s"
                .formatted(
                    (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS),
                    time,
                    content,
                    first));
      }
    }
    return tree;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> folder.relativize(it).toString()).sorted().toList();
    }
  }

  @Test
  void theImageIdIsTheDigestOfTheUncompressedTar() throws Exception {
    Run build = appc("image", "build", layout, archive);

    byte[] digest = MessageDigest.getInstance("SHA-512").digest(tar(archive));
    assertThat(build)
        .isEqualTo(new Run(0, "sha512-" + HexFormat.of().formatHex(digest) + "\n", ""));
    assertThat(appc("image", "id", archive)).isEqualTo(build);
    byte[] older = MessageDigest.getInstance("SHA-256").digest(tar(archive));
    assertThat(appc("image", "id", archive, "--algorithm", "sha256").out())
        .isEqualTo("sha256-" + HexFormat.of().formatHex(older) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "none"})
  void theImageIdDoesNotDependOnTheCompression(String compression) {
    Run plain = appc("image", "build", layout, folder.resolve("other.aci"));

    Run build = appc("image", "build", layout, archive, "--compression", compression);

    assertThat(build).isEqualTo(plain);
    assertThat(appc("image", "id", archive)).isEqualTo(plain);
  }

  @Test
  void gnuTarExtractsWhatWasInTheLayout() throws Exception {
    tool("tar");
    appc("image", "build", layout, archive);
    Path target = Files.createDirectory(folder.resolve("target"));

    String said = run(Map.of(), "tar", "-xpzf", archive.toString(), "-C", target.toString());

    assertThat(said).isEmpty();
    assertThat(tree(target)).isEqualTo(tree(layout));
  }

  @Test
  void gnuTarExtractsExtendedAttributes() throws Exception {
    tool("tar");
    Path sh = layout.resolve("rootfs/bin/sh");
    assumeTrue(
        Files.getFileStore(sh).supportsFileAttributeView("user"),
        "this file system has no extended attributes");
    Files.getFileAttributeView(sh, UserDefinedFileAttributeView.class)
        .write("binary", ByteBuffer.wrap(new byte[] {1, 0, -1}));
    appc("image", "build", layout, archive);
    Path target = Files.createDirectory(folder.resolve("target"));

    run(Map.of(), "tar", "--xattrs", "-xzf", archive.toString(), "-C", target.toString());

    assertThat((byte[]) Files.getAttribute(target.resolve("rootfs/bin/sh"), "user:binary"))
        .containsExactly(1, 0, -1);
  }

  @Test
  void pythonListsWhatWasInTheLayout() throws Exception {
    Path python = tool("python3");
    appc("image", "build", layout, archive);

    String listed =
        run(
            Map.of("PYTHONIOENCODING", "utf-8"),
            python.toString(),
            "-c",
            "import sys, tarfile\nfor n in tarfile.open(sys.argv[1]).getnames(): print(n)",
            archive.toString());

    assertThat(listed).isEqualTo(appc("image", "ls", archive).out());
    assertThat(listed.lines()).containsExactlyInAnyOrderElementsOf(tree(layout).keySet());
  }

  @Test
  void neitherLocaleNorTimeZoneNorUmaskNorOrderOfCreationCount() throws Exception {
    Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
    appc("image", "build", layout, archive);
    Path again = folder.resolve("again");
    Run extracted = appc("image", "extract", archive, again);
    assertThat(extracted.status()).isZero();
    // Times of links are kept to the microsecond only.
    Files.delete(layout.resolve("rootfs/bin/link"));
    Files.delete(again.resolve("rootfs/bin/link"));
    for (Path root : List.of(layout, again)) {
      Files.setLastModifiedTime(root.resolve("rootfs/bin"), FileTime.from(TIME));
    }
    appc("image", "build", layout, archive, "--overwrite");

    run(
        Map.of("LC_ALL", "C", "TZ", "Asia/Tokyo"),
        "sh",
        "-c",
        "umask 077; exec \"$@\"",
        "sh",
        java.toString(),
        "-cp",
        System.getProperty("java.class.path", ""),
        "org.appctoolkit.cli.Main",
        "image",
        "build",
        "again",
        "again.aci");

    assertThat(Files.readAllBytes(folder.resolve("again.aci")))
        .isEqualTo(Files.readAllBytes(archive));
  }

  @Test
  void whatIsExtractedIsWhatWasInTheLayout() throws IOException {
    appc("image", "build", layout, archive);

    Run run = appc("image", "extract", archive, folder.resolve("target"));

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(tree(folder.resolve("target"))).isEqualTo(tree(layout));
    assertThat(files()).containsExactly("image.aci", "layout", "target");
  }

  @Test
  void aDamagedArchiveIsNotExtracted() throws IOException {
    appc("image", "build", layout, archive);
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 20));

    Run extract = appc("image", "extract", archive, folder.resolve("target"));
    Run id = appc("image", "id", archive);

    assertThat(extract.status()).isEqualTo(1);
    assertThat(extract.err()).contains("the gzip data ends early", "nothing was extracted");
    assertThat(files()).containsExactly("image.aci", "layout");
    assertThat(id.status()).isEqualTo(1);
    assertThat(id.out()).isEmpty();
  }

  @Test
  void noFileIsNewerThanTheEpochOfTheSource() {
    Map<String, String> environment = Map.of("SOURCE_DATE_EPOCH", "1000000000");

    appcAtATerminal(environment, "", "image", "build", layout, archive, "--owner-root");

    assertThat(appc("image", "ls", "-l", archive).out().lines())
        .isNotEmpty()
        .allMatch(it -> it.contains(" 0/0 ") && it.contains(" 2001-09-09 01:46:40 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "soon", "999999999999"})
  void aMalformedEpochIsWrongUse(String epoch) throws IOException {
    Run run =
        appcAtATerminal(Map.of("SOURCE_DATE_EPOCH", epoch), "", "image", "build", layout, archive);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("SOURCE_DATE_EPOCH is no number of seconds since 1970");
    assertThat(files()).containsExactly("layout");
  }

  @ParameterizedTest
  @CsvSource({"image", "image.tar", ".aci", "layout/image.aci", "layout/rootfs/image.aci"})
  void anArchiveHasItsSuffixAndDoesNotLieInTheLayout(String name) {
    Run run = appc("image", "build", layout, folder.resolve(name));

    assertThat(run.status()).isEqualTo(2);
    assertThat(folder.resolve(name)).doesNotExist();
  }

  @Test
  void anArchiveIsReplacedOnlyWhenAskedFor() throws IOException {
    Files.writeString(archive, "older");

    Run refused = appc("image", "build", layout, archive);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(archive).hasContent("older");
    assertThat(appc("image", "build", layout, archive, "--overwrite").status()).isZero();
    assertThat(appc("image", "id", archive).status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "rm manifest, [image-has-a-manifest]",
    "rm rootfs, [image-has-a-rootfs]",
    "add stray, [top-level-names-are-manifest-and-rootfs]",
    "break manifest, name",
    "lead out, [symlinks-stay-in-the-rootfs]",
  })
  void whatIsNoLayoutIsNotBuilt(String change, String message) throws IOException {
    switch (change) {
      case "rm manifest" -> Files.delete(layout.resolve("manifest"));
      case "rm rootfs" -> Files.move(layout.resolve("rootfs"), folder.resolve("rootfs"));
      case "add stray" -> Files.writeString(layout.resolve("stray"), "");
      case "lead out" ->
          Files.createSymbolicLink(layout.resolve("rootfs/out"), Path.of("../../out"));
      default -> Files.writeString(layout.resolve("manifest"), "{\"acKind\": \"ImageManifest\"}");
    }

    Run run = appc("image", "build", layout, archive);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message, "nothing was built");
    assertThat(files()).doesNotContain("image.aci").noneMatch(it -> it.endsWith(".tmp"));
  }

  @Test
  void warningsAreShownAndDoNotKeepFromBuilding() throws IOException {
    Files.writeString(layout.resolve("manifest"), Run.WARNING);

    Run run = appc("image", "build", layout, archive);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("layout/manifest:", ": warning: ").doesNotContain(": info: ");
    assertThat(archive).exists();
  }

  @Test
  void aLimitKeepsFromBuilding() {
    Run run = appc("image", "build", layout, archive, "--max-entries", "2");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("[entry-count-is-limited]", "nothing was built");
    assertThat(archive).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenLeavesNoDraft() throws IOException {
    Run run = appc("image", "build", layout, folder.resolve("missing/image.aci"));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("cannot write", "no such file or directory");
    assertThat(files()).containsExactly("layout");
  }

  @Test
  void theManifestIsPrintedByteForByte() throws IOException {
    appc("image", "build", layout, archive);
    Path copy = folder.resolve("copy");

    assertThat(appc("image", "cat-manifest", archive)).isEqualTo(new Run(0, RIGHT, ""));
    assertThat(appc("image", "cat-manifest", layout)).isEqualTo(new Run(0, RIGHT, ""));
    assertThat(appc("image", "cat-manifest", archive, "-o", copy)).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(copy)).isEqualTo(RIGHT);
  }

  @Test
  void aManifestThatIsNoTextGoesToAFileOnly() throws IOException {
    byte[] bytes = {'{', (byte) 0xFF, '}'};
    Files.write(layout.resolve("manifest"), bytes);

    Run run = appc("image", "cat-manifest", layout);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    appc("image", "cat-manifest", layout, "-o", folder.resolve("copy"));
    assertThat(Files.readAllBytes(folder.resolve("copy"))).isEqualTo(bytes);
  }

  @Test
  void twoManifestsAreRefused() throws Exception {
    tool("tar");
    run(
        Map.of(),
        "tar",
        "-cf",
        "two.tar",
        "-C",
        "layout",
        "manifest",
        "./manifest",
        "--hard-dereference");

    Run run = appc("image", "cat-manifest", folder.resolve("two.tar"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("a second manifest");
  }

  @Test
  void namesAreEscaped() throws IOException {
    Files.writeString(layout.resolve("rootfs/a\u001b[31m\nb"), "");

    Run run = appc("image", "ls", layout);

    assertThat(run.out()).contains("rootfs/a\\u001b[31m\\u000ab\n");
  }

  @Test
  void aListTellsWhatTarTells() throws IOException {
    appc("image", "build", layout, archive, "--owner-root");

    assertThat(appc("image", "ls", "-l", archive).out())
        .contains("drwxr-xr-x 0/0                0 2020-09-13 12:26:40 rootfs/bin\n")
        .contains("-rwxr-x--- 0/0                5 2020-09-13 12:26:40 rootfs/bin/sh\n")
        .contains("rootfs/bin/link -> ../bin/sh\n")
        .contains("hrwxr-x--- 0/0                0 2020-09-13 12:26:40 rootfs/bin/zsh link to")
        .contains(" link to rootfs/bin/sh\n");
  }

  @Test
  void aListIsDataToo() {
    assertThat(appc("image", "ls", layout, "--format", "json").out())
        .contains("\"name\": \"rootfs/bin/ünï\"")
        .contains("\"link\": \"../bin/sh\"")
        .contains("\"modified\": \"2020-09-13T12:26:40.123456789Z\"")
        .endsWith("\"complete\": true,\n  \"faults\": 0\n}\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theListFitsItsSchema(boolean whole) throws Exception {
    Path python = tool("python3");
    run(
        Map.of(),
        python.toString(),
        "-c",
        """
        import sys, tarfile
        names = {'0': 'rootfs/a\\udcff', '1': 'h', '2': 's', '3': 'c', '4': 'b', '5': 'd', '6': 'f'}
        with tarfile.open(sys.argv[1], 'w', format=tarfile.PAX_FORMAT) as tar:
          for kind, name in names.items():
            info = tarfile.TarInfo(name)
            info.type = kind.encode()
            info.linkname = 'l\\udcff' if kind in '12' else ''
            info.uname, info.gname = 'user', 'group'
            info.mtime = 0.5
            info.pax_headers = {'SCHILY.xattr.user.a': 'value'} if kind == '0' else {}
            tar.addfile(info)
        """,
        archive.toString());
    String list =
        appc("image", "ls", archive, "--format=json", "--max-entries=" + (whole ? 9 : 6)).out();

    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Schemas.entries());

    assertThat(list).contains("Base64", "\"major\"", "\"complete\": " + whole);
    assertThat(schema.validate(list, InputFormat.JSON)).isEmpty();
    for (String key : List.of("\"entries\"", "\"type\"", "\"mode\"", "\"link\"", "\"minor\"")) {
      String other = list.replace(key, "\"other\"");
      assertThat(schema.validate(other, InputFormat.JSON)).as(key).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "ls", "cat-manifest"})
  void whatIsNoImageIsAFinding(String command) {
    Run run = appcOn("PK\u0003\u0004 and more", "image", command, "-");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("<stdin>: this is a zip archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "ls", "cat-manifest"})
  void whatCannotBeReadIsStatus3(String command) {
    Run run = appc("image", command, folder.resolve("missing"));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).endsWith("missing: no such file or directory\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--max-entries, 2",
    "--max-uncompressed-bytes, 2K",
    "--max-name-bytes, 7",
    "--max-header-bytes, 1",
  })
  void aLimitIsStatus4(String option, String most) {
    appc("image", "build", layout, archive);

    assertThat(appc("image", "id", archive, option, most).status()).isEqualTo(4);
  }

  @Test
  void aLongManifestIsStatus4() {
    assertThat(appc("image", "cat-manifest", layout, "--max-document-bytes", "10").status())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "64K, 0",
    "1MiB, 0",
    "2g, 0",
    "1gib, 0",
    "0, 2",
    "-1, 2",
    "1.5K, 2",
    "K, 2",
    "1KB, 2",
    "99999999T, 2",
    "1 K, 2"
  })
  void limitsHaveUnits(String most, int status) {
    Run run = appc("image", "cat-manifest", layout, "--max-uncompressed-bytes=" + most);

    assertThat(run.status()).isEqualTo(status == 0 && most.equals("1") ? 4 : status);
  }

  @Test
  void aLayoutHasNoImageId() {
    Run run = appc("image", "id", layout);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("a layout has no image ID before it is built");
  }
}
