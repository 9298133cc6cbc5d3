package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.signature.Owner.join;
import static org.appctoolkit.signature.Owner.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages encrypted with a passphrase. */
class PgpMessageTest {
  static final byte[] CONTENT = content(100_000);

  /** A form of encryption. */
  enum Form {
    MDC,
    AEAD_OF_GNUPG,
    AEAD_OF_RFC_9580
  }

  static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(1).nextBytes(content);
    return content;
  }

  static BcPGPDataEncryptorBuilder builder(Form form, int cipher) {
    BcPGPDataEncryptorBuilder builder = new BcPGPDataEncryptorBuilder(cipher);
    return switch (form) {
      case MDC -> builder.setWithIntegrityPacket(true);
      case AEAD_OF_GNUPG -> builder.setWithAEAD(AEADAlgorithmTags.OCB, 10).setUseV5AEAD();
      case AEAD_OF_RFC_9580 -> builder.setWithAEAD(AEADAlgorithmTags.OCB, 10).setUseV6AEAD();
    };
  }

  static byte[] message(byte[] content, int compression) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      PGPCompressedDataGenerator compressor =
          compression < 0 ? null : new PGPCompressedDataGenerator(compression);
      OutputStream out = compressor == null ? bytes : compressor.open(bytes);
      PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
      try (OutputStream in =
          literal.open(out, 'b', "x.aci", content.length, Date.from(Instant.EPOCH))) {
        in.write(content);
      }
      if (compressor != null) {
        compressor.close();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] encrypt(
      byte[] inner, BcPGPDataEncryptorBuilder builder, BcPBEKeyEncryptionMethodGenerator... ways) {
    try {
      PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(builder);
      for (BcPBEKeyEncryptionMethodGenerator way : ways) {
        generator.addMethod(way);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = generator.open(bytes, new byte[512])) {
        out.write(inner);
      }
      return bytes.toByteArray();
    } catch (IOException | PGPException e) {
      throw new AssertionError(e);
    }
  }

  static BcPBEKeyEncryptionMethodGenerator passphrase(String text) {
    return new BcPBEKeyEncryptionMethodGenerator(text.toCharArray(), 0x60);
  }

  private static BcPBEKeyEncryptionMethodGenerator argon2(String text) {
    BcPBEKeyEncryptionMethodGenerator way =
        new BcPBEKeyEncryptionMethodGenerator(
            text.toCharArray(), new S2K.Argon2Params(new byte[16], 1, 1, 12));
    way.setSecureRandom(new SecureRandom());
    return way;
  }

  static byte[] encrypted(Form form) {
    return encrypted(form, CONTENT);
  }

  static byte[] encrypted(Form form, byte[] content) {
    return encrypt(
        message(content, -1),
        builder(form, SymmetricKeyAlgorithmTags.AES_256),
        passphrase("sesame"));
  }

  static byte[] decrypt(byte[] message, String passphrase) throws IOException, PgpException {
    try (Plaintext plain =
        PgpMessage.decrypt(stream(message), passphrase.toCharArray(), PgpLimits.DEFAULT)) {
      byte[] content = plain.readAllBytes();
      assertThat(plain.isIntact()).isTrue();
      return content;
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void theContentComesBack(Form form) throws Exception {
    assertThat(decrypt(encrypted(form), "sesame")).isEqualTo(CONTENT);
    assertThat(decrypt(Armour.of("MESSAGE", encrypted(form)), "sesame")).isEqualTo(CONTENT);
    assertThat(decrypt(encrypted(form, new byte[0]), "sesame")).isEmpty();
  }

  static Stream<Form> forms() {
    return Arrays.stream(Form.values());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void compressionIsUndone(int compression) throws Exception {
    byte[] message =
        encrypt(
            message(CONTENT, compression),
            builder(Form.MDC, SymmetricKeyAlgorithmTags.AES_128),
            passphrase("sesame"));

    assertThat(decrypt(message, "sesame")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aWrongPassphraseIsSaidSo(Form form) {
    byte[] message = encrypted(form);

    assertThatThrownBy(() -> decrypt(message, "Sesame"))
        .isInstanceOf(PgpException.class)
        .hasMessage("the passphrase is wrong, or the message is damaged");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void eachOfSeveralPassphrasesOpensTheMessage(Form form) throws Exception {
    byte[] message =
        encrypt(
            message(CONTENT, -1),
            builder(form, SymmetricKeyAlgorithmTags.AES_256),
            passphrase("one"),
            passphrase("two"));

    assertThat(decrypt(message, "one")).isEqualTo(CONTENT);
    assertThat(decrypt(message, "two")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aMessageThatBreaksOffIsNeverIntact(Form form) {
    byte[] message = encrypted(form, content(3000));
    for (int length = 0; length < message.length; length += 7) {
      byte[] cut = Arrays.copyOf(message, length);

      assertThatThrownBy(() -> decrypt(cut, "sesame"))
          .as("%d of %d", length, message.length)
          .isInstanceOfAny(PgpException.class, IOException.class);
    }
  }

  @Test
  void theEndIsGivenOnlyWhenAllIsIntact() throws Exception {
    byte[] message = encrypted(Form.MDC);
    message[message.length - 30] ^= 1;
    Plaintext plain =
        PgpMessage.decrypt(stream(message), "sesame".toCharArray(), PgpLimits.DEFAULT);

    assertThatThrownBy(plain::readAllBytes)
        .isInstanceOf(DamagedMessageException.class)
        .hasMessage("the encrypted data were changed after they were encrypted");
    assertThatThrownBy(plain::read).isInstanceOf(DamagedMessageException.class);
    assertThat(plain.isIntact()).isFalse();
  }

  @Test
  void dataWithoutAnIntegrityCodeAreRefused() {
    byte[] message =
        encrypt(
            message(CONTENT, -1),
            new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(false),
            passphrase("sesame"));

    assertThatThrownBy(() -> decrypt(message, "sesame"))
        .isInstanceOf(PgpException.class)
        .hasMessageContaining("cannot be trusted");
  }

  @Test
  void otherCiphersThanAesAreRefused() {
    byte[] message =
        encrypt(
            message(CONTENT, -1),
            builder(Form.MDC, SymmetricKeyAlgorithmTags.CAST5),
            passphrase("sesame"));

    assertThatThrownBy(() -> decrypt(message, "sesame"))
        .hasMessage("the message is encrypted with CAST5; the specification asks for AES");
  }

  @Test
  void aMessageForAPrivateKeyIsRefused() {
    byte[] session = new Packet(Packet.PUBLIC_KEY_SESSION, new byte[30]).encoded();
    byte[] data = new Packet(Packet.ENCRYPTED_WITH_INTEGRITY, new byte[] {1, 2, 3, 4}).encoded();

    assertThatThrownBy(() -> decrypt(join(session, data), "sesame"))
        .hasMessage(
            "the message needs a private key; only symmetric encryption is supported by the"
                + " specification");
  }

  @Test
  void memoryForArgon2IsLimited() throws Exception {
    byte[] modest =
        encrypt(
            message(CONTENT, -1),
            builder(Form.AEAD_OF_RFC_9580, SymmetricKeyAlgorithmTags.AES_256),
            argon2("sesame"));
    PgpLimits limits = new PgpLimits(1, 1, 1 << 20);

    assertThat(decrypt(modest, "sesame")).isEqualTo(CONTENT);
    assertThatThrownBy(() -> PgpMessage.decrypt(stream(modest), "sesame".toCharArray(), limits))
        .hasMessage(
            "to make the key of the passphrase takes more memory than the 1 MiB that are allowed");
  }

  @Test
  void onlyOneContentIsAllowed() throws Exception {
    byte[] message =
        encrypt(
            join(message(CONTENT, -1), message(CONTENT, -1)),
            builder(Form.MDC, SymmetricKeyAlgorithmTags.AES_256),
            passphrase("sesame"));

    assertThatThrownBy(() -> decrypt(message, "sesame"))
        .hasMessage("more than one content is encrypted");
  }

  @Test
  void nothingMayFollow() {
    byte[] message = join(encrypted(Form.MDC), new byte[] {1});

    assertThatThrownBy(() -> decrypt(message, "sesame"))
        .hasMessage("something follows the encrypted data");
  }

  @Test
  void whatIsNoMessageIsSaidSo() {
    for (byte[] wrong :
        List.of(
            new byte[0],
            "no message".getBytes(UTF_8),
            Owner.ed25519().certificate(),
            message(CONTENT, -1),
            message(CONTENT, 1))) {
      assertThatThrownBy(() -> decrypt(wrong, "sesame"))
          .isInstanceOf(PgpException.class)
          .message()
          .matches("\\p{Ll}.*[^.]");
    }
  }

  @Test
  void whatTheStreamThrowsPasses() throws Exception {
    InputStream in = InputStream.nullInputStream();
    in.close();

    assertThatThrownBy(() -> PgpMessage.decrypt(in, new char[0], PgpLimits.DEFAULT))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("Stream closed");
  }
}
