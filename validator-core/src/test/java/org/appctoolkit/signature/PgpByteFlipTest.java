package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.signature.Owner.ID;
import static org.appctoolkit.signature.Owner.NOW;
import static org.appctoolkit.signature.Owner.join;
import static org.appctoolkit.signature.Owner.stream;
import static org.appctoolkit.signature.Owner.userId;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes are, there is a result of ours, and no changed one passes for a right one. */
class PgpByteFlipTest {
  private static final byte[] IMAGE = "an image".getBytes(UTF_8);
  private static final byte[] OTHER = "an Image".getBytes(UTF_8);
  private static final int[] FLIPS = {1, 0x80, 0xFF};
  private static final Owner ANN = Owner.ed25519();
  private static final Owner SUB = Owner.p256();

  private interface Use {
    void of(byte[] bytes) throws IOException, PgpException;
  }

  private static void flipEach(byte[] bytes, Use use) throws IOException {
    for (int at = 0; at < bytes.length; at++) {
      for (int flip : FLIPS) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) flip;
        try {
          use.of(flipped);
        } catch (PgpException e) {
          assertThat(e.reason()).matches("(?s)\\p{Ll}.*[^.]");
        }
      }
    }
  }

  private static Keyring ring(byte[] keys) throws IOException, PgpException {
    return Keyring.read(stream(keys), PgpLimits.DEFAULT);
  }

  private static byte[] keys() {
    return join(ANN.certificate(), SUB.subkey(), ANN.bind(SUB, SUB, it -> it.setKeyFlags(true, 2)));
  }

  @Test
  void flipsInSignatures() throws Exception {
    Keyring ring = ring(keys());
    for (Owner owner : new Owner[] {ANN, SUB}) {
      byte[] signature = owner.sign(IMAGE);
      for (byte[] form : new byte[][] {signature, Armour.of("SIGNATURE", signature)}) {
        flipEach(
            form,
            flipped -> {
              DetachedSignatures read = DetachedSignatures.read(stream(flipped), PgpLimits.DEFAULT);
              assertThat(read.verify(stream(OTHER), ring, NOW).isGood()).isFalse();
              assertThat(read.verify(stream(IMAGE), ring, NOW).verdicts()).isNotEmpty();
            });
      }
    }
  }

  @Test
  void flipsInKeyrings() throws Exception {
    DetachedSignatures signatures =
        DetachedSignatures.read(stream(join(ANN.sign(IMAGE), SUB.sign(IMAGE))), PgpLimits.DEFAULT);
    flipEach(
        keys(),
        flipped -> {
          assertThat(signatures.verify(stream(OTHER), ring(flipped), NOW).isGood()).isFalse();
          assertThat(signatures.verify(stream(IMAGE), ring(flipped), NOW).verdicts()).hasSize(2);
        });
  }

  @Test
  void flipsInSecretKeys() throws Exception {
    byte[] keys =
        join(ANN.secretKey(""), userId(ID), ANN.certify(ID, it -> it.setKeyFlags(true, 3)));
    flipEach(
        keys,
        flipped ->
            ring(flipped)
                .signingKey(Optional.empty(), NOW)
                .sign(stream(IMAGE), new char[0], PgpLimits.DEFAULT, new ByteArrayOutputStream()));
  }

  @ParameterizedTest
  @EnumSource
  void flipsInMessages(PgpMessageTest.Form form) throws Exception {
    byte[] content = PgpMessageTest.content(300);
    flipEach(
        PgpMessageTest.encrypted(form, content),
        flipped -> {
          try {
            // Some bits of a message mean nothing, such as the form of a length.
            assertThat(PgpMessageTest.decrypt(flipped, "sesame")).isEqualTo(content);
          } catch (DamagedMessageException e) {
            assertThat(e.getMessage()).matches("\\p{Ll}.*[^.]");
          }
        });
  }
}
