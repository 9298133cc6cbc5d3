package org.appctoolkit.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.appctoolkit.store.Images.SETTINGS;
import static org.appctoolkit.store.Images.add;
import static org.appctoolkit.store.Images.archive;
import static org.appctoolkit.store.Images.image;
import static org.appctoolkit.store.Images.manifest;
import static org.appctoolkit.store.Images.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.store.Images.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores in which somebody has changed something by hand. */
@Timeout(120)
class HostileStoreTest {
  private static final Image IMAGE = image("example.org/a");

  @TempDir private Path folder = Path.of("");
  private Path place = Path.of("");
  private Path directory = Path.of("");
  private Path outside = Path.of("");

  @BeforeEach
  void anImageIsInTheStore() throws IOException {
    place = folder.resolve("store");
    add(store(), IMAGE);
    directory = place.resolve("images/" + IMAGE.id());
    outside = Files.createDirectory(folder.resolve("outside"));
  }

  private ImageStore store() throws IOException {
    return ImageStore.create(place, SETTINGS);
  }

  /** Something that was done to the image, and what is told of it. */
  private record Deed(String told, Work work) {
    interface Work {
      void done(HostileStoreTest test) throws Exception;
    }

    @Override
    public String toString() {
      return told;
    }
  }

  private void replace(String file, String content) throws IOException {
    Files.writeString(directory.resolve(file), content);
  }

  private void link(String file) throws IOException {
    Path copy = Files.copy(directory.resolve(file), outside.resolve(file));
    Files.delete(directory.resolve(file));
    Files.createSymbolicLink(directory.resolve(file), copy);
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(directory.resolve(file));
    assertThat(text).contains(from);
    replace(file, text.replace(from, to));
  }

