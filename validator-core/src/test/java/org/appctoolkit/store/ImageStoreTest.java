package org.appctoolkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.store.Images.NOW;
import static org.appctoolkit.store.Images.SETTINGS;
import static org.appctoolkit.store.Images.add;
import static org.appctoolkit.store.Images.archive;
import static org.appctoolkit.store.Images.image;
import static org.appctoolkit.store.Images.labels;
import static org.appctoolkit.store.Images.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Limits;
import org.appctoolkit.store.Images.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStoreTest {
  private static final Octets SIGNATURE = Octets.of("-----BEGIN PGP SIGNATURE-----");

  @TempDir private Path folder = Path.of("");
  private Path place = Path.of("");

  @BeforeEach
  void place() {
    place = folder.resolve("deep/store");
  }

  private ImageStore store() throws IOException {
    return ImageStore.create(place, SETTINGS);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .map(it -> place.relativize(it).toString())
          .sorted()
          .toList();
    }
  }

  // --- the directory

  @Test
  void aNewStoreIsEmpty() throws IOException {
    ImageStore store = store();

    assertThat(store.list()).isEqualTo(new Inventory(List.of(), List.of()));
    assertThat(files()).containsExactly("appc-store");
    assertThat(place.resolve("appc-store")).hasContent("appc-store 1");
  }

  @Test
  void aStoreIsWhereItWas() throws IOException {
    Image image = image("example.org/a");
    add(store(), image);

    assertThat(store().list().images()).map(StoredImage::id).containsExactly(image.id());
    assertThat(ImageStore.open(place, SETTINGS).list()).isEqualTo(store().list());
  }

  @Test
  void aStoreThatIsOpenedHasToExist() throws IOException {
    assertThatThrownBy(() -> ImageStore.open(place, SETTINGS))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the store " + place + ": there is no such directory; appc store add makes one");
    Files.createDirectories(place);
    assertThatThrownBy(() -> ImageStore.open(place, SETTINGS))
        .hasMessageEndingWith("there is no store there; one has a file appc-store in it");
  }

  @Test
  void anEmptyDirectoryBecomesAStore() throws IOException {
    Files.createDirectories(place);

    assertThat(store().list().images()).isEmpty();
  }

  @Test
  void aDirectoryWithSomethingElseIsRefused() throws IOException {
    Files.createDirectories(place.resolve("images"));

    assertThatThrownBy(this::store)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is not empty and has no file appc-store");
    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(place, "a file");

    assertThatThrownBy(this::store)
        .isInstanceOf(StoreException.class)
        .hasMessage("the store " + place + ": not a directory");
  }

  @Test
  void aStoreOfAnotherFormatIsRefused() throws IOException {
    store();
    Files.writeString(place.resolve("appc-store"), "appc-store 2\n");

    assertThatThrownBy(this::store).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> ImageStore.open(place, SETTINGS))
        .hasMessageEndingWith(
            "the file appc-store is not that of a store of this version," + " \"appc-store 1\"");
  }

  @Test
  void aStoreMayBeNamedByALink() throws IOException {
    store();
    Path link = Files.createSymbolicLink(folder.resolve("link"), place);

    assertThat(ImageStore.create(link, SETTINGS).path()).isEqualTo(place.toRealPath());
  }

  // --- adding

  @ParameterizedTest
  @EnumSource
  void anArchiveIsKeptAsItCame(Compression compression) throws IOException {
    Image image = image(compression, "example.org/a");

    Addition.Added added = add(store(), image);

    assertThat(added)
        .isEqualTo(
            new Addition.Added(
                new StoredImage(
                    List.of(image.id()),
                    "example.org/a",
                    Map.of(),
                    image.bytes().length,
                    added.image().uncompressedBytes(),
                    NOW,
                    true,
                    false),
                false,
                false));
    String directory = "images/" + image.id();
    assertThat(files())
        .containsExactly(
            "appc-store",
            directory + "/about.json",
            directory + "/image.aci",
            directory + "/manifest",
            "lock");
    assertThat(Files.readAllBytes(place.resolve(directory + "/image.aci")))
        .isEqualTo(image.bytes());
    assertThat(place.resolve(directory + "/manifest")).hasContent(manifest("example.org/a"));
    assertThat(store().verify()).isEmpty();
  }

  @Test
  void othersMayReadAndNobodyElseMayWrite() throws IOException {
    Image image = image("example.org/a");
    add(store(), image);

    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }

  @Test
  void addingAgainIsNoMistake() throws IOException {
    Image image = image("example.org/a");
    add(store(), image);
    List<String> before = files();

    Addition.Added again =
        add(ImageStore.create(place, StoreSettings.of(() -> NOW.plusSeconds(9))), image);

    assertThat(again.wasThere()).isTrue();
    assertThat(again.image().added()).isEqualTo(NOW);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void theSameImageInAnotherCompressionIsTheSameImage() throws IOException {
    Image first = image(Compression.GZIP, "example.org/a");
    add(store(), first);

    Addition.Added again = add(store(), image(Compression.XZ, "example.org/a"));

    assertThat(again.wasThere()).isTrue();
    assertThat(again.image().archiveBytes()).isEqualTo(first.bytes().length);
    assertThat(store().verify()).isEmpty();
  }

  @Test
  void whatWasAskedForStaysAskedFor() throws IOException {
    Image image = image("example.org/a");

    assertThat(add(store(), image, Arrival.DEPENDENCY).image().requested()).isFalse();
    assertThat(add(store(), image, Arrival.REQUESTED).image().requested()).isTrue();
    assertThat(add(store(), image, Arrival.DEPENDENCY).image().requested()).isTrue();
    assertThat(store().list().images()).map(StoredImage::requested).containsExactly(true);
    assertThat(store().verify()).isEmpty();
  }

  @Test
  void aSignatureIsKept() throws IOException {
    Image image = image("example.org/a");

    Addition.Added added = add(store(), image, Arrival.REQUESTED.signedBy(SIGNATURE));

    assertThat(added.image().signed()).isTrue();
    assertThat(place.resolve("images/" + image.id() + "/image.aci.asc"))
        .hasContent(SIGNATURE.text());
    assertThat(store().verify()).isEmpty();
  }

  @Test
  void aSignatureMayComeLater() throws IOException {
    Image image = image("example.org/a");
    add(store(), image);

    Addition.Added again = add(store(), image, Arrival.DEPENDENCY.signedBy(SIGNATURE));

    assertThat(again.signatureLeftOut()).isFalse();
    assertThat(store().list().images()).map(StoredImage::signed).containsExactly(true);
  }

  @Test
  void aSignatureOfOtherBytesIsLeftOut() throws IOException {
    add(store(), image(Compression.GZIP, "example.org/a"));

    Addition.Added again =
        add(store(), image(Compression.XZ, "example.org/a"), Arrival.REQUESTED.signedBy(SIGNATURE));

    assertThat(again.signatureLeftOut()).isTrue();
    assertThat(again.image().signed()).isFalse();
    assertThat(store().list().images()).map(StoredImage::signed).containsExactly(false);
  }

  @Test
  void theExpectedImageIdHasToBeTheRightOne() throws IOException {
    Image image = image("example.org/a");
    Image other = image("example.org/b");

    assertThat(add(store(), image, Arrival.REQUESTED.expecting(image.id())).wasThere()).isFalse();
    assertThat(store().add(other.open(), Arrival.REQUESTED.expecting(image.id())))
        .isEqualTo(
            new Addition.Refused(
                List.of(
                    new Addition.Refusal(
                        Octets.EMPTY,
                        "its image ID is %s, not %s".formatted(other.id(), image.id()),
                        false))));
    assertThat(store().list().images()).hasSize(1);
  }

  @Test
  void anImageOfTheOldestVersionHasBothImageIds() throws IOException {
    String manifest = manifest("example.org/a").replace("0.8.11", "0.1.1");
    Image image = archive(Compression.GZIP, "manifest", manifest);

    StoredImage stored = add(store(), image).image();

    assertThat(stored.ids()).map(ImageId::algorithm).containsExactly(ImageId.Algorithm.values());
    ImageId old = stored.ids().get(1);
    assertThat(store().find(old)).map(KnownImage::ids).contains(stored.ids());
    assertThat(store().find(new ImageId(ImageId.Algorithm.SHA256, "0".repeat(64)))).isEmpty();
    assertThat(add(store(), image, Arrival.REQUESTED.expecting(old)).wasThere()).isTrue();
    assertThat(store().verify()).isEmpty();
  }

  static Stream<List<Object>> unfitArchives() {
    String right = manifest("example.org/a");
    Image whole = archive(Compression.NONE, "manifest", right);
    return Stream.of(
        List.of("there are no bytes", new byte[0]),
        List.of("no format that is known", "text".getBytes(UTF_8)),
        List.of("the tar ends without", Arrays.copyOf(whole.bytes(), whole.bytes().length - 1024)),
        List.of("there is no manifest in it", archive(Compression.NONE, "other", right).bytes()),
        List.of(
            "a second manifest",
            archive(Compression.NONE, "manifest", right, "./manifest", right).bytes()),
        List.of("quotation marks", archive(Compression.NONE, "manifest", "text").bytes()),
        List.of("no JSON object", archive(Compression.NONE, "manifest", "[]").bytes()),
        List.of(
            "the key \"a\"", archive(Compression.NONE, "manifest", "{\"a\":1,\"a\":1}").bytes()),
        List.of(
            "its acKind is not",
            archive(Compression.NONE, "manifest", right.replace("Image", "Pod")).bytes()),
        List.of("has no name", archive(Compression.NONE, "manifest", manifest("")).bytes()));
  }

  @ParameterizedTest
  @MethodSource("unfitArchives")
  void whatIsNoImageIsRefused(List<Object> reasonAndBytes) throws IOException {
    InputStream in = new ByteArrayInputStream((byte[]) reasonAndBytes.get(1));

    Addition addition = store().add(in, Arrival.REQUESTED);

    assertThat(addition).isInstanceOf(Addition.Refused.class);
    assertThat(((Addition.Refused) addition).refusals())
        .anyMatch(it -> it.message().contains((String) reasonAndBytes.get(0)))
        .noneMatch(Addition.Refusal::limit);
    assertThat(files()).containsExactly("appc-store", "lock");
  }

  @Test
  void whatIsBeyondTheLimitsIsRefusedAsThat() throws IOException {
    Image image = Images.large("example.org/a", 100_000);
    StoreSettings little =
        SETTINGS.withArchiveLimits(ArchiveLimits.DEFAULT.withUncompressedBytes(50_000));
    StoreSettings short_ = SETTINGS.withLimits(new Limits(10, 64, 64, 1000));

    for (StoreSettings settings : List.of(little, short_)) {
      Addition addition = ImageStore.create(place, settings).add(image.open(), Arrival.REQUESTED);

      assertThat(((Addition.Refused) addition).refusals()).anyMatch(Addition.Refusal::limit);
    }
    assertThat(files()).containsExactly("appc-store", "lock");
  }

  @Test
  void reasonsAreBoundedAndThenNoMoreIsRead() throws IOException {
    String[] often = new String[8000];
    for (int i = 0; i < often.length; i += 2) {
      often[i] = "manifest";
      often[i + 1] = "[]";
    }
    InputStream in = archive(Compression.NONE, often).open();

    Addition addition = store().add(in, Arrival.REQUESTED);

    assertThat(((Addition.Refused) addition).refusals()).hasSize(Intake.MOST_REFUSALS);
    assertThat(in.available()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStreamThatFailsLeavesNothing(boolean compressed) throws IOException {
    byte[] bytes = image(compressed ? Compression.GZIP : Compression.NONE, "example.org/a").bytes();
    InputStream dead =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the line is dead");
          }
        };
    InputStream failing =
        new SequenceInputStream(new ByteArrayInputStream(bytes, 0, bytes.length - 100), dead);

    assertThatThrownBy(() -> store().add(failing, Arrival.REQUESTED))
        .isNotInstanceOf(StoreException.class)
        .hasMessage("the line is dead");
    assertThat(files()).containsExactly("appc-store", "lock");
  }

  @Test
  void aSignatureOfExcessiveLengthIsNone() {
    byte[] excessive = new byte[Arrival.MOST_SIGNATURE_BYTES + 1];

    assertThatThrownBy(() -> Arrival.REQUESTED.signedBy(Octets.of(excessive)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- finding

  @Test
  void imagesAreFoundByIdNameAndLabels() throws IOException {
    Image one = image("example.org/a", labels("version", "1", "os", "linux"));
    Image two = image("example.org/a", labels("version", "2"));
    Image other = image("example.org/a/b");
    for (Image image : List.of(one, two, other)) {
      add(store(), image);
    }
    ImageStore store = store();

    assertThat(store.find(one.id())).map(KnownImage::name).contains("example.org/a");
    assertThat(store.named("example.org/a"))
        .map(it -> it.ids().get(0))
        .containsExactlyElementsOf(
            Stream.of(one.id(), two.id())
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList());
    assertThat(store.named("example.org")).isEmpty();
    assertThat(store.matching("example.org/a", Map.of("version", "2")))
        .map(it -> it.ids().get(0))
        .containsExactly(two.id());
    assertThat(store.matching("example.org/a", Map.of())).hasSize(2);
    assertThat(store.matching("example.org/a", Map.of("os", "linux", "version", "2"))).isEmpty();
    assertThat(store.describe(other.id())).map(StoredImage::name).contains("example.org/a/b");
  }

  @Test
  void whatIsFoundCanBeReadSeveralTimes() throws IOException {
    Image image = image(Compression.GZIP, "example.org/a");
    add(store(), image);

    KnownImage found = store().find(image.id()).orElseThrow();

    assertThat(found.archiveBytes()).isEqualTo(image.bytes().length);
    assertThat(Images.read(found.source())).containsExactly(image.id());
    assertThat(Images.read(found.source())).containsExactly(image.id());
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    ImageId id = image("example.org/a").id();

    assertThat(store().find(id)).isEmpty();
    assertThat(store().describe(id)).isEmpty();
    assertThat(store().named("example.org/a")).isEmpty();
    assertThat(store().verify(id)).isEmpty();
  }

  @Test
  void aLaterImageIsFoundByAnEarlierStore() throws IOException {
    ImageStore store = store();
    add(store, image("example.org/a"));
    assertThat(store.named("example.org/a")).hasSize(1);

    add(store(), image("example.org/a", labels("version", "2")));

    assertThat(store.named("example.org/a")).hasSize(2);
  }

  @Test
  void theBeginningOfAnIdFindsThoseThatBeginSo() throws IOException {
    List<ImageId> ids =
        Stream.of("a", "b", "c").map(name -> image("example.org/" + name)).map(Image::id).toList();
    for (String name : List.of("a", "b", "c")) {
      add(store(), image("example.org/" + name));
    }

    assertThat(store().startingWith("sha512-")).containsExactlyInAnyOrderElementsOf(ids);
    for (ImageId id : ids) {
      assertThat(store().startingWith(id.toString().substring(0, 40))).containsExactly(id);
    }
    assertThat(store().startingWith("sha256-")).isEmpty();
  }

  // --- removing

  @Test
  void whatIsRemovedIsGone() throws IOException {
    Image image = image("example.org/a");
    ImageStore store = store();
    add(store, image);
    KnownImage found = store.find(image.id()).orElseThrow();

    assertThat(store.remove(image.id())).isTrue();
    assertThat(store.remove(image.id())).isFalse();
    assertThat(store.find(image.id())).isEmpty();
    assertThat(store.named("example.org/a")).isEmpty();
    assertThatThrownBy(() -> Images.read(found.source()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not in the store any more");
    assertThat(files()).containsExactly("appc-store", "lock");
  }

  @Test
  void whatIsBeingReadIsReadToItsEnd() throws IOException {
    Image image = Images.large("example.org/a", 1_000_000);
    ImageStore store = store();
    add(store, image);
    KnownImage found = store.find(image.id()).orElseThrow();

    long entries =
        found
            .source()
            .read(ArchiveLimits.DEFAULT, java.util.Set.of(), new RemovingVisitor(store, image.id()))
            .entries();

    assertThat(entries).isEqualTo(2);
    assertThat(store.find(image.id())).isEmpty();
  }

  @Test
  void leftoversAreCollected() throws IOException {
    ImageStore store = store();
    add(store, image("example.org/a"));
    Files.createDirectories(place.resolve("tmp/1-0/deep"));
    Files.writeString(place.resolve("tmp/1-0/deep/file"), "left");
    Files.writeString(place.resolve("appc-store.1-0"), "left");

    assertThat(store.collect(false, true).leftovers()).isEqualTo(2);
    assertThat(place.resolve("tmp/1-0/deep/file")).exists();
    assertThat(store.collect(false, false)).isEqualTo(new Sweep(2, List.of(), List.of()));
    assertThat(place.resolve("tmp")).isEmptyDirectory();
    assertThat(place.resolve("appc-store.1-0")).doesNotExist();
    assertThat(store.collect(false, false).leftovers()).isZero();
    assertThat(store.list().images()).hasSize(1);
  }

  @Test
  void aLinkAmongTheLeftoversIsRemovedAndNotWhatItLeadsTo() throws IOException {
    ImageStore store = store();
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.writeString(outside.resolve("file"), "mine");
    add(store, image("example.org/a"));
    Files.createSymbolicLink(place.resolve("tmp/link"), outside);

    assertThat(store.collect(false, false).leftovers()).isEqualTo(1);
    assertThat(outside.resolve("file")).hasContent("mine");
  }
}
