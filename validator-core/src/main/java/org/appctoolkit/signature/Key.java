package org.appctoolkit.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.signature.SignatureVerdict.Reason;
import org.bouncycastle.bcpg.BCPGKey;
import org.bouncycastle.bcpg.DSAPublicBCPGKey;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** A primary key or subkey with the signatures that follow it. */
final class Key {
  /** RSA keys that could not encrypt; given up, but still around. */
  static final int RSA_SIGN_ONLY = 3;

  private static final int ELGAMAL_SIGN = 20;

  private final PGPPublicKey material;
  private final Fingerprint fingerprint;
  private final byte[] hashed;
  private final Optional<PGPSecretKey> secret;
  private final List<Statement> statements = new ArrayList<>();

  private Key(PGPPublicKey material, byte[] hashed, Optional<PGPSecretKey> secret) {
    this.material = material;
    this.fingerprint = Fingerprint.of(material);
    this.hashed = hashed;
    this.secret = secret;
  }

  /** Reads a public or secret key; empty if it is damaged, or of a sort that is not known. */
  static Optional<Key> read(Packet packet) {
    try {
      Object read = packet.stream().readPacket();
      PublicKeyPacket key =
          read instanceof SecretKeyPacket it ? it.getPublicKeyPacket() : (PublicKeyPacket) read;
      int version = key.getVersion();
      if (version != PublicKeyPacket.VERSION_4 && version != PublicKeyPacket.VERSION_6) {
        return Optional.empty();
      }
      byte[] contents = key.getEncodedContents();
      PGPPublicKey material = new PGPPublicKey(key, new BcKeyFingerprintCalculator());
      Optional<PGPSecretKey> secret =
          read instanceof SecretKeyPacket it
              ? Optional.of(new PGPSecretKey(it, material)).filter(Key::isThere)
              : Optional.empty();
      return Optional.of(new Key(material, hashed(version, contents), secret));
    } catch (IOException | PGPException | RuntimeException e) {
      // The library tells of malformed data by exceptions of many kinds.
      return Optional.empty();
    }
  }

  /** Some files have a stub in the place of a secret part that is kept elsewhere. */
  private static boolean isThere(PGPSecretKey key) {
    return !key.isPrivateKeyEmpty()
        && Optional.<S2K>ofNullable(key.getS2K())
            .filter(it -> it.getType() == S2K.GNU_DUMMY_S2K)
            .isEmpty();
  }

  /** The form in which keys are signed (RFC 9580, 5.2.4). */
  private static byte[] hashed(int version, byte[] contents) {
    if (version == PublicKeyPacket.VERSION_4) {
      return ByteBuffer.allocate(contents.length + 3)
          .put((byte) 0x99)
          .putShort((short) contents.length)
          .put(contents)
          .array();
    }
    return ByteBuffer.allocate(contents.length + 5)
        .put((byte) 0x9B)
        .putInt(contents.length)
        .put(contents)
        .array();
  }

  /** This with the signatures of a copy, too, and with its secret part if this has none. */
  Key merge(Key copy) {
    Key merged = new Key(material, hashed, secret.or(copy::secret));
    merged.statements.addAll(statements);
    merged.statements.addAll(copy.statements);
    return merged;
  }

  PGPPublicKey material() {
    return material;
  }

  Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The bytes that stand for this key in what is signed. */
  byte[] hashed() {
    return hashed.clone();
  }

  /** The secret part, if it is there. */
  Optional<PGPSecretKey> secret() {
    return secret;
  }

  /** Signatures over this key; unverified. */
  List<Statement> statements() {
    return statements;
  }

  Instant created() {
    return material.getCreationTime().toInstant();
  }

  /** Why no signature made with such a key counts, be it for its length or for its algorithm. */
  Optional<Rejection> weakness() {
    BCPGKey parameters = material.getPublicKeyPacket().getKey();
    switch (material.getAlgorithm()) {
      case PublicKeyAlgorithmTags.RSA_GENERAL, RSA_SIGN_ONLY -> {
        // The upper bounds keep hostile keys from costing hours.
        if (!(parameters instanceof RSAPublicBCPGKey rsa)
            || rsa.getModulus().bitLength() > 16384
            || rsa.getPublicExponent().bitLength() > 64) {
          return unusable();
        }
        return tooShort(rsa.getModulus().bitLength(), 2048, "RSA");
      }
      case PublicKeyAlgorithmTags.DSA -> {
        if (!(parameters instanceof DSAPublicBCPGKey dsa)
            || dsa.getP().bitLength() > 4096
            || dsa.getQ().bitLength() > 512) {
          return unusable();
        }
        return tooShort(dsa.getP().bitLength(), 2048, "DSA");
      }
      case PublicKeyAlgorithmTags.ECDSA, PublicKeyAlgorithmTags.EDDSA_LEGACY -> {
        return tooShort(material.getBitStrength(), 256, "elliptic curve");
      }
      case PublicKeyAlgorithmTags.Ed25519, PublicKeyAlgorithmTags.Ed448 -> {
        return Optional.empty();
      }
      case ELGAMAL_SIGN, PublicKeyAlgorithmTags.ELGAMAL_ENCRYPT -> {
        return Optional.of(
            new Rejection(
                Reason.KEY_NOT_FOR_SIGNING, "Elgamal keys are not for signing: that is not safe"));
      }
      default -> {
        return Optional.of(
            new Rejection(
                Reason.KEY_NOT_FOR_SIGNING, "the algorithm of the key is not for signing"));
      }
    }
  }

  private static Optional<Rejection> unusable() {
    return Optional.of(
        new Rejection(Reason.UNSUPPORTED, "the numbers of the key are larger than any key has"));
  }

  private static Optional<Rejection> tooShort(int bits, int least, String sort) {
    return bits >= least
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                Reason.WEAK_KEY,
                "the %s key has %d bits; at least %d are safe".formatted(sort, bits, least)));
  }
}
