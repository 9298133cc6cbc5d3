package org.appctoolkit.runtime.execute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Device;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.archive.TarDialect;
import org.appctoolkit.runtime.supervision.Probe;
import org.appctoolkit.store.Addition;
import org.appctoolkit.store.Arrival;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreSettings;

/** A store, and images to put into it. */
public final class TestStore {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ImageStore store;

  /** A store in a directory that does not exist. */
  public TestStore(Path directory) throws IOException {
    this.store = ImageStore.create(directory, StoreSettings.of(() -> NOW));
  }

  /** The store. */
  public ImageStore store() {
    return store;
  }

  /** An image that is being made. */
  public static final class Image {
    private final String manifest;
    private final List<Entry> entries = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    /** An image with that manifest and an empty rootfs. */
    public Image(String manifest) {
      this.manifest = manifest;
      entry("rootfs", EntryType.DIRECTORY, 0755, 0, "", new byte[0]);
    }

    /** An image for the newest version, whose app executes these words. */
    public static Image ofApp(String name, String... words) {
      return of(name, exec(words) + ", \"user\": \"0\", \"group\": \"0\"");
    }

    /** An image for the newest version, whose app has these members. */
    public static Image of(String name, String app) {
      return new Image(
          """
          {
            "acKind": "ImageManifest",
            "acVersion": "0.8.11",
            "name": "%s",
            "labels": [
              { "name": "version", "value": "1.0.0" },
              { "name": "os", "value": "linux" }
            ],
            "app": { %s }
          }
          """
              .formatted(name, app));
    }

    /** The member of an app that says what is executed. */
    public static String exec(String... words) {
      return "\"exec\": [\"" + String.join("\", \"", words) + "\"]";
    }

    /** Adds a file. */
    public Image file(String path, String content) {
      return file(path, 0644, 0, content);
    }

    /** Adds a file of that mode and owner. */
    public Image file(String path, int mode, long owner, String content) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      return entry("rootfs/" + path, EntryType.FILE, mode, owner, "", bytes);
    }

    /** Adds a file that is not in the rootfs. */
    public Image fileBesideRootfs(String name) {
      return entry(name, EntryType.FILE, 0644, 0, "", new byte[0]);
    }

    /** Adds a directory. */
    public Image directory(String path) {
      return entry("rootfs/" + path, EntryType.DIRECTORY, 0755, 0, "", new byte[0]);
    }

    /** Adds the probe as {@code /bin/probe}. */
    public Image probe() throws IOException {
      directory("bin");
      byte[] bytes =
          Probe.isBuilt()
              ? Files.readAllBytes(Probe.path())
              : "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);
      return entry("rootfs/bin/probe", EntryType.FILE, 0755, 0, "", bytes);
    }

    private Image entry(
        String name, EntryType type, int mode, long owner, String link, byte[] content) {
      entries.add(
          new Entry(
              Octets.of(name),
              type,
              mode,
              new Owner(owner, Octets.EMPTY),
              new Owner(owner, Octets.EMPTY),
              NOW,
              content.length,
              Octets.of(link),
              Device.NONE,
              List.of(),
              Map.of(),
              TarDialect.USTAR,
              0,
              0));
      contents.add(content);
      return this;
    }

    private byte[] archive() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageWriter writer = new ImageWriter(bytes, Compression.NONE);
      byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
      Image own = new Image("");
      own.entries.clear();
      own.contents.clear();
      own.entry("manifest", EntryType.FILE, 0644, 0, "", text);
      writer.add(own.entries.get(0), new ByteArrayInputStream(text));
      for (int i = 0; i < entries.size(); i++) {
        writer.add(entries.get(i), new ByteArrayInputStream(contents.get(i)));
      }
      writer.finish();
      return bytes.toByteArray();
    }
  }

  /** Adds an image; its ID. */
  public ImageId add(Image image) throws IOException {
    ByteArrayInputStream archive = new ByteArrayInputStream(image.archive());
    if (store.add(archive, Arrival.REQUESTED) instanceof Addition.Added added) {
      return added.image().id();
    }
    throw new IOException("the store has refused the image");
  }
}
