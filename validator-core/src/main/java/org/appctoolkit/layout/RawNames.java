package org.appctoolkit.layout;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import org.appctoolkit.archive.Octets;

/**
 * The bytes of names in a file system.
 *
 * <p>A path of the Java platform holds the bytes as they are, but its text is what the locale makes
 * of them. Its URI has all of them, percent-encoded.
 */
final class RawNames {
  private static final Path ROOT = Path.of("/");
  private static final String HEXADECIMAL = "0123456789ABCDEF";

  private RawNames() {}

  /** The bytes of a path, which may be what a symbolic link holds. */
  static Octets of(Path path) {
    String encoded = ROOT.resolve(path).toUri().getRawPath();
    // A slash is put behind what is a directory at the moment.
    boolean added = encoded.endsWith("/") && !path.toString().endsWith("/");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
    int end = encoded.length() - (added ? 1 : 0);
    for (int i = path.isAbsolute() ? 0 : 1; i < end; i++) {
      char character = encoded.charAt(i);
      if (character == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(character);
      }
    }
    return Octets.of(bytes.toByteArray());
  }

  /**
   * The path with these bytes, of which several slashes in a row become one; they hold no NUL and
   * something else than slashes.
   */
  static Path path(Octets bytes) {
    if (bytes.isAscii()) {
      // In every locale these are the same bytes.
      return Path.of(bytes.text());
    }
    StringBuilder encoded = new StringBuilder("file:///");
    boolean absolute = bytes.byteAt(0) == '/';
    for (int i = 0; i < bytes.length(); i++) {
      int octet = bytes.byteAt(i) & 0xFF;
      encoded.append('%');
      encoded.append(HEXADECIMAL.charAt(octet >> 4)).append(HEXADECIMAL.charAt(octet & 0xF));
    }
    Path path = Path.of(URI.create(encoded.toString()));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }
}
