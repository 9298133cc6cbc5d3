package org.appctoolkit.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A store that cannot be used, read or written; the message says which one and why. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  StoreException(Path store, String reason) {
    super("the store " + store + ": " + reason);
  }

  StoreException(Path store, String reason, IOException cause) {
    super("the store " + store + ": " + reason, cause);
  }

  /** The same failure, as one of the store. */
  static StoreException of(Path store, IOException cause) {
    return cause instanceof StoreException already
        ? already
        : new StoreException(store, reason(cause), cause);
  }

  /** Why the file system refuses something: lower case, no full stop. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "not a directory";
    }
    if (e instanceof FileSystemException of && of.getReason() != null) {
      return of.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