  private static Stream<Deed> deeds() {
    return Stream.of(
        new Deed("manifest is missing", it -> Files.delete(it.directory.resolve("manifest"))),
        new Deed("about.json is missing", it -> Files.delete(it.directory.resolve("about.json"))),
        new Deed(
            "image.aci is missing or no regular file",
            it -> Files.delete(it.directory.resolve("image.aci"))),
        new Deed("manifest is no regular file", it -> it.link("manifest")),
        new Deed("about.json is no regular file", it -> it.link("about.json")),
        new Deed("image.aci is missing or no regular file", it -> it.link("image.aci")),
        new Deed(
            "image.aci.asc is no regular file",
            it ->
                Files.createSymbolicLink(
                    it.directory.resolve("image.aci.asc"), it.outside.resolve("none"))),
        new Deed("image.aci has 4 bytes, not ", it -> it.replace("image.aci", "text")),
        new Deed("manifest: line 1, column 1: ", it -> it.replace("manifest", "text")),
        new Deed("manifest: it is no JSON object", it -> it.replace("manifest", "[]")),
        new Deed(
            "manifest is longer than 1048576 bytes",
            it -> it.replace("manifest", " ".repeat(1 << 21))),
        new Deed("about.json is longer than ", it -> it.replace("about.json", " ".repeat(1 << 13))),
        new Deed("about.json is not what a store writes", it -> it.replace("about.json", "[]")),
        new Deed("a format that this version does not know", it -> it.replace("about.json", "{}")),
        new Deed("is not what a store", it -> it.change("about.json", "sha512-", "sha-")),
        new Deed(
            "is about another image",
            it -> it.change("about.json", IMAGE.id().hexadecimal(), "0".repeat(128))),
        new Deed(
            "is not what a store",
            it -> it.change("about.json", "\"requested\": true", "\"requested\": 1")),
        new Deed("is not what a store", it -> it.change("about.json", "2026-01-02", "2026-13-02")),
        new Deed(
            "is not what a store",
            it -> it.change("about.json", "\"archiveBytes\": ", "\"archiveBytes\": -")),
        new Deed(
            "it is no directory",
            it -> {
              Files.move(it.directory, it.outside.resolve("moved"));
              Files.createSymbolicLink(it.directory, it.outside.resolve("moved"));
            }),
        new Deed(
            "it is no directory",
            it -> {
              Files.move(it.directory, it.outside.resolve("moved"));
              Files.writeString(it.directory, "a file");
            }),
        new Deed(
            "manifest is no regular file",
            it -> {
              Files.delete(it.directory.resolve("manifest"));
              assertThat(
                      new ProcessBuilder("mkfifo", it.directory.resolve("manifest").toString())
                          .start()
                          .waitFor(60, TimeUnit.SECONDS))
                  .isTrue();
            }));
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void aDamagedImageIsToldAndNotHandedOut(Deed deed) throws Exception {
    deed.work().done(this);

    Inventory inventory = store().list();
    assertThat(inventory.images()).isEmpty();
    assertThat(inventory.damages()).hasSize(1);
    Damage damage = inventory.damages().get(0);
    assertThat(damage.id()).contains(IMAGE.id());
    assertThat(damage.message()).contains(deed.told());
    assertThat(store().verify()).containsExactly(damage);
    assertThatThrownBy(() -> store().find(IMAGE.id()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged: " + damage.message());
    assertThatThrownBy(() -> store().named("example.org/b")).isInstanceOf(StoreException.class);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void addingItAgainMendsIt(Deed deed) throws Exception {
    deed.work().done(this);

    assertThat(add(store(), IMAGE).wasThere()).isFalse();

    assertThat(store().verify()).isEmpty();
    assertThat(store().list().images()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void removingItHelpsAndLeavesAloneWhatIsOutside(Deed deed) throws Exception {
    deed.work().done(this);
    List<String> before = filesOutside();

    assertThat(store().remove(IMAGE.id())).isTrue();

    assertThat(store().list()).isEqualTo(new Inventory(List.of(), List.of()));
    assertThat(store().collect(false, false).leftovers()).isZero();
    assertThat(filesOutside()).isEqualTo(before);
  }

  private List<String> filesOutside() throws IOException {
    try (Stream<Path> files = Files.walk(outside)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void bytesThatWereChangedAreFoundByReadingThem() throws IOException {
    byte[] bytes = IMAGE.bytes();
    bytes[600] ^= 1;
    Files.write(directory.resolve("image.aci"), bytes);

    assertThat(store().list().damages()).isEmpty();
    assertThat(store().verify()).map(Damage::message).anyMatch(it -> it.startsWith("image.aci"));
  }

  @Test
  void bytesThatWereChangedAreNotHandedOutAsThoseOfTheImage() throws IOException {
    Image image =
        archive(Compression.NONE, "manifest", manifest("example.org/f"), "rootfs/file", "good");
    add(store(), image);
    byte[] bytes = image.bytes();
    int content = new String(bytes, ISO_8859_1).indexOf("good");
    bytes[content] = 'f';
    Files.write(place.resolve("images/" + image.id() + "/image.aci"), bytes);
    ImageSource source = store().find(image.id()).orElseThrow().source();

    assertThatThrownBy(() -> read(source))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged: image.aci has another image ID");
  }

  @Test
  void anotherArchiveOfTheSameLengthIsFoundByReadingIt() throws IOException {
    Image other = image("example.org/b");
    assertThat(other.bytes()).hasSameSizeAs(IMAGE.bytes());
    Files.write(directory.resolve("image.aci"), other.bytes());

    assertThat(store().verify(IMAGE.id()))
        .map(Damage::message)
        .containsExactly(
            "image.aci has the image ID " + other.id(),
            "manifest is not the one that is in the archive");
  }

  @Test
  void aManifestThatIsNotThatOfTheArchiveIsFound() throws IOException {
    replace("manifest", manifest("example.org/liar"));

    assertThat(store().list().images()).map(StoredImage::name).containsExactly("example.org/liar");
    assertThat(store().verify())
        .map(Damage::message)
        .containsExactly("manifest is not the one that is in the archive");
  }

  @Test
  void aLengthThatIsWrongIsFound() throws IOException {
    change("about.json", "\"uncompressedBytes\": ", "\"uncompressedBytes\": 1");

    assertThat(store().verify())
        .map(Damage::message)
        .singleElement()
        .asString()
        .startsWith("the tar has ");
  }

  @Test
  void whatDoesNotBelongToAnImageIsFound() throws IOException {
    replace("more\u001b", "text");

    assertThat(store().verify())
        .containsExactly(
            new Damage(
                IMAGE.id().toString(),
                Optional.of(IMAGE.id()),
                "\"more\\u001b\" does not belong to an image"));
  }

  @ParameterizedTest
  @CsvSource({
    "sha512-abc",
    "notes.txt",
    "sha256-0000000000000000000000000000000000000000000000000000000000000000"
  })
  void aNameThatIsNoImageIdIsToldAndLeftAlone(String name) throws IOException {
    Path stranger = Files.createDirectory(place.resolve("images/" + name));
    Files.writeString(stranger.resolve("file"), "mine");
    Damage damage =
        new Damage(name, Optional.empty(), "\"" + name + "\" is not the name of an image");

    // Quoted names are cut.
    assertThat(store().list().damages()).map(Damage::place).containsExactly(damage.place());
    assertThat(store().verify()).map(Damage::id).containsExactly(Optional.empty());
    assertThat(store().list().images()).hasSize(1);
    assertThat(store().named("example.org/a")).hasSize(1);
    assertThat(store().collect(true, false).images()).isEmpty();
    assertThat(stranger.resolve("file")).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({"images", "tmp"})
  void aDirectoryOfTheStoreThatIsALinkIsNotFollowed(String name) throws IOException {
    Path part = place.resolve(name);
    Path moved = Files.move(part, outside.resolve(name));
    Files.createSymbolicLink(part, moved);

    assertThatThrownBy(this::store)
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(name + " is no directory, as it is in a store");
    ImageStore opened = ImageStore.open(place, SETTINGS);
    assertThatThrownBy(() -> add(opened, image("example.org/b")))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> opened.collect(true, false)).isInstanceOf(StoreException.class);
    assertThat(moved).exists();
  }

  @Test
  void aLockThatIsALinkIsNotFollowed() throws IOException {
    Files.delete(place.resolve("lock"));
    Path target = Files.createSymbolicLink(place.resolve("lock"), outside.resolve("made"));

    assertThatThrownBy(() -> add(store(), image("example.org/b")))
        .isInstanceOf(StoreException.class);
    assertThat(Files.exists(outside.resolve("made"))).isFalse();
    assertThat(target).isSymbolicLink();
  }

  @Test
  void aMarkerThatIsALinkIsNotFollowed() throws IOException {
    Path moved = Files.move(place.resolve("appc-store"), outside.resolve("marker"));
    Files.createSymbolicLink(place.resolve("appc-store"), moved);

    assertThatThrownBy(this::store)
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("appc-store is no regular file");
  }

  @Test
  void aStoreWithoutItsDirectoriesIsEmpty() throws IOException {
    store().remove(IMAGE.id());
    Files.delete(place.resolve("images"));
    Files.delete(place.resolve("tmp"));
    ImageStore opened = ImageStore.open(place, SETTINGS);

    assertThat(opened.list().images()).isEmpty();
    assertThat(opened.collect(true, false).leftovers()).isZero();
    assertThat(add(opened, IMAGE).wasThere()).isFalse();
  }

  @Test
  void aDamagedImageThatIsKnownToHaveAnotherNameIsInNobodysWay() throws IOException {
    Image other = archive(Compression.GZIP, "manifest", manifest("example.org/b"));
    ImageStore store = store();
    add(store, other);
    assertThat(store.named("example.org/b")).hasSize(1);
    Files.delete(directory.resolve("manifest"));

    assertThat(store.named("example.org/b")).hasSize(1);
    assertThatThrownBy(() -> store.named("example.org/a")).isInstanceOf(StoreException.class);
  }
}
