package org.appctoolkit.conformance.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A report that is in its place as a whole or not at all: it is written beside it and moved there
 * by {@link #commit}.
 */
final class ReportFile implements Closeable {
  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private final Watched watched;
  private final PrintWriter writer;

  /**
   * Begins one.
   *
   * @throws IOException if there is no such directory, or something else than a file in the place
   */
  ReportFile(Path named) throws IOException {
    file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    Path name = file.getFileName();
    if (name == null
        || (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file))) {
      throw new IOException("not a regular file");
    }
    draft = file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".tmp");
    channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    draft.toFile().deleteOnExit();
    watched =
        new Watched(
            new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    writer = new PrintWriter(watched);
  }

  /** Where to write; failures come out of {@link #commit}. */
  PrintWriter writer() {
    return writer;
  }

  /** Puts it into its place. */
  void commit() throws IOException {
    writer.flush();
    if (watched.failure.isPresent()) {
      throw watched.failure.get();
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

  /** Remembers the first failure, which a writer above it does not tell. */
  private static final class Watched extends Writer {
    private final Writer out;
    private Optional<IOException> failure = Optional.empty();

    Watched(Writer out) {
      this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
      try {
        out.write(text, offset, length);
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
