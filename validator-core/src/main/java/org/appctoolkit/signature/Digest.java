package org.appctoolkit.signature;

import org.bouncycastle.bcpg.HashAlgorithmTags;

/** What there is to know of the digests of PGP (RFC 4880, 9.4; RFC 9580, 9.5). */
final class Digest {
  private Digest() {}

  /** Whether what is signed with it cannot be replaced by something else. */
  static boolean isStrong(int algorithm) {
    return switch (algorithm) {
      case HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512 ->
          true;
      default -> false;
    };
  }

  /** Whether it is known, and known to be weak. */
  static boolean isWeak(int algorithm) {
    return switch (algorithm) {
      case HashAlgorithmTags.MD5, HashAlgorithmTags.SHA1, HashAlgorithmTags.RIPEMD160 -> true;
      default -> false;
    };
  }

  /** What people call it. */
  static String name(int algorithm) {
    return switch (algorithm) {
      case HashAlgorithmTags.MD5 -> "MD5";
      case HashAlgorithmTags.SHA1 -> "SHA-1";
      case HashAlgorithmTags.RIPEMD160 -> "RIPEMD-160";
      default -> "digest " + algorithm;
    };
  }
}
