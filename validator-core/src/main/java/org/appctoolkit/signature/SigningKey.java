package org.appctoolkit.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.appctoolkit.signature.PgpException.Kind;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/** A key that may sign at a certain time, see {@link Keyring#signingKey}. */
public final class SigningKey {
  private final Key key;
  private final PGPSecretKey secret;
  private final Certificate certificate;
  private final Instant now;

  SigningKey(Key key, PGPSecretKey secret, Certificate certificate, Instant now) {
    this.key = key;
    this.secret = secret;
    this.certificate = certificate;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The key. */
  public KeyName name() {
    return certificate.name(key, now);
  }

  /** Whether it takes a passphrase. */
  public boolean isProtected() {
    return secret.getKeyEncryptionAlgorithm() != SymmetricKeyAlgorithmTags.NULL;
  }

  /**
   * Signs a content, which is read to its end in constant memory, with SHA-512.
   *
   * <p>The same key, content and time give the same signature, but for keys of version 6.
   *
   * @param content not closed
   * @param passphrase of the key, empty if it has none; not kept, to be wiped by the caller
   * @param out where the armoured signature is written to; not closed
   * @return the key it was made with
   * @throws PgpException if the passphrase is wrong or the secret part of the key does not fit
   * @throws IOException what a stream has thrown
   */
  public KeyName sign(InputStream content, char[] passphrase, PgpLimits limits, OutputStream out)
      throws IOException, PgpException {
    PGPPrivateKey unlocked = unlock(passphrase, limits);
    // A secret part that was tampered with can be found out by whoever sees what it signs.
    if (!fits(signature(InputStream.nullInputStream(), unlocked))) {
      throw new PgpException(Kind.KEY, "the secret part of the key does not fit its public part");
    }
    out.write(Armour.of("SIGNATURE", signature(content, unlocked)));
    return name();
  }

  private boolean fits(byte[] signature) throws PgpException {
    try {
      return Packet.read(new ByteArrayInputStream(signature), "the signature", 1 << 20)
          .packets()
          .stream()
          .flatMap(it -> Statement.read(it).statement().stream())
          .anyMatch(it -> it.isMadeBy(key));
    } catch (IOException e) {
      throw new PgpException(Kind.KEY, "the key cannot sign", e);
    }
  }

  private byte[] signature(InputStream content, PGPPrivateKey unlocked)
      throws IOException, PgpException {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new RepeatableSigner(key.material().getAlgorithm()), key.material());
      generator.init(PGPSignature.BINARY_DOCUMENT, unlocked);
      PGPSignatureSubpacketGenerator signed = new PGPSignatureSubpacketGenerator();
      signed.setIssuerFingerprint(false, key.material());
      signed.setSignatureCreationTime(true, Date.from(now));
      generator.setHashedSubpackets(signed.generate());
      byte[] buffer = new byte[1 << 16];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        generator.update(buffer, 0, count);
      }
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      generator.generate().encode(encoded);
      return encoded.toByteArray();
    } catch (PGPException | RuntimeException e) {
      throw new PgpException(Kind.KEY, "the key cannot sign", e);
    }
  }

  private PGPPrivateKey unlock(char[] passphrase, PgpLimits limits) throws PgpException {
    Passphrase.check(Optional.<S2K>ofNullable(secret.getS2K()), limits);
    if (isProtected() && passphrase.length == 0) {
      throw new PgpException(Kind.PASSPHRASE, "the key is protected by a passphrase");
    }
    try {
      return Optional.ofNullable(
              secret.extractPrivateKey(
                  new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                      .build(passphrase)))
          .orElseThrow(() -> new PgpException(Kind.KEY, "the secret part of the key is missing"));
    } catch (PGPException | RuntimeException e) {
      throw isProtected()
          ? new PgpException(Kind.PASSPHRASE, "the passphrase is wrong, or the key is damaged", e)
          : new PgpException(Kind.KEY, "the secret part of the key is damaged", e);
    }
  }
}
