package org.appctoolkit.layout;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Optional;

/**
 * A file that is there in full or not at all.
 *
 * <p>It is written beside its place and moved there by {@link #commit}. Closed without that, it
 * leaves no trace, and neither does a program that is interrupted; an older file of the name stays
 * as it is.
 */
public final class OutputFile implements Closeable {
  private final Path file;
  private final Path draft;
  private final FileChannel channel;
  private final Watched stream;
  private final PrintWriter writer;

  /**
   * Begins to write.
   *
   * @throws IOException if the place cannot be written to, or is taken by something that is no
   *     regular file
   */
  public OutputFile(Path named) throws IOException {
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
    stream = new Watched(new BufferedOutputStream(Channels.newOutputStream(channel)));
    writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  /** Where to write text, which becomes UTF-8; failures come out of {@link #commit}. */
  public PrintWriter writer() {
    return writer;
  }

  /** Where to write bytes; not to be used together with the writer. */
  public OutputStream stream() {
    return stream;
  }

  /** What was written so far, to be read again before it is committed. */
  public InputStream reread() throws IOException {
    writer.flush();
    if (stream.failure.isPresent()) {
      throw stream.failure.get();
    }
    return Files.newInputStream(draft);
  }

  /** Why something could not be written; empty if nothing has failed. */
  public Optional<IOException> failure() {
    return stream.failure;
  }

  /** Puts the file into its place, once it is safe on the disk. */
  public void commit() throws IOException {
    writer.flush();
    if (stream.failure.isPresent()) {
      throw stream.failure.get();
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
  private static final class Watched extends OutputStream {
    private final OutputStream out;
    private Optional<IOException> failure = Optional.empty();

    Watched(OutputStream out) {
      this.out = out;
    }

    private interface Step {
      void run() throws IOException;
    }

    private void attempt(Step step) throws IOException {
      try {
        step.run();
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
        throw e;
      }
    }

    @Override
    public void write(int octet) throws IOException {
      attempt(() -> out.write(octet));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
      attempt(out::flush);
    }
  }
}
