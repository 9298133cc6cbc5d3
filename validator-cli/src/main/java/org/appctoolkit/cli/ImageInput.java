package org.appctoolkit.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.Layout;

/**
 * An image that was named on the command line, open to be read once.
 *
 * @param source the image
 * @param stream what to close in the end
 */
record ImageInput(ImageSource source, Closeable stream) implements Closeable {
  private static final String STANDARD_INPUT = "-";

  /**
   * Opens a file, a directory that is a layout, or standard input for {@code -}. Pipes and devices
   * are refused, as reading them may never end.
   */
  static ImageInput open(String name, Surroundings surroundings) throws UnreadableException {
    if (name.equals(STANDARD_INPUT)) {
      return new ImageInput(ImageArchive.source("<stdin>", surroundings.in()), () -> {});
    }
    try {
      Path path = path(name);
      if (Files.isDirectory(path)) {
        return new ImageInput(new Layout(path), () -> {});
      }
      Input.requireRegularFile(path);
      InputStream in = Files.newInputStream(path);
      return new ImageInput(ImageArchive.source(name, in), in);
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  /** The path of that name. */
  static Path path(String name) throws UnreadableException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UnreadableException("the locale of the environment cannot express this name");
    }
  }

  /** Whether this is a layout. */
  boolean isLayout() {
    return source instanceof Layout;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
