package org.appctoolkit.cli;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there in full or not at all.
 *
 * <p>It is written beside its place and moved there by {@link #commit}. Closed without that, it
 * leaves no trace, and neither does a program that is interrupted; an older file of the name stays
 * as it is.
 */
final class OutputFile implements Closeable {
  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private final Outlet outlet;
  private final PrintWriter writer;

  /**
   * Begins to write.
   *
   * @throws IOException if the place cannot be written to, or is taken by something that is no
   *     regular file
   */
  OutputFile(Path named) throws IOException {
    file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw new IOException("not a regular file");
    }
    Path name = file.getFileName();
    if (name == null) {
      throw new IOException("not a regular file");
    }
    draft = file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".tmp");
    channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    draft.toFile().deleteOnExit();
    outlet =
        new Outlet(
            new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8)));
    writer = new PrintWriter(outlet);
  }

  /** Where to write; UTF-8. */
  PrintWriter writer() {
    return writer;
  }

  /** Puts the file into its place, once it is safe on the disk. */
  void commit() throws IOException {
    writer.flush();
    if (outlet.failure().isPresent()) {
      throw outlet.failure().get();
    }
    channel.force(true);
    channel.close();
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(draft);
  }
}
