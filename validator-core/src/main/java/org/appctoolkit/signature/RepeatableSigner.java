package org.appctoolkit.signature;

import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.DSASigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.operator.PGPContentSigner;
import org.bouncycastle.openpgp.operator.PGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;

/**
 * Signing with SHA-512 that needs no chance, so that the same content gives the same signature.
 *
 * <p>DSA and ECDSA take their secret numbers from the key and the content (RFC 6979); the other
 * algorithms have none. Only keys of version 6 have salt from chance by their format.
 */
final class RepeatableSigner implements PGPContentSignerBuilder {
  private final int algorithm;

  RepeatableSigner(int algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  public PGPContentSigner build(int signatureType, PGPPrivateKey key) throws PGPException {
    return switch (algorithm) {
      case PublicKeyAlgorithmTags.DSA ->
          new OfDigest(
              signatureType,
              algorithm,
              key,
              new DSADigestSigner(
                  new DSASigner(new HMacDSAKCalculator(new SHA512Digest())), new SHA512Digest()));
      case PublicKeyAlgorithmTags.ECDSA ->
          new OfDigest(
              signatureType,
              algorithm,
              key,
              new DSADigestSigner(
                  new ECDSASigner(new HMacDSAKCalculator(new SHA512Digest())), new SHA512Digest()));
      default ->
          new BcPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA512)
              .build(signatureType, key);
    };
  }

  /** A signer that is given every byte twice: for the signature and for the hint at the digest. */
  private static final class OfDigest implements PGPContentSigner {
    private final int type;
    private final int algorithm;
    private final long keyId;
    private final DSADigestSigner signer;
    private final Digest digest = new SHA512Digest();

    OfDigest(int type, int algorithm, PGPPrivateKey key, DSADigestSigner signer)
        throws PGPException {
      this.type = type;
      this.algorithm = algorithm;
      this.keyId = key.getKeyID();
      this.signer = signer;
      signer.init(true, new BcPGPKeyConverter().getPrivateKey(key));
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
          signer.update(bytes, offset, length);
          digest.update(bytes, offset, length);
        }
      };
    }

    @Override
    public byte[] getSignature() {
      return signer.generateSignature();
    }

    @Override
    public byte[] getDigest() {
      byte[] value = new byte[digest.getDigestSize()];
      digest.doFinal(value, 0);
      return value;
    }

    @Override
    public int getType() {
      return type;
    }

    @Override
    public int getHashAlgorithm() {
      return HashAlgorithmTags.SHA512;
    }

    @Override
    public int getKeyAlgorithm() {
      return algorithm;
    }

    @Override
    public long getKeyID() {
      return keyId;
    }
  }
}
