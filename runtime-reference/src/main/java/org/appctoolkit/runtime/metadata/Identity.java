package org.appctoolkit.runtime.metadata;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.appctoolkit.spec.SpecVersion;

/**
 * What a pod signs with: a key that is nowhere but here, and what was signed with it last.
 *
 * <p>The latter is remembered because up to 0.2.0 whoever wants a signature verified does not say
 * of what.
 */
final class Identity {
  /** The length of a key in bytes. */
  static final int KEY_BYTES = 64;

  /** How many signatures are remembered. */
  static final int MOST_REMEMBERED = 4096;

  private static final SpecVersion FIRST_WITH_SHA512 = new SpecVersion(0, 3, 0);

  private final String algorithm;
  private final byte[] key;
  private final Set<String> made = new LinkedHashSet<>();

  /**
   * The identity of a pod.
   *
   * @param version that of the pod
   * @param key of which nobody else keeps a copy
   */
  Identity(SpecVersion version, byte[] key) {
    this.algorithm = version.compareTo(FIRST_WITH_SHA512) >= 0 ? "HmacSHA512" : "HmacSHA256";
    this.key = key.clone();
  }

  /** Signs some bytes; base64. */
  String sign(byte[] bytes, int offset, int length) {
    String signature = Base64.getEncoder().encodeToString(mac(bytes, offset, length));
    synchronized (made) {
      // The youngest is at the end, also if it was made before.
      made.remove(signature);
      made.add(signature);
      if (made.size() > MOST_REMEMBERED) {
        made.remove(made.iterator().next());
      }
    }
    return signature;
  }

  /** Whether this is the signature, in base64, of some bytes. */
  boolean verifies(byte[] bytes, int offset, int length, String signature) {
    try {
      byte[] given = Base64.getDecoder().decode(signature.getBytes(StandardCharsets.ISO_8859_1));
      return MessageDigest.isEqual(mac(bytes, offset, length), given);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether this is one of the signatures that were made last, of whatever. */
  boolean remembers(String signature) {
    synchronized (made) {
      return made.contains(signature);
    }
  }

  private byte[] mac(byte[] bytes, int offset, int length) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      mac.update(bytes, offset, length);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
