package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.RIGHT;
import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.appctoolkit.spec.Schemas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code appc store …}. */
class StoreCommandsTest {
  private static final String ARMOUR =
      "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n";

  @TempDir private Path folder = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void place() {
    store = folder.resolve("store");
  }

  private Run store(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("store", command, "--store", store));
    all.addAll(Arrays.asList(arguments));
    return appc(all.toArray());
  }

  /** An archive with some labels; its file is named after it. */
  private Path archive(String name, String labels) throws IOException {
    Path layout = folder.resolve("layout-" + name);
    Files.createDirectories(layout.resolve("rootfs"));
    String list =
        labels.isEmpty()
            ? "[]"
            : Stream.of(labels.split(",", -1))
                .map(
                    label ->
                        "{ \"name\": \"%s\", \"value\": \"%s\" }"
                            .formatted((Object[]) label.split("=", -1)))
                .toList()
                .toString();
    String manifest =
        RIGHT.replace("worker\"", name.split("-", -1)[0] + "\",\n  \"labels\": " + list);
    Files.writeString(layout.resolve("manifest"), manifest);
    Path archive = folder.resolve(name + ".aci");
    assertThat(appc("image", "build", layout, archive)).extracting(Run::status).isEqualTo(0);
    return archive;
  }

  private static String id(Path archive) {
    return appc("image", "id", archive).out().strip();
  }

  private Path directory(Path archive) {
    return store.resolve("images/" + id(archive));
  }

  // --- add

  @Test
  void addingPrintsTheImageIds() throws IOException {
    Path one = archive("one", "");
    Path two = archive("two", "");

    Run run = store("add", one, two);

    assertThat(run).isEqualTo(new Run(0, id(one) + "\n" + id(two) + "\n", ""));
    assertThat(directory(one).resolve("image.aci")).hasSameBinaryContentAs(one);
  }

  @Test
  void addingAgainIsToldAndNoMistake() throws IOException {
    Path one = archive("one", "");
    store("add", one);

    Run run = store("add", one);

    assertThat(run)
        .isEqualTo(
            new Run(
                0, id(one) + "\n", "appc: " + one + ": note: the image was in the store before\n"));
  }

  @Test
  void standardInputCanBeAdded() throws IOException {
    Path one = archive("one", "");

    Run run = appcOn(Files.readAllBytes(one), "store", "add", "--store", store, "-");

    assertThat(run).isEqualTo(new Run(0, id(one) + "\n", ""));
    assertThat(directory(one).resolve("image.aci")).hasSameBinaryContentAs(one);
  }

  @Test
  void aRefusedArchiveIsStatus1AndTheOthersAreAdded() throws IOException {
    Path text = Files.writeString(folder.resolve("text.aci"), "text");
    Path one = archive("one", "");

    Run run = store("add", text, one);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo(id(one) + "\n");
    assertThat(run.err()).startsWith("appc: " + text + ": no format that is known");
  }

  @Test
  void aLimitIsStatus4() throws IOException {
    Run run = store("add", archive("one", ""), "--max-uncompressed-bytes", "1K");

    assertThat(run.status()).isEqualTo(4);
    assertThat(store.resolve("images")).isEmptyDirectory();
  }

  @Test
  void anotherImageIdIsStatus1() throws IOException {
    Path one = archive("one", "");
    Path two = archive("two", "");

    Run run = store("add", one, "--id", id(two));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("its image ID is " + id(one) + ", not " + id(two));
    assertThat(store("add", two, "--id", id(two)).status()).isEqualTo(0);
  }

  @Test
  void whatCannotBeReadIsStatus3() throws IOException {
    assertThat(store("add", folder.resolve("none")))
        .isEqualTo(
            new Run(3, "", "appc: " + folder.resolve("none") + ": no such file or directory\n"));
    assertThat(store("add", folder).err()).contains("this is a directory; appc image build");
    assertThat(store("add", "/dev/null").status()).isEqualTo(3);
  }

  @Test
  void aStoreThatCannotBeMadeIsStatus3() throws IOException {
    Path one = archive("one", "");
    store = one;

    assertThat(store("add", one))
        .isEqualTo(new Run(3, "", "appc: the store " + one + ": not a directory\n"));
  }

  @Test
  void theSignatureBesideTheArchiveIsKept() throws IOException {
    Path one = archive("one", "");
    Files.writeString(folder.resolve("one.aci.asc"), ARMOUR);

    assertThat(store("add", one).status()).isEqualTo(0);

    assertThat(directory(one).resolve("image.aci.asc")).hasContent(ARMOUR);
    assertThat(store("ls").out()).contains("yes        yes");
  }

  @Test
  void aSignatureCanBeNamed() throws IOException {
    Path one = archive("one", "");
    Path signature = Files.writeString(folder.resolve("elsewhere"), ARMOUR);

    assertThat(store("add", one, "--signature", signature).status()).isEqualTo(0);

    assertThat(directory(one).resolve("image.aci.asc")).hasContent(ARMOUR);
  }

  @Test
  void whatIsNoSignatureIsNotKept() throws IOException {
    Path one = archive("one", "");
    Path beside = Files.writeString(folder.resolve("one.aci.asc"), "text");

    assertThat(store("add", one, "--signature", beside).status()).isEqualTo(1);
    assertThat(directory(one)).doesNotExist();
    assertThat(store("add", one).err())
        .contains("warning: " + beside + " is no signature in ASCII armour and is not kept");
    assertThat(directory(one).resolve("image.aci.asc")).doesNotExist();
  }

  @Test
  void aSignatureOfAnotherArchiveOfTheImageIsToldOf() throws IOException {
    Path one = archive("one", "");
    store("add", one);
    Path plain = folder.resolve("plain.aci");
    appc("image", "build", folder.resolve("layout-one"), plain, "--compression", "none");
    Files.writeString(folder.resolve("plain.aci.asc"), ARMOUR);

    Run run = store("add", plain);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.err()).contains("its signature is not kept");
  }

  // --- ls

  @Test
  void aListHasAColumnForEachThing() throws IOException {
    Path one = archive("one-1", "version=1.0.0,os=linux");
    Path two = archive("two", "");
    store("add", one);
    store("add", "--dependency", two);

    Run run = store("ls");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(0);
    assertThat(
            run.out()
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d", "2026-01-02 03:04")
                .replaceAll("\\d{3} B", "345 B"))
        .isEqualTo(
            """
            ID                   NAME             LABELS                   SIZE  ADDED             REQUESTED  SIGNED
            %s  example.org/one  version=1.0.0,os=linux  345 B  2026-01-02 03:04  yes        no
            %s  example.org/two                          345 B  2026-01-02 03:04  no         no
            """
                .formatted(id(one).substring(0, 19), id(two).substring(0, 19)));
    assertThat(store("ls", "--long").out()).contains(id(one), id(two));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org/one | 2",
        "example.org | 0",
        "--label version=1 | 1",
        "--label os=linux | 2",
        "--label os=linux --label version=2 | 1",
        "example.org/two --label os=linux | 0",
        "--label version=3 | 0",
      })
  void aListCanBeLimited(String arguments, int images) throws IOException {
    store("add", archive("one-1", "version=1,os=linux"), archive("one-2", "version=2,os=linux"));
    store("add", archive("two", ""));

    Run run = store("ls", (Object[]) arguments.split(" ", -1));

    assertThat(run.out().lines().skip(1)).hasSize(images);
  }

  @Test
  void theListAsDataFollowsItsSchema() throws IOException {
    Path one = archive("one", "version=1");
    Path broken = archive("broken", "");
    store("add", one, broken);
    Files.delete(directory(broken).resolve("manifest"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(appc("schema", "store").out());

    Run run = store("ls", "--format", "json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("\"" + id(one) + "\"", "\"version\": \"1\"", "\"manifest is missing\"")
        .isEqualTo(store("ls", "--json").out());
    assertThat(schema.validate(run.out(), InputFormat.JSON)).isEmpty();
    for (String key : List.of("\"images\"", "\"ids\"", "\"added\"", "\"place\"")) {
      String other = run.out().replace(key, "\"other\"");
      assertThat(schema.validate(other, InputFormat.JSON)).as(key).isNotEmpty();
    }
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(appc("schema", "store").out()).isEqualTo(Schemas.store());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "gc", "verify"})
  void aStoreThatIsNotThereIsStatus3(String command) {
    assertThat(store(command))
        .isEqualTo(
            new Run(
                3,
                "",
                "appc: the store "
                    + store
                    + ": there is no such directory; appc store add makes one\n"));
    assertThat(store).doesNotExist();
  }

  // --- rm

  @Test
  void imagesAreRemovedByIdBeginningNameAndLabels() throws IOException {
    Path one = archive("one-1", "version=1");
    Path two = archive("one-2", "version=2,os=linux");
    Path three = archive("three", "");
    Path four = archive("four", "");
    store("add", one, two, three, four);

    Run run =
        store(
            "rm",
            "example.org/one:1",
            "example.org/one,os=linux",
            id(three),
            id(four).substring(0, 30),
            "example.org/four");

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                Stream.of(one, two, three, four)
                    .map(it -> id(it) + "\n")
                    .reduce("", String::concat),
                ""));
    assertThat(store.resolve("images")).isEmptyDirectory();
  }

  @Test
  void whatMeansSeveralImagesRemovesNone() throws IOException {
    Path other = archive("two", "");
    store("add", archive("one-1", "version=1"), archive("one-2", "version=2"), other);

    Run run = store("rm", "example.org/two", "example.org/one");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "appc: example.org/one: this means several images; name one of them by its ID\n")
        .contains("version=1", "version=2");
    assertThat(directory(other)).exists();
  }

  @Test
  void whatIsNotThereIsStatus1() throws IOException {
    store("add", archive("one", ""));

    Run run = store("rm", "example.org/none");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "appc: example.org/none: there is no such image in the store "
                + store.toRealPath()
                + "\n");
  }

  @Test
  void aDamagedImageIsRemovedByItsId() throws IOException {
    Path one = archive("one", "");
    store("add", one);
    Files.delete(directory(one).resolve("about.json"));

    assertThat(store("rm", "example.org/one").status()).isEqualTo(3);
    assertThat(store("rm", id(one).substring(0, 20)).status()).isEqualTo(0);
    assertThat(store("verify").out()).isEqualTo("0 images, 0 damages\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rm | IMAGE",
        "rm :1 | is not an image ID",
        "rm a: | is not an image ID",
        "rm a:1,version=1 | the version stands twice",
        "rm a,os | is not of the form KEY=VALUE",
        "add | FILE",
        "add a b --signature c | one by one",
        "add a --id sha512-1 | sha512-1 is no image ID",
        "ls --label os | os is not of the form NAME=VALUE",
        "sl | there is no command sl; did you mean gc or ls or rm?",
      })
  void wrongUseIsStatus2(String arguments, String message) {
    List<Object> all = new ArrayList<>(List.of("store"));
    all.addAll(List.of((Object[]) arguments.split(" ", -1)));
    if (!arguments.equals("sl")) {
      all.addAll(List.of("--store", store));
    }

    Run run = appc(all.toArray());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  // --- gc

  @Test
  void whatNobodyNeedsIsCollected() throws IOException {
    Path one = archive("one", "");
    Path two = archive("two", "");
    store("add", one);
    store("add", two, "--dependency");
    Files.createDirectories(store.resolve("tmp/1-0"));

    assertThat(store("gc", "--dry-run").out())
        .isEqualTo("would remove 0 images (0 B) and 1 leftover\n");
    assertThat(store("gc").out()).isEqualTo("removed 0 images (0 B) and 1 leftover\n");
    Run run = store("gc", "--unreferenced");

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                "%s example.org/two\nremoved 1 image (%s B) and 0 leftovers\n"
                    .formatted(id(two), Files.size(two)),
                ""));
    assertThat(directory(one)).exists();
  }

  @Test
  void besideADamagedImageNothingIsUnneeded() throws IOException {
    Path one = archive("one", "");
    store("add", one);
    store("add", "--dependency", archive("two", ""));
    Files.delete(directory(one).resolve("about.json"));

    Run run = store("gc", "--unreferenced");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("damaged: " + id(one) + ": about.json is missing")
        .contains("no image was removed");
  }

  // --- verify

  @Test
  void aWholeStoreIsSaidToBeWhole() throws IOException {
    Path one = archive("one", "");
    store("add", one, archive("two", ""));

    assertThat(store("verify")).isEqualTo(new Run(0, "2 images, 0 damages\n", ""));
    assertThat(store("verify", "example.org/one"))
        .isEqualTo(new Run(0, "1 image, 0 damages\n", ""));
    assertThat(store("verify", "example.org/three").status()).isEqualTo(1);
  }

  @Test
  void damageIsStatus1() throws IOException {
    Path one = archive("one", "");
    Path two = archive("two", "");
    store("add", one, two);
    Path stored = directory(one).resolve("image.aci");
    byte[] bytes = Files.readAllBytes(stored);
    bytes[bytes.length / 2] ^= 1;
    Files.write(stored, bytes);
    Files.writeString(store.resolve("images/no\u001bte"), "text");

    Run run = store("verify");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("appc: damaged: " + id(one) + ": image.aci: ")
        .contains("appc: damaged: \"no\\u001bte\" is not the name of an image\n")
        .doesNotContain("\u001b");
    assertThat(store("verify", id(two))).isEqualTo(new Run(0, "1 image, 0 damages\n", ""));
  }

  // --- where

  @Test
  void theEnvironmentNamesTheStore() throws IOException {
    Path one = archive("one", "");

    Run run =
        Run.with(
            InputStream.nullInputStream(),
            Map.of("APPC_STORE", store.toString()),
            false,
            "store",
            "add",
            one);

    assertThat(run.status()).isEqualTo(0);
    assertThat(directory(one)).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "52400000, 52.4 MB",
    "9223372036854775807, 9.2 EB"
  })
  void lengthsAreShort(long bytes, String shown) {
    assertThat(StoreTable.size(bytes)).isEqualTo(shown);
  }
}
