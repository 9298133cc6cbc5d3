package org.appctoolkit.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.signature.PgpException;

/** A file that signing or verifying reads, or standard input. */
final class PgpFile {
  private final String name;
  private final Optional<InputStream> standard;

  private PgpFile(String name, Optional<InputStream> standard) {
    this.name = name;
    this.standard = standard;
  }

  /** What was named on the command line; {@code -} is standard input. */
  static PgpFile of(String name, Surroundings surroundings) {
    return name.equals("-")
        ? new PgpFile("<stdin>", Optional.of(surroundings.in()))
        : new PgpFile(name, Optional.empty());
  }

  /** A file whatever its name. */
  static PgpFile of(Path path) {
    return new PgpFile(path.toString(), Optional.empty());
  }

  /** What messages call it; unsafe to print. */
  String name() {
    return name;
  }

  boolean isStandardInput() {
    return standard.isPresent();
  }

  /** Opens it; standard input stays open when this is closed. */
  InputStream open() throws IOException, UnreadableException {
    if (standard.isPresent()) {
      return new FilterInputStream(standard.get()) {
        @Override
        public void close() {
          // It is not ours.
        }
      };
    }
    Path path = path();
    if (Files.isDirectory(path)) {
      throw new UnreadableException(name + ": this is a directory");
    }
    return Files.newInputStream(path);
  }

  /** Why it cannot be read, with its name. */
  UnreadableException unreadable(IOException e) {
    return new UnreadableException(name + ": " + UnreadableException.reason(e));
  }

  boolean exists() throws UnreadableException {
    return Files.exists(path());
  }

  boolean isSameAs(Path other) {
    try {
      return standard.isEmpty() && Files.exists(other) && Files.isSameFile(path(), other);
    } catch (IOException | UnreadableException e) {
      return false;
    }
  }

  /** Whether others than its owner may read it, where the file system tells. */
  boolean isReadByOthers() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path());
      return Files.isRegularFile(path())
          && (permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ));
    } catch (IOException | UnreadableException | UnsupportedOperationException e) {
      return false;
    }
  }

  private Path path() throws UnreadableException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UnreadableException(
          name + ": the locale of the environment cannot express this name");
    }
  }

  /** A name that is safe to print. */
  static String shown(String name) {
    return Quote.escape(name);
  }

  /** The exit status for a reason of the core. */
  static ExitStatus status(PgpException e, ExitStatus forKeys) {
    return switch (e.kind()) {
      case LIMIT -> ExitStatus.LIMIT;
      case KEY -> forKeys;
      case MALFORMED, UNSUPPORTED, PASSPHRASE -> ExitStatus.NOT_READ;
    };
  }
}
