package org.appctoolkit.dependency;

import org.appctoolkit.archive.Octets;

/** The order in which people list paths: a directory, then what is in it. */
final class Listing {
  private Listing() {}

  /** Compares byte by byte, a slash being before everything else. */
  static int compare(Octets one, Octets other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      int first = rank(one.byteAt(i));
      int second = rank(other.byteAt(i));
      if (first != second) {
        return Integer.compare(first, second);
      }
    }
    return Integer.compare(one.length(), other.length());
  }

  private static int rank(byte octet) {
    return octet == '/' ? -1 : octet & 0xFF;
  }
}
