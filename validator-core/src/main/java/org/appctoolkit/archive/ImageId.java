package org.appctoolkit.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An image ID: the digest of the uncompressed tar, such as {@code sha512-a83f…}.
 *
 * @param algorithm what it was computed with
 * @param hexadecimal all digits of the digest, lower case
 */
public record ImageId(Algorithm algorithm, String hexadecimal) {
  /** The digests that image IDs are made of. */
  public enum Algorithm {
    /** Since 0.2.0 of the specification. */
    SHA512("SHA-512", "sha512"),
    /** At 0.1.1. */
    SHA256("SHA-256", "sha256");

    private final String standardName;
    private final String prefix;

    Algorithm(String standardName, String prefix) {
      this.standardName = standardName;
      this.prefix = prefix;
    }

    /** A new computation of it. */
    MessageDigest digest() {
      try {
        return MessageDigest.getInstance(standardName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no " + standardName, e);
      }
    }

    /** What stands before the dash. */
    public String prefix() {
      return prefix;
    }
  }

  static ImageId of(Algorithm algorithm, byte[] digest) {
    return new ImageId(algorithm, HexFormat.of().formatHex(digest));
  }

  /** The form in which the specification writes it. */
  @Override
  public String toString() {
    return algorithm.prefix() + '-' + hexadecimal;
  }
}
