package org.appctoolkit.layout;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.appctoolkit.archive.Octets;

/**
 * What messages say of a failure of the file system: words that do not depend on the locale, where
 * there are such words.
 */
public final class Reasons {
  private Reasons() {}

  /** The failure with the name of the entry it is about. */
  static IOException about(Octets entry, IOException cause) {
    return new IOException(entry + ": " + reason(cause), cause);
  }

  /** That somebody writes where we read. */
  static IOException changed(Octets entry) {
    return new IOException(entry + ": changed while it was read");
  }

  /** Why it failed: lower case, no full stop. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
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
