package org.appctoolkit.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** Somebody with a key pair, who makes packets of any kind. */
final class Owner {
  static final Instant MADE = Instant.parse("2024-01-01T00:00:00Z");
  static final Instant SIGNED = Instant.parse("2024-06-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
  static final String ID = "Ann <ann@example.org>";

  private final PGPKeyPair pair;

  private Owner(int algorithm, AsymmetricCipherKeyPair pair) {
    try {
      this.pair = new BcPGPKeyPair(PublicKeyPacket.VERSION_4, algorithm, pair, Date.from(MADE));
    } catch (PGPException e) {
      throw new AssertionError(e);
    }
  }

  static Owner rsa(int bits) {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    generator.init(
        new RSAKeyGenerationParameters(BigInteger.valueOf(65537), new SecureRandom(), bits, 80));
    return new Owner(PublicKeyAlgorithmTags.RSA_GENERAL, generator.generateKeyPair());
  }

  static Owner ed25519() {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
    return new Owner(PublicKeyAlgorithmTags.EDDSA_LEGACY, generator.generateKeyPair());
  }

  static Owner p256() {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1,
                ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1)),
            new SecureRandom()));
    return new Owner(PublicKeyAlgorithmTags.ECDSA, generator.generateKeyPair());
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  String fingerprint() {
    return Fingerprint.of(pair.getPublicKey()).hex();
  }

  byte[] key() {
    return packet(Packet.PUBLIC_KEY);
  }

  private byte[] packet(int tag) {
    try {
      return new Packet(tag, pair.getPublicKey().getPublicKeyPacket().getEncodedContents())
          .encoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  byte[] subkey() {
    return packet(Packet.PUBLIC_SUBKEY);
  }

  byte[] secretKey(String passphrase) {
    return secret(true, passphrase);
  }

  byte[] secretSubkey(String passphrase) {
    return secret(false, passphrase);
  }

  private byte[] secret(boolean primary, String passphrase) {
    try {
      BcPGPDigestCalculatorProvider digests = new BcPGPDigestCalculatorProvider();
      PBESecretKeyEncryptor encryptor =
          passphrase.isEmpty()
              ? null
              : new BcPBESecretKeyEncryptorBuilder(9).build(passphrase.toCharArray());
      return new PGPSecretKey(
              pair.getPrivateKey(),
              pair.getPublicKey(),
              digests.get(HashAlgorithmTags.SHA1),
              primary,
              encryptor)
          .getEncoded();
    } catch (PGPException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] userId(String id) {
    return new Packet(Packet.USER_ID, id.getBytes(StandardCharsets.UTF_8)).encoded();
  }

  /** A key with a user ID that may sign. */
  byte[] certificate() {
    return join(key(), userId(ID), certify(ID, it -> it.setKeyFlags(true, 3)));
  }

  byte[] certify(String id, Consumer<PGPSignatureSubpacketGenerator> more) {
    return new Making(this, PGPSignature.POSITIVE_CERTIFICATION)
        .at(MADE)
        .with(more)
        .over(it -> it.generateCertification(id, pair.getPublicKey()));
  }

  byte[] revokeKey(Owner revoked) {
    return new Making(this, PGPSignature.KEY_REVOCATION)
        .over(it -> it.generateCertification(revoked.pair.getPublicKey()));
  }

  byte[] revokeSubkey(Owner subkey) {
    return new Making(this, PGPSignature.SUBKEY_REVOCATION)
        .over(it -> it.generateCertification(pair.getPublicKey(), subkey.pair.getPublicKey()));
  }

  /** A binding of a subkey, with the agreement of whoever is named. */
  byte[] bind(Owner subkey, Owner agreeing, Consumer<PGPSignatureSubpacketGenerator> more) {
    PGPSignature agreement =
        new Making(agreeing, PGPSignature.PRIMARYKEY_BINDING)
            .at(MADE)
            .make(it -> it.generateCertification(pair.getPublicKey(), subkey.pair.getPublicKey()));
    return new Making(this, PGPSignature.SUBKEY_BINDING)
        .at(MADE)
        .with(
            it -> {
              try {
                it.addEmbeddedSignature(false, agreement);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              more.accept(it);
            })
        .over(it -> it.generateCertification(pair.getPublicKey(), subkey.pair.getPublicKey()));
  }

  Making signature() {
    return new Making(this, PGPSignature.BINARY_DOCUMENT);
  }

  byte[] sign(byte[] content) {
    return signature().over(content);
  }

  private interface Step {
    PGPSignature run(PGPSignatureGenerator generator) throws PGPException;
  }

  /** A signature before it is made. */
  static final class Making {
    private final Owner owner;
    private int type;
    private int digest = HashAlgorithmTags.SHA256;
    private Instant created = SIGNED;
    private Consumer<PGPSignatureSubpacketGenerator> more = it -> {};

    private Making(Owner owner, int type) {
      this.owner = owner;
      this.type = type;
    }

    Making of(int type) {
      this.type = type;
      return this;
    }

    Making at(Instant created) {
      this.created = created;
      return this;
    }

    Making by(int digest) {
      this.digest = digest;
      return this;
    }

    Making with(Consumer<PGPSignatureSubpacketGenerator> more) {
      this.more = more;
      return this;
    }

    byte[] over(byte[] content) {
      return over(
          it -> {
            it.update(content);
            return it.generate();
          });
    }

    private byte[] over(Step step) {
      try {
        return make(step).getEncoded();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private PGPSignature make(Step step) {
      try {
        PGPSignatureGenerator generator =
            new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(owner.pair.getPublicKey().getAlgorithm(), digest),
                owner.pair.getPublicKey());
        generator.init(type, owner.pair.getPrivateKey());
        PGPSignatureSubpacketGenerator signed = new PGPSignatureSubpacketGenerator();
        signed.setSignatureCreationTime(true, Date.from(created));
        signed.setIssuerFingerprint(false, owner.pair.getPublicKey());
        more.accept(signed);
        generator.setHashedSubpackets(signed.generate());
        return step.run(generator);
      } catch (PGPException e) {
        throw new AssertionError(e);
      }
    }
  }
}
