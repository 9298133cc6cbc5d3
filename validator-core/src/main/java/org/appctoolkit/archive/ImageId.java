package org.appctoolkit.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    SHA512("SHA-512", "sha512", 128),
    /** At 0.1.1. */
    SHA256("SHA-256", "sha256", 64);

    private final String standardName;
    private final String prefix;
    private final int digits;

    Algorithm(String standardName, String prefix, int digits) {
      this.standardName = standardName;
      this.prefix = prefix;
      this.digits = digits;
    }

    /** A new computation of it. */
    MessageDigest digest() {
      try {
        return MessageDigest.getInstance(standardName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no " + standardName, e);
      }
    }

    /** How many hexadecimal digits stand behind the dash. */
    public int digits() {
      return digits;
    }

    /** What stands before the dash. */
    public String prefix() {
      return prefix;
    }
  }

  private static final Pattern FORM = Pattern.compile("(sha512|sha256)-([0-9a-f]+)");

  /**
   * Reads the form in which the specification writes it; empty if it is not that of a whole one.
   */
  public static Optional<ImageId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Algorithm algorithm =
        matcher.group(1).equals(Algorithm.SHA512.prefix()) ? Algorithm.SHA512 : Algorithm.SHA256;
    return matcher.group(2).length() == algorithm.digits()
        ? Optional.of(new ImageId(algorithm, matcher.group(2)))
        : Optional.empty();
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
