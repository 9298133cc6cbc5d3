package org.appctoolkit.cli;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.layout.OutputFile;

/**
 * An image that was named on the command line and can be read several times.
 *
 * <p>Standard input is kept in a hidden file while it is read for the first time, no further than
 * the limits of that reading go; the file is removed when this is closed.
 */
abstract sealed class RereadableImage implements ImageSource, Closeable {
  private static final String STANDARD_INPUT = "-";

  private final String name;

  private RereadableImage(String name) {
    this.name = name;
  }

  /** The directory of that name, if it is one. */
  static Optional<Path> directory(String name) throws UnreadableException {
    return name.equals(STANDARD_INPUT)
        ? Optional.empty()
        : Optional.of(ImageInput.path(name)).filter(Files::isDirectory);
  }

  /**
   * Finds a file, a directory that is a layout, or standard input for {@code -}. Pipes and devices
   * are refused, as reading them may never end.
   *
   * @param beside what standard input is kept beside
   * @throws IOException if it cannot be kept there
   */
  static RereadableImage open(String name, Path beside, Surroundings surroundings)
      throws IOException, UnreadableException {
    if (name.equals(STANDARD_INPUT)) {
      OutputFile kept = new OutputFile(beside.resolveSibling(beside.getFileName() + ".stdin"));
      return new OfStream(surroundings.in(), kept);
    }
    Path path = ImageInput.path(name);
    try {
      if (Files.isDirectory(path)) {
        return new OfLayout(new Layout(path));
      }
      Input.requireRegularFile(path);
      return new OfFile(name, path);
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Why it could not be kept; empty if nothing has failed. */
  Optional<IOException> failure() {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {}

  private static final class OfFile extends RereadableImage {
    private final Path file;

    OfFile(String name, Path file) {
      super(name);
      this.file = file;
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return ImageArchive.read(in, limits, algorithms, visitor);
      }
    }
  }

  private static final class OfLayout extends RereadableImage {
    private final Layout layout;

    OfLayout(Layout layout) {
      super(layout.name());
      this.layout = layout;
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      return layout.read(limits, algorithms, visitor);
    }
  }

  private static final class OfStream extends RereadableImage {
    private final InputStream stream;
    private final OutputFile kept;
    private boolean read;

    OfStream(InputStream stream, OutputFile kept) {
      super("<stdin>");
      this.stream = stream;
      this.kept = kept;
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      if (!read) {
        read = true;
        return ImageArchive.read(new Copied(stream, kept.stream()), limits, algorithms, visitor);
      }
      try (InputStream in = kept.reread()) {
        return ImageArchive.read(in, limits, algorithms, visitor);
      }
    }

    @Override
    Optional<IOException> failure() {
      return kept.failure();
    }

    @Override
    public void close() throws IOException {
      kept.close();
    }
  }

  /** A stream that writes to another one what is read from it. */
  private static final class Copied extends FilterInputStream {
    private final OutputStream copy;

    Copied(InputStream in, OutputStream copy) {
      super(in);
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count > 0) {
        copy.write(target, offset, count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.max(0, Math.min(count, 1 << 16))).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
