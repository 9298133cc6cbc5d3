package org.appctoolkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcAtATerminal;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ExtendedAttribute;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code appc image patch}. */
class ImagePatchTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_600_000_000, 123_456_789);
  private static final String LONG = "rootfs/" + "d".repeat(120) + "/" + "é".repeat(90);
  private static final String RENAMED = RIGHT.replace("worker", "other");

  @TempDir private Path folder = Path.of("");
  private Path in = Path.of("");
  private Path out = Path.of("");

  /** An entry and what it holds. */
  private record Item(Entry entry, String content) {}

  @BeforeEach
  void image() throws IOException {
    in = folder.resolve("in.aci");
    out = folder.resolve("out.aci");
    write(in, Compression.GZIP, items());
  }

  private static Entry entry(String name, EntryType type, int mode, String link, long size) {
    Owner owner = new Owner(1_000_000_000L, Octets.of("wörker"));
    boolean attributed = type == EntryType.FILE && !name.endsWith("manifest");
    return new Entry(
        Octets.of(name),
        type,
        mode,
        owner,
        new Owner(7, Octets.EMPTY),
        TIME,
        size,
        Octets.of(link),
        Device.NONE,
        attributed
            ? List.of(
                new ExtendedAttribute(Octets.of("user.b"), Octets.of(new byte[] {1, 0, -1, 10})),
                new ExtendedAttribute(Octets.of("user.a"), Octets.of("")))
            : List.of(),
        attributed ? Map.of("comment", Octets.of("kept")) : Map.of(),
        TarDialect.PAX,
        0,
        0);
  }

  private static Item file(String name, int mode, String content) {
    return new Item(entry(name, EntryType.FILE, mode, "", content.getBytes(UTF_8).length), content);
  }

  private static Item directory(String name) {
    return new Item(entry(name, EntryType.DIRECTORY, 0755, "", 0), "");
  }

  private static List<Item> items() {
    return List.of(
        file("manifest", 0640, RIGHT),
        directory("rootfs"),
        directory("rootfs/z"),
        file("rootfs/z/sh", 04750, "shell".repeat(100_000)),
        directory("rootfs/a"),
        new Item(entry("rootfs/a/hard", EntryType.HARD_LINK, 04750, "rootfs/z/sh", 0), ""),
        new Item(entry("rootfs/a/soft", EntryType.SYMBOLIC_LINK, 0777, "./hard", 0), ""),
        directory("rootfs/" + "d".repeat(120)),
        file(LONG, 0, "deep"));
  }

  private static List<Item> itemsWithTheManifestLast() {
    List<Item> items = new ArrayList<>(items());
    Collections.rotate(items, -1);
    return items;
  }

  private static List<Item> itemsAnd(Item... more) {
    List<Item> items = new ArrayList<>(items());
    items.addAll(Arrays.asList(more));
    return items;
  }

  private static byte[] bytes(Compression compression, List<Item> items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = new ImageWriter(bytes, compression);
    for (Item item : items) {
      writer.add(item.entry(), new ByteArrayInputStream(item.content().getBytes(UTF_8)));
    }
    writer.finish();
    return bytes.toByteArray();
  }

  private static void write(Path file, Compression compression, List<Item> items)
      throws IOException {
    Files.write(file, bytes(compression, items));
  }

  /** What an archive holds, wherever it stands in it. */
  private static List<Item> read(Path archive) throws IOException {
    List<Item> items = new ArrayList<>();
    try (InputStream stream = Files.newInputStream(archive)) {
      ImageArchive.read(
          stream,
          ArchiveLimits.DEFAULT,
          new ArchiveVisitor() {
            @Override
            public Next entry(Entry it, EntryContent content) throws IOException {
              Entry entry =
                  new Entry(
                      it.name(),
                      it.type(),
                      it.mode(),
                      it.user(),
                      it.group(),
                      it.modified(),
                      it.size(),
                      it.linkName(),
                      it.device(),
                      it.attributes(),
                      it.records(),
                      TarDialect.PAX,
                      0,
                      0);
              items.add(new Item(entry, new String(content.readAllBytes(), UTF_8)));
              return Next.CONTINUE;
            }

            @Override
            public void fault(ArchiveFault fault) {
              throw new AssertionError(fault.message());
            }
          });
    }
    return items;
  }

  private static Compression compression(Path archive) throws IOException {
    try (InputStream stream = Files.newInputStream(archive)) {
      ArchiveSummary summary =
          ImageArchive.read(
              stream,
              ArchiveLimits.DEFAULT,
              new ArchiveVisitor() {
                @Override
                public Next entry(Entry entry, EntryContent content) {
                  return Next.CONTINUE;
                }

                @Override
                public void fault(ArchiveFault fault) {}
              });
      return summary.compression();
    }
  }

  /** The items with another manifest in its place. */
  private static List<Item> with(String manifest, List<Item> items) {
    return items.stream()
        .map(
            it ->
                it.entry().name().text().equals("manifest") ? file("manifest", 0640, manifest) : it)
        .toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> folder.relativize(it).toString()).sorted().toList();
    }
  }

  private static Run patch(Path from, Path to, String... options) {
    List<Object> arguments = new ArrayList<>(List.of("image", "patch", from, to));
    arguments.addAll(Arrays.asList(options));
    return appc(arguments.toArray());
  }

  /** A file compressed in two pieces, as by programs that do so with several threads. */
  private void writeInTwoMembers(Path file) throws IOException {
    byte[] tar = bytes(Compression.NONE, items());
    try (OutputStream stream = Files.newOutputStream(file)) {
      for (byte[] half :
          List.of(Arrays.copyOf(tar, 70_000), Arrays.copyOfRange(tar, 70_000, tar.length))) {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
          gzip.write(half);
        }
        stream.write(member.toByteArray());
      }
    }
  }

  // --- what is changed and what is not

  @Test
  void onlyTheManifestIsChanged() throws IOException {
    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(read(out)).isEqualTo(with(RENAMED, items()));
    assertThat(read(in)).isEqualTo(items());
  }

  @Test
  void theManifestMayBeTheLastEntry() throws IOException {
    write(in, Compression.GZIP, itemsWithTheManifestLast());

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(read(out)).isEqualTo(with(RENAMED, itemsWithTheManifestLast()));
  }

  @Test
  void theNewImageIdIsPrinted() {
    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.out())
        .isEqualTo(appc("image", "id", out).out())
        .isNotEqualTo(appc("image", "id", in).out());
  }

  @Test
  void whatIsPatchedIsValid() {
    patch(
        in, out, "--exec", "/z/sh", "--user=0", "--group=0", "--port", "http,protocol=tcp,port=80");

    assertThat(appc("validate", out).status()).isZero();
    assertThat(appc("image", "cat-manifest", out).out()).contains("/z/sh", "\"http\"");
  }

  @Test
  void theSameChangesMakeTheSameArchive() throws IOException {
    Path again = folder.resolve("again.aci");
    write(folder.resolve("plain.aci"), Compression.NONE, items());

    patch(in, out, "--name", "example.org/other");
    patch(folder.resolve("plain.aci"), again, "--name=example.org/other", "--compression=gzip");

    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(out));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void theCompressionIsKept(Compression compression) throws IOException {
    write(in, compression, items());

    patch(in, out, "--name", "example.org/other");

    assertThat(compression(out)).isEqualTo(compression);
  }

  @ParameterizedTest
  @CsvSource({"gzip, GZIP", "bzip2, BZIP2", "xz, XZ", "none, NONE"})
  void theCompressionAloneCanBeChanged(String word, Compression compression) throws IOException {
    Run run = patch(in, out, "--compression", word);

    assertThat(run.out()).isEqualTo(appc("image", "id", in).out());
    assertThat(compression(out)).isEqualTo(compression);
  }

  @Test
  void aManifestCanBeGiven() throws IOException {
    String manifest = RIGHT.replace("  ", "\t");
    Path file = Files.writeString(folder.resolve("new"), manifest);

    patch(in, out, "--manifest", file.toString());

    assertThat(read(out)).isEqualTo(with(manifest, items()));
  }

  @Test
  void aManifestThatIsGivenIsChangedToo() throws IOException {
    Path file = Files.writeString(folder.resolve("new"), RIGHT.replace("worker", "third"));

    patch(in, out, "--manifest", file.toString(), "--version", "2");

    assertThat(appc("image", "cat-manifest", out).out())
        .contains("example.org/third", "{\"name\": \"version\", \"value\": \"2\"}");
  }

  @Test
  void onlyTheManifestIsNotNewerThanTheEpochOfTheSource() {
    Map<String, String> environment = Map.of("SOURCE_DATE_EPOCH", "1000000000");

    appcAtATerminal(environment, "", "image", "patch", in, out, "--name=example.org/other");

    assertThat(appc("image", "ls", "-l", out).out().lines())
        .allMatch(
            it ->
                it.contains(
                    it.endsWith(" manifest") ? " 2001-09-09 01:46:40 " : " 2020-09-13 12:26:40 "));
  }

  // --- where it comes from and goes to

  @Test
  void anArchiveCanTakeItsOwnPlace() throws IOException {
    Run run = patch(in, in, "--name", "example.org/other", "--overwrite");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(read(in)).isEqualTo(with(RENAMED, items()));
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void nothingIsReplacedUnlessAskedFor() throws IOException {
    Run run = patch(in, in, "--name", "example.org/other");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--overwrite replaces it");
    assertThat(read(in)).isEqualTo(items());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void standardInputIsPatched(Compression compression) throws IOException {
    byte[] bytes = bytes(compression, itemsWithTheManifestLast());

    Run run = appcOn(bytes, "image", "patch", "-", out, "--name", "example.org/other");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(read(out)).isEqualTo(with(RENAMED, itemsWithTheManifestLast()));
    assertThat(compression(out)).isEqualTo(compression);
    assertThat(files()).containsExactly("in.aci", "out.aci");
  }

  @Test
  void standardInputIsReadNoFurtherThanItsLimits() throws IOException {
    byte[] bytes = bytes(Compression.NONE, items());

    Run run =
        appcOn(
            bytes,
            "image",
            "patch",
            "-",
            out,
            "--name=example.org/o",
            "--max-uncompressed-bytes=9K");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("<stdin>: ", "nothing was written");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void aLayoutIsPatched() throws IOException {
    Path layout = folder.resolve("layout");
    Files.createDirectories(layout.resolve("rootfs"));
    Files.writeString(layout.resolve("manifest"), RIGHT);

    Run run = patch(layout, out, "--name", "example.org/other");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(appc("image", "cat-manifest", out).out()).isEqualTo(RENAMED);
    assertThat(compression(out)).isEqualTo(Compression.GZIP);
    assertThat(layout.resolve("manifest")).hasContent(RIGHT);
    assertThat(patch(layout, layout.resolve("out.aci"), "--name=example.org/o").status())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.tar", ".aci"})
  void anArchiveHasItsSuffix(String name) throws IOException {
    assertThat(patch(in, folder.resolve(name), "--name=example.org/other").status()).isEqualTo(2);
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void whatCannotBeReadOrWrittenIsStatus3() throws IOException {
    Run unread = patch(folder.resolve("missing.aci"), out, "--name=example.org/other");
    Run unwritten = patch(in, folder.resolve("missing/out.aci"), "--name=example.org/other");
    Run unkept =
        appcOn(
            "", "image", "patch", "-", folder.resolve("missing/out.aci"), "--name=example.org/o");

    assertThat(unread.status()).isEqualTo(3);
    assertThat(unread.err()).endsWith("missing.aci: no such file or directory\n");
    assertThat(unwritten.status()).isEqualTo(3);
    assertThat(unwritten.err()).contains("cannot write", "no such file or directory");
    assertThat(unkept.status()).isEqualTo(3);
    assertThat(unkept.err()).contains("cannot write", "no such file or directory");
    assertThat(files()).containsExactly("in.aci");
  }

  // --- what is refused

  @Test
  void nothingToChangeIsWrongUse() throws IOException {
    Run run = patch(in, out);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("nothing to change");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void aRefusedEditLeavesEverythingAsItWas() throws IOException {
    Files.writeString(out, "older");

    Run run = patch(in, out, "--mount-point=data,path=/data", "--overwrite");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("in.aci/manifest: ", "app", "nothing was written");
    assertThat(out).hasContent("older");
    assertThat(files()).containsExactly("in.aci", "out.aci");
  }

  @Test
  void anInvalidResultIsShownAndNotWritten() throws IOException {
    Files.writeString(out, "older");
    Path file = Files.writeString(folder.resolve("new"), "{ \"acKind\": \"ImageManifest\" }");

    Run run = patch(in, out, "--manifest", file.toString(), "--overwrite");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("out.aci/manifest:1:1: error: ", "nothing was written")
        .doesNotContain("already");
    assertThat(out).hasContent("older");
    assertThat(files()).containsExactly("in.aci", "new", "out.aci");
  }

  @Test
  void errorsThatWereThereBeforeRefuseToo() throws IOException {
    write(in, Compression.GZIP, itemsAnd(file("stray", 0644, "")));

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("out.aci/stray: error: ", "[top-level-names-are-manifest-and-rootfs]")
        .contains("in.aci: one of these errors is in it already", "nothing was written");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void warningsAreShownAndDoNotRefuse() throws IOException {
    Run run = patch(in, out, "--name", "worker");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("out.aci/manifest:", ": warning: ").doesNotContain(": info: ");
    assertThat(files()).contains("out.aci");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest", "./manifest", "/manifest", ".//./manifest"})
  void twoManifestsAreRefused(String second) throws IOException {
    write(in, Compression.GZIP, itemsAnd(file(second, 0644, RIGHT)));

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("a second manifest", "nothing was written");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void anImageWithoutAManifestIsRefused() throws IOException {
    write(in, Compression.GZIP, items().subList(1, items().size()));

    Run run = patch(in, out, "--manifest", in.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("there is no manifest in it");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(in);
    Files.write(in, Arrays.copyOf(bytes, bytes.length - 5));

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the gzip data ends early", "nothing was written");
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void whatCannotBeWrittenUnambiguouslyIsRefused() throws Exception {
    Path python = tool("python3");
    run(
        python.toString(),
        "-c",
        """
        import io, sys, tarfile
        with tarfile.open(sys.argv[1], 'w', format=tarfile.PAX_FORMAT) as tar:
          for name, data in (('manifest', open(sys.argv[2], 'rb').read()), ('rootfs', None), ('rootfs/x', None)):
            info = tarfile.TarInfo(name)
            if data is None:
              info.type = tarfile.DIRTYPE
              info.pax_headers = {'SCHILY.xattr.user.a%b': 'x'} if '/' in name else {}
            else:
              info.size = len(data)
            tar.addfile(info, io.BytesIO(data or b''))
        """,
        in.toString(),
        Files.writeString(folder.resolve("right"), RIGHT).toString());

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("\"rootfs/x/\": the name of the extended attribute \"user.a%b\"");
    assertThat(files()).containsExactly("in.aci", "right");
  }

  @ParameterizedTest
  @CsvSource({"--max-entries, 2", "--max-document-bytes, 10", "--max-uncompressed-bytes, 100K"})
  void aLimitIsStatus4(String option, String most) throws IOException {
    Run run = patch(in, out, "--name=example.org/other", option, most);

    assertThat(run.status()).isEqualTo(4);
    assertThat(files()).containsExactly("in.aci");
  }

  @Test
  void aManifestThatIsGivenIsBoundedAndAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("new"), RIGHT + " ".repeat(1000));

    Run tooLong = patch(in, out, "--manifest=" + file, "--max-document-bytes=1000");
    Run directory = patch(in, out, "--manifest=" + folder);
    Run missing = patch(in, out, "--manifest=" + folder.resolve("missing"));

    assertThat(tooLong.status()).isEqualTo(4);
    assertThat(tooLong.err()).contains("new: the manifest is longer than 1000 bytes");
    assertThat(directory.status()).isEqualTo(3);
    assertThat(directory.err()).contains(": not a regular file");
    assertThat(missing.status()).isEqualTo(3);
    assertThat(missing.err()).contains("missing: no such file or directory");
    assertThat(files()).containsExactly("in.aci", "new");
  }

  // --- other programs

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

  private String run(String... command) throws Exception {
    Path log = Files.createTempFile("run", ".log");
    try {
      int status =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      String output = Files.readString(log, UTF_8);
      assertThat(status).as(output).isZero();
      return output;
    } finally {
      Files.delete(log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  void gnuTarListsAPatchedArchiveAsBefore(String format) throws Exception {
    tool("tar");
    String name = "n".repeat(90);
    Path deep = Files.createDirectories(folder.resolve("layout/rootfs/" + name));
    Files.writeString(deep.resolve(name), "deep");
    Files.createLink(deep.resolve("hard"), deep.resolve(name));
    Files.createSymbolicLink(deep.resolve("soft"), Path.of(name));
    Files.writeString(folder.resolve("layout/manifest"), RIGHT.replace("worker", "older"));
    run("tar", "--format=" + format, "-czf", "in.aci", "-C", "layout", "rootfs", "manifest");

    Run patched = patch(in, out, "--name", "example.org/newer");

    assertThat(patched.status()).as(patched.err()).isZero();
    assertThat(run("tar", "--numeric-owner", "-tvzf", "out.aci"))
        .isEqualTo(run("tar", "--numeric-owner", "-tvzf", "in.aci"));
    assertThat(run("tar", "-xzOf", "out.aci", "manifest")).contains("example.org/newer");
  }

  // --- several members of gzip

  @Test
  void severalMembersAreNotedAndDoNotRefuse() throws IOException {
    writeInTwoMembers(in);

    Run run = patch(in, out, "--name", "example.org/other");

    assertThat(run.status()).isZero();
    assertThat(run.err()).containsOnlyOnce("in.aci: another gzip member begins");
    assertThat(read(out)).isEqualTo(with(RENAMED, items()));
    assertThat(new GZIPInputStream(Files.newInputStream(out))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "ls", "cat-manifest", "extract"})
  void severalMembersDoNotMakeACommandFail(String command) throws IOException {
    Path members = folder.resolve("members.aci");
    writeInTwoMembers(members);
    Path[] targets = {folder.resolve("one"), folder.resolve("two")};
    boolean extract = command.equals("extract");

    Run one = extract ? appc("image", command, in, targets[0]) : appc("image", command, in);
    Run run =
        extract ? appc("image", command, members, targets[1]) : appc("image", command, members);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(one.out());
    assertThat(run.err()).contains("members.aci: another gzip member begins at byte ");
    assertThat(Files.exists(targets[1].resolve("manifest"))).isEqualTo(extract);
  }
}
