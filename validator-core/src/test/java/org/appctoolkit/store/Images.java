package org.appctoolkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;

/** Archives to put into stores, and the stores. */
final class Images {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final StoreSettings SETTINGS = StoreSettings.of(() -> NOW);

  private Images() {}

  /** An archive and its image ID. */
  record Image(Octets archive, ImageId id) {
    byte[] bytes() {
      return archive.bytes();
    }

    InputStream open() {
      return new ByteArrayInputStream(bytes());
    }
  }

  static String manifest(String name, String... members) {
    String more = members.length == 0 ? "" : ", " + String.join(", ", members);
    return "{ \"acKind\": \"ImageManifest\", \"acVersion\": \"0.8.11\", \"name\": \"%s\"%s }"
        .formatted(name, more);
  }

  static String labels(String... namesAndValues) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels
          .append(i == 0 ? "" : ", ")
          .append(
              "{ \"name\": \"%s\", \"value\": \"%s\" }"
                  .formatted(namesAndValues[i], namesAndValues[i + 1]));
    }
    return "\"labels\": [" + labels + "]";
  }

  static String dependencies(String... objects) {
    return "\"dependencies\": [" + String.join(", ", objects) + "]";
  }

  static Image image(String name, String... members) {
    return archive(Compression.NONE, "manifest", manifest(name, members));
  }

  static Image image(Compression compression, String name) {
    return archive(compression, "manifest", manifest(name), "rootfs/file", "content");
  }

  /** An image of which the file system takes a few thousand bytes. */
  static Image large(String name, int bytes) {
    return archive(Compression.NONE, "manifest", manifest(name), "rootfs/file", "x".repeat(bytes));
  }

  static Image archive(Compression compression, String... namesAndContents) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageWriter writer = new ImageWriter(out, compression);
      for (int i = 0; i < namesAndContents.length; i += 2) {
        byte[] content = namesAndContents[i + 1].getBytes(UTF_8);
        writer.add(file(namesAndContents[i], content.length), new ByteArrayInputStream(content));
      }
      ImageId id = writer.finish();
      return new Image(Octets.of(out.toByteArray()), id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry file(String name, long size) {
    Owner root = new Owner(0, Octets.EMPTY);
    return new Entry(
        Octets.of(name),
        EntryType.FILE,
        0644,
        root,
        root,
        Instant.EPOCH,
        size,
        Octets.EMPTY,
        Device.NONE,
        List.of(),
        Map.of(),
        TarDialect.PAX,
        0,
        0);
  }

  static Addition.Added add(ImageStore store, Image image) throws IOException {
    return add(store, image, Arrival.REQUESTED);
  }

  static Addition.Added add(ImageStore store, Image image, Arrival arrival) throws IOException {
    Addition addition = store.add(image.open(), arrival);
    if (addition instanceof Addition.Added added) {
      return added;
    }
    throw new AssertionError(addition.toString());
  }

  /** Reads what a source hands out, so that it is known to be whole. */
  static List<ImageId> read(ImageSource source) throws IOException {
    return source
        .read(
            ArchiveLimits.DEFAULT, Set.of(ImageId.Algorithm.SHA512), new Intake(SETTINGS.limits()))
        .imageIds();
  }
}
