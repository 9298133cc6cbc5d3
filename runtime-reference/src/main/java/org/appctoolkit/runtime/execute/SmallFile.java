package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files that are read and written as a whole. */
final class SmallFile {
  private SmallFile() {}

  /**
   * The text of a file; empty if there is none.
   *
   * @throws IOException if it cannot be read, is no regular file, or is longer
   */
  static Optional<String> read(Path file, int mostBytes) throws IOException {
    try {
      // It is looked at once: whoever writes it may put it there just now.
      if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        throw new IOException(file + ": not a regular file");
      }
      return Optional.of(text(file, mostBytes));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file, int mostBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new IOException(file + ": longer than " + mostBytes + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Writes a file that is there whole or not at all, also after a crash of the host. */
  static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    @Nullable Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /** Makes sure that a file, or what is named in a directory, outlives a crash of the host. */
  static void sync(Path place) throws IOException {
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
