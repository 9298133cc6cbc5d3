package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Where the metadata service of a directory with pods tells how to reach it. */
public final class MetadataPlace {
  private static final int MOST_BYTES = 100;
  private static final String LAST_PORT = "last-port";

  private final Path place;

  /** The place in a directory. */
  public MetadataPlace(Pods pods) {
    this.place = pods.path().resolve("metadata");
  }

  /** Makes it, if it is not there. */
  public void make() throws IOException {
    try {
      Files.createDirectory(
          place,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(place)) {
        throw new IOException(place + ": not a directory", e);
      }
    }
  }

  /** A file that is locked by the service. */
  public Path lock() {
    return place.resolve("lock");
  }

  /** Whether there is a service, which may yet have to tell its port. */
  public boolean isServed() throws IOException {
    if (!Files.exists(lock())) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock(), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  /** A file with the number of its port, in decimal with a line end. */
  public Path portFile() {
    return place.resolve("port");
  }

  /** The port that it has, or had when it died; empty if it ended in order. */
  public Optional<Integer> port() throws IOException {
    return number(portFile());
  }

  /** The port that it had the last time, whatever has become of it. */
  public Optional<Integer> lastPort() throws IOException {
    return number(place.resolve(LAST_PORT));
  }

  private static Optional<Integer> number(Path file) throws IOException {
    return SmallFile.read(file, MOST_BYTES)
        .map(String::strip)
        .filter(it -> it.matches("[1-9][0-9]{0,4}"))
        .map(Integer::parseInt)
        .filter(it -> it < 1 << 16);
  }

  /** Tells its port. */
  public void tell(int port) throws IOException {
    SmallFile.write(place.resolve(LAST_PORT), port + "\n");
    SmallFile.write(portFile(), port + "\n");
  }

  /** Tells that it is not there any more. */
  public void tellNothing() throws IOException {
    Files.deleteIfExists(portFile());
  }
}
