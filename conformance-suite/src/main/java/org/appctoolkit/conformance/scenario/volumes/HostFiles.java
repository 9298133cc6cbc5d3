package org.appctoolkit.conformance.scenario.volumes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Stage;

/** Files of the host that pods are given: in the directory of a scenario, and for every user. */
record HostFiles(Stage stage) {
  private static final int MOST_TEXT = 1 << 16;
  private static final long BETWEEN_LOOKS = 50;

  private Path root() {
    return stage.directory();
  }

  /** The path of something, as manifests have it. */
  String path(String name) {
    return root().resolve(name).toString();
  }

  /** Makes a directory with its parents; its path. */
  String directory(String name) throws IOException {
    return stage.directory(name).toString();
  }

  /** Writes a file, which is there as a whole or not at all, and may be read by everybody. */
  void write(String name, String text) throws IOException {
    Path file = root().resolve(name);
    Path part = Files.createTempFile(root(), ".", ".part");
    Files.writeString(part, text);
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-rw-rw-"));
    // Not over a mount: between file systems nothing can be moved at once.
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes a symbolic link. */
  void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root().resolve(name), Path.of(target));
  }

  /** Whether there is anything of this name, be it a link that leads nowhere. */
  boolean has(String name) {
    return Files.exists(root().resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** The beginning of a file; empty if there is none that can be read. */
  Optional<String> text(String name) {
    try (var in = Files.newInputStream(root().resolve(name))) {
      return Optional.of(new String(in.readNBytes(MOST_TEXT), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The names in a directory, sorted, with spaces between. */
  String names(String name) throws IOException {
    try (Stream<Path> all = Files.list(root().resolve(name))) {
      List<String> names = all.map(it -> String.valueOf(it.getFileName())).sorted().toList();
      return String.join(" ", names);
    }
  }

  /** Waits until a file has a text; what it has in the end, empty if it is not there in time. */
  Optional<String> await(String name, String text, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<String> now = text(name);
    while (!now.equals(Optional.of(text)) && System.nanoTime() < end) {
      Thread.sleep(BETWEEN_LOOKS);
      now = text(name);
    }
    return now;
  }
}
