package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.appctoolkit.document.Source;

/**
 * Something to be judged that was not read yet.
 *
 * <p>Reading is bounded: of an input longer than the limit just so much is read that this can be
 * seen.
 */
sealed interface Input {
  /** What messages call it. */
  String name();

  /** Reads at most one byte more than the limit. */
  Source read(int limit) throws UnreadableException;

  /** A file. Pipes and devices are refused, as reading them may never end. */
  record OfFile(String name, Path path) implements Input {
    @Override
    public Source read(int limit) throws UnreadableException {
      try {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
          throw new UnreadableException("not a regular file; for what comes from a pipe write -");
        }
        try (InputStream in = Files.newInputStream(path)) {
          return Source.of(name, in.readNBytes(limit + 1));
        }
      } catch (IOException e) {
        throw new UnreadableException(UnreadableException.reason(e));
      }
    }
  }

  /** What comes from standard input. */
  record OfStream(String name, InputStream in) implements Input {
    @Override
    public Source read(int limit) throws UnreadableException {
      try {
        return Source.of(name, in.readNBytes(limit + 1));
      } catch (IOException e) {
        throw new UnreadableException(UnreadableException.reason(e));
      }
    }
  }
}
