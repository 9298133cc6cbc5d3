package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.signature.Owner.ID;
import static org.appctoolkit.signature.Owner.NOW;
import static org.appctoolkit.signature.Owner.join;
import static org.appctoolkit.signature.Owner.stream;
import static org.appctoolkit.signature.Owner.userId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.signature.SignatureVerdict.Good;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that are made here. */
class SigningTest {
  private static final byte[] IMAGE = "an image".getBytes(UTF_8);
  private static final Owner ANN = Owner.ed25519();
  private static final Owner SUB = Owner.p256();

  static Stream<Owner> owners() {
    return Stream.of(Owner.rsa(2048), ANN, SUB);
  }

  private static byte[] secret(Owner owner, String passphrase) {
    return join(
        owner.secretKey(passphrase), userId(ID), owner.certify(ID, it -> it.setKeyFlags(true, 3)));
  }

  private static Keyring ring(byte[]... keys) throws Exception {
    return Keyring.read(stream(join(keys)), PgpLimits.DEFAULT);
  }

  private static byte[] sign(SigningKey key, String passphrase) throws Exception {
    ByteArrayOutputStream signature = new ByteArrayOutputStream();
    key.sign(stream(IMAGE), passphrase.toCharArray(), PgpLimits.DEFAULT, signature);
    return signature.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("owners")
  void aSignatureIsGoodAndTheSameEveryTime(Owner owner) throws Exception {
    SigningKey key = ring(secret(owner, "")).signingKey(Optional.empty(), NOW);

    byte[] signature = sign(key, "");

    assertThat(key.isProtected()).isFalse();
    assertThat(signature).isEqualTo(sign(key, ""));
    assertThat(
            DetachedSignatures.read(stream(signature), PgpLimits.DEFAULT)
                .verify(stream(IMAGE), ring(owner.certificate()), NOW)
                .verdicts())
        .hasOnlyElementsOfType(Good.class);
  }

  @Test
  void aPassphraseOpensTheKey() throws Exception {
    SigningKey key = ring(secret(ANN, "sésame")).signingKey(Optional.empty(), NOW);

    assertThat(key.isProtected()).isTrue();
    assertThat(sign(key, "sésame")).isNotEmpty();
    assertThatThrownBy(() -> sign(key, "sesame"))
        .hasMessage("the passphrase is wrong, or the key is damaged");
    assertThatThrownBy(() -> sign(key, "")).hasMessage("the key is protected by a passphrase");
  }

  @Test
  void aSecretPartOfAnotherKeyIsFoundOut() throws Exception {
    Owner other = Owner.ed25519();
    byte[] secret = ANN.secretKey("");
    byte[] others = other.secretKey("");
    // The last bytes are the secret number and its checksum.
    System.arraycopy(others, others.length - 36, secret, secret.length - 36, 36);
    SigningKey key =
        ring(secret, userId(ID), ANN.certify(ID, it -> {})).signingKey(Optional.empty(), NOW);

    assertThatThrownBy(() -> sign(key, "")).isInstanceOf(PgpException.class);
  }

  @Test
  void aSubkeySigns() throws Exception {
    Keyring ring =
        ring(
            ANN.secretKey(""),
            userId(ID),
            ANN.certify(ID, it -> it.setKeyFlags(true, 1)),
            SUB.secretSubkey("x"),
            ANN.bind(SUB, SUB, it -> it.setKeyFlags(true, 2)));

    SigningKey key = ring.signingKey(Optional.empty(), NOW);

    assertThat(key.name().fingerprint().hex()).isEqualTo(SUB.fingerprint());
    assertThat(sign(key, "x")).isNotEmpty();
  }

  @Test
  void theKeyCanBeNamed() throws Exception {
    Keyring ring = ring(secret(ANN, ""), secret(SUB, ""));

    for (String name :
        new String[] {
          SUB.fingerprint(),
          "0x" + SUB.fingerprint().toLowerCase(java.util.Locale.ROOT),
          SUB.fingerprint().substring(24)
        }) {
      assertThat(ring.signingKey(Optional.of(name), NOW).name().fingerprint().hex())
          .isEqualTo(SUB.fingerprint());
    }
    assertThatThrownBy(() -> ring.signingKey(Optional.of("ann@"), NOW))
        .hasMessageContaining("several keys fit \"ann@\"");
    assertThatThrownBy(() -> ring.signingKey(Optional.of("eve"), NOW))
        .hasMessage("the keyring has no key \"eve\"");
  }

  @Test
  void keysThatMayNotSignAreRefused() throws Exception {
    Keyring expired =
        ring(
            ANN.secretKey(""),
            userId(ID),
            ANN.certify(ID, it -> it.setKeyExpirationTime(true, 86400)));
    Keyring revoked =
        ring(ANN.secretKey(""), ANN.revokeKey(ANN), userId(ID), ANN.certify(ID, it -> {}));

    assertThatThrownBy(() -> expired.signingKey(Optional.empty(), NOW))
        .hasMessage("no key can sign: the key expired at 2024-01-02T00:00:00Z");
    assertThatThrownBy(() -> revoked.signingKey(Optional.empty(), NOW))
        .hasMessage("no key can sign: the key is revoked");
    assertThatThrownBy(() -> ring(ANN.certificate()).signingKey(Optional.empty(), NOW))
        .hasMessage("no key can sign: the file holds public keys, and signing takes a secret one");
  }
}
