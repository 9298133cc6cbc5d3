package org.appctoolkit.signature;

import java.util.HexFormat;
import org.bouncycastle.openpgp.PGPPublicKey;

/**
 * The fingerprint of a key, which names it, and its key ID, which only helps to find it.
 *
 * @param hex upper case hexadecimal digits; 40 for a key of version 4
 * @param keyId 16 upper case hexadecimal digits, a part of the fingerprint
 */
public record Fingerprint(String hex, String keyId) {
  static Fingerprint of(PGPPublicKey key) {
    return new Fingerprint(
        HexFormat.of().withUpperCase().formatHex(key.getFingerprint()), keyId(key.getKeyID()));
  }

  static String keyId(long id) {
    return HexFormat.of().withUpperCase().toHexDigits(id);
  }

  @Override
  public String toString() {
    return hex;
  }
}
