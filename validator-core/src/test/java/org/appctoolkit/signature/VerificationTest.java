package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.signature.Owner.ID;
import static org.appctoolkit.signature.Owner.MADE;
import static org.appctoolkit.signature.Owner.NOW;
import static org.appctoolkit.signature.Owner.SIGNED;
import static org.appctoolkit.signature.Owner.join;
import static org.appctoolkit.signature.Owner.stream;
import static org.appctoolkit.signature.Owner.userId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.signature.SignatureVerdict.Bad;
import org.appctoolkit.signature.SignatureVerdict.Good;
import org.appctoolkit.signature.SignatureVerdict.Reason;
import org.appctoolkit.signature.SignatureVerdict.Rejected;
import org.appctoolkit.signature.SignatureVerdict.UnknownKey;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signature is worth. */
class VerificationTest {
  private static final byte[] IMAGE = "an image ".repeat(20_000).getBytes(UTF_8);
  private static final Owner ANN = Owner.ed25519();
  private static final Owner SUB = Owner.p256();
  private static final Owner EVE = Owner.ed25519();
  private static final Owner SHORT = Owner.rsa(1024);

  /** A part of a signature, of any type. */
  private static final class Part extends SignatureSubpacket {
    Part(int type, boolean critical, byte[] data) {
      super(type, critical, false, data);
    }
  }

  static Stream<Owner> owners() {
    return Stream.of(Owner.rsa(2048), Owner.rsa(3072), ANN, SUB);
  }

  private static Verification verify(byte[] content, byte[] signature, byte[]... keys)
      throws IOException, PgpException {
    return DetachedSignatures.read(stream(signature), PgpLimits.DEFAULT)
        .verify(stream(content), Keyring.read(stream(join(keys)), PgpLimits.DEFAULT), NOW);
  }

  private static SignatureVerdict verdict(byte[] signature, byte[]... keys)
      throws IOException, PgpException {
    return verify(IMAGE, signature, keys).verdicts().get(0);
  }

  private static Reason reason(byte[] signature, byte[]... keys) throws IOException, PgpException {
    SignatureVerdict verdict = verdict(signature, keys);
    assertThat(verdict).isInstanceOf(Rejected.class);
    assertThat(verdict.words()).matches("signature.* does not count: \\p{Ll}.*[^.]");
    return ((Rejected) verdict).reason();
  }

  @ParameterizedTest
  @MethodSource("owners")
  void aSignatureOfAKnownKeyIsGood(Owner owner) throws Exception {
    SignatureVerdict verdict = verdict(owner.sign(IMAGE), owner.certificate());

    assertThat(verdict).isInstanceOf(Good.class);
    Good good = (Good) verdict;
    assertThat(good.created()).isEqualTo(SIGNED);
    assertThat(good.key().fingerprint().hex()).isEqualTo(owner.fingerprint());
    assertThat(good.key().userId()).contains(ID);
    assertThat(good.words())
        .isEqualTo(
            "good signature of 2024-06-01T00:00:00Z by \"%s\" (key %s)"
                .formatted(ID, owner.fingerprint()));
  }

  @ParameterizedTest
  @MethodSource("owners")
  void aSignatureOfOtherContentIsBad(Owner owner) throws Exception {
    Verification verification =
        verify(join(IMAGE, new byte[1]), owner.sign(IMAGE), owner.certificate());

    assertThat(verification.verdicts()).hasOnlyElementsOfType(Bad.class);
    assertThat(verification.isGood()).isFalse();
  }

  @Test
  void aSignatureOfAnUnknownKeyNamesIt() throws Exception {
    assertThat(verdict(EVE.sign(IMAGE), ANN.certificate()))
        .isEqualTo(new UnknownKey(EVE.fingerprint()));
  }

  @Test
  void oneGoodSignatureAmongUnknownOnesIsEnough() throws Exception {
    byte[] both = join(EVE.sign(IMAGE), ANN.sign(IMAGE));

    assertThat(verify(IMAGE, both, ANN.certificate()).isGood()).isTrue();
  }

  @Test
  void oneBadSignatureAmongGoodOnesIsTooMany() throws Exception {
    byte[] both = join(ANN.sign(new byte[1]), ANN.sign(IMAGE));

    Verification verification = verify(IMAGE, both, ANN.certificate());

    assertThat(verification.verdicts())
        .map(Object::getClass)
        .containsExactly(Bad.class, Good.class);
    assertThat(verification.isGood()).isFalse();
  }

  @Test
  void unknownOnesAloneAreNotEnough() throws Exception {
    assertThat(verify(IMAGE, EVE.sign(IMAGE), ANN.certificate()).isGood()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void weakDigestsAreRejected(int digest) throws Exception {
    assertThat(reason(ANN.signature().by(digest).over(IMAGE), ANN.certificate()))
        .isEqualTo(Reason.WEAK_DIGEST);
  }

  @Test
  void shortKeysAreRejected() throws Exception {
    assertThat(reason(SHORT.sign(IMAGE), SHORT.certificate())).isEqualTo(Reason.WEAK_KEY);
  }

  @Test
  void signaturesOfTextAreRejected() throws Exception {
    byte[] signature = ANN.signature().of(PGPSignature.CANONICAL_TEXT_DOCUMENT).over(IMAGE);

    assertThat(reason(signature, ANN.certificate())).isEqualTo(Reason.WRONG_TYPE);
    assertThat(verdict(signature, ANN.certificate()).words()).contains("it is over a text");
  }

  @Test
  void whatIsCriticalMustBeKnown() throws Exception {
    byte[] signature =
        ANN.signature()
            .with(it -> it.addCustomSubpacket(new Part(99, true, new byte[3])))
            .over(IMAGE);

    assertThat(reason(signature, ANN.certificate())).isEqualTo(Reason.CRITICAL);
  }

  @Test
  void whatIsNotCriticalNeedNotBeKnown() throws Exception {
    byte[] signature =
        ANN.signature()
            .with(it -> it.addCustomSubpacket(new Part(99, false, new byte[3])))
            .over(IMAGE);

    assertThat(verdict(signature, ANN.certificate())).isInstanceOf(Good.class);
  }

  @Test
  void signaturesFromTheFutureAreRejected() throws Exception {
    byte[] signature = ANN.signature().at(NOW.plusSeconds(1)).over(IMAGE);

    assertThat(reason(signature, ANN.certificate())).isEqualTo(Reason.FROM_THE_FUTURE);
  }

  @Test
  void signaturesOlderThanTheirKeyAreRejected() throws Exception {
    byte[] signature = ANN.signature().at(MADE.minusSeconds(1)).over(IMAGE);

    assertThat(reason(signature, ANN.certificate())).isEqualTo(Reason.BEFORE_ITS_KEY);
  }

  @Test
  void signaturesExpire() throws Exception {
    long seconds = Duration.between(SIGNED, NOW).toSeconds();

    assertThat(
            reason(
                ANN.signature()
                    .with(it -> it.setSignatureExpirationTime(true, seconds))
                    .over(IMAGE),
                ANN.certificate()))
        .isEqualTo(Reason.EXPIRED);
    assertThat(
            verdict(
                ANN.signature()
                    .with(it -> it.setSignatureExpirationTime(true, seconds + 1))
                    .over(IMAGE),
                ANN.certificate()))
        .isInstanceOf(Good.class);
  }

  private static byte[] expiringAfter(long seconds) {
    return join(
        ANN.key(), userId(ID), ANN.certify(ID, it -> it.setKeyExpirationTime(true, seconds)));
  }

  @Test
  void keysExpire() throws Exception {
    long seconds = Duration.between(MADE, NOW).toSeconds();

    assertThat(reason(ANN.sign(IMAGE), expiringAfter(seconds))).isEqualTo(Reason.KEY_EXPIRED);
    assertThat(verdict(ANN.sign(IMAGE), expiringAfter(seconds + 1))).isInstanceOf(Good.class);
  }

  @Test
  void revokedKeysAreRejected() throws Exception {
    byte[] key = join(ANN.key(), ANN.revokeKey(ANN), userId(ID), ANN.certify(ID, it -> {}));

    assertThat(reason(ANN.sign(IMAGE), key)).isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void aRevocationInOneOfTwoCopiesCounts() throws Exception {
    byte[] revoked = join(ANN.key(), ANN.revokeKey(ANN));

    assertThat(reason(ANN.sign(IMAGE), ANN.certificate(), revoked)).isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void nobodyElseCanRevokeAKey() throws Exception {
    byte[] key = join(ANN.key(), EVE.revokeKey(ANN), userId(ID), ANN.certify(ID, it -> {}));

    assertThat(verdict(ANN.sign(IMAGE), key, EVE.certificate())).isInstanceOf(Good.class);
  }

  @Test
  void whomTheKeyNamesCanRevokeIt() throws Exception {
    byte[] key =
        join(
            ANN.key(),
            EVE.revokeKey(ANN),
            userId(ID),
            ANN.certify(
                ID,
                it ->
                    it.addCustomSubpacket(
                        new Part(12, true, HexFormat.of().parseHex("8016" + EVE.fingerprint())))));

    assertThat(reason(ANN.sign(IMAGE), key, EVE.certificate())).isEqualTo(Reason.KEY_REVOKED);
    assertThat(reason(ANN.sign(IMAGE), key)).isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void aKeyWithoutASignatureOfItsOwnIsRejected() throws Exception {
    assertThat(reason(ANN.sign(IMAGE), ANN.key(), userId(ID))).isEqualTo(Reason.KEY_UNBOUND);
    assertThat(reason(ANN.sign(IMAGE), ANN.key(), userId("Eve"), ANN.certify(ID, it -> {})))
        .isEqualTo(Reason.KEY_UNBOUND);
  }

  @Test
  void aKeyThatOnlyCertifiesDoesNotSign() throws Exception {
    byte[] key = join(ANN.key(), userId(ID), ANN.certify(ID, it -> it.setKeyFlags(true, 1)));

    assertThat(reason(ANN.sign(IMAGE), key)).isEqualTo(Reason.KEY_NOT_FOR_SIGNING);
  }

  private static byte[] withSubkey(byte[] binding) {
    return join(ANN.certificate(), SUB.subkey(), binding);
  }

  @Test
  void aSubkeySigns() throws Exception {
    byte[] key = withSubkey(ANN.bind(SUB, SUB, it -> it.setKeyFlags(true, 2)));

    SignatureVerdict verdict = verdict(SUB.sign(IMAGE), key);

    assertThat(verdict).isInstanceOf(Good.class);
    assertThat(((Good) verdict).key().primary().hex()).isEqualTo(ANN.fingerprint());
    assertThat(((Good) verdict).key().fingerprint().hex()).isEqualTo(SUB.fingerprint());
  }

  @Test
  void aSubkeyThatDoesNotAgreeIsRejected() throws Exception {
    byte[] key = withSubkey(ANN.bind(SUB, EVE, it -> it.setKeyFlags(true, 2)));

    assertThat(reason(SUB.sign(IMAGE), key)).isEqualTo(Reason.KEY_UNBOUND);
  }

  @Test
  void aSubkeyThatSomebodyElseBoundIsRejected() throws Exception {
    byte[] key = withSubkey(EVE.bind(SUB, SUB, it -> it.setKeyFlags(true, 2)));

    assertThat(reason(SUB.sign(IMAGE), key)).isEqualTo(Reason.KEY_UNBOUND);
  }

  @Test
  void aSubkeyForEncryptionDoesNotSign() throws Exception {
    byte[] key = withSubkey(ANN.bind(SUB, SUB, it -> it.setKeyFlags(true, 0xC)));

    assertThat(reason(SUB.sign(IMAGE), key)).isEqualTo(Reason.KEY_NOT_FOR_SIGNING);
  }

  @Test
  void subkeysExpire() throws Exception {
    byte[] key = withSubkey(ANN.bind(SUB, SUB, it -> it.setKeyExpirationTime(true, 60)));

    assertThat(reason(SUB.sign(IMAGE), key)).isEqualTo(Reason.KEY_EXPIRED);
  }

  @Test
  void subkeysCanBeRevoked() throws Exception {
    byte[] key =
        join(withSubkey(ANN.bind(SUB, SUB, it -> it.setKeyFlags(true, 2))), ANN.revokeSubkey(SUB));

    assertThat(reason(SUB.sign(IMAGE), key)).isEqualTo(Reason.KEY_REVOKED);
  }

  @Test
  void userIdsCannotDriveATerminal() throws Exception {
    String id = "Ann\u001b[31m\n";
    byte[] key = join(ANN.key(), userId(id), ANN.certify(id, it -> {}));

    assertThat(verdict(ANN.sign(IMAGE), key).words()).contains("\"Ann\\u001b[31m\\u000a\"");
  }

  @Test
  void armourIsSeenAndSeveralBlocksAreRead() throws Exception {
    byte[] armoured = Armour.of("SIGNATURE", ANN.sign(IMAGE));
    DetachedSignatures signatures =
        DetachedSignatures.read(stream(join(armoured, armoured)), PgpLimits.DEFAULT);
    byte[] keys =
        join(
            Armour.of("PUBLIC KEY BLOCK", EVE.certificate()),
            Armour.of("PUBLIC KEY BLOCK", ANN.certificate()));
    Keyring keyring = Keyring.read(stream(keys), PgpLimits.DEFAULT);

    assertThat(signatures.isArmoured()).isTrue();
    assertThat(signatures.size()).isEqualTo(2);
    assertThat(keyring.size()).isEqualTo(2);
    assertThat(signatures.verify(stream(IMAGE), keyring, NOW).isGood()).isTrue();
    assertThat(DetachedSignatures.read(stream(ANN.sign(IMAGE)), PgpLimits.DEFAULT).isArmoured())
        .isFalse();
  }

  @Test
  void whatIsNoSignatureIsSaidSo() {
    for (byte[] wrong : List.of(new byte[0], IMAGE, ANN.certificate(), new byte[] {(byte) 0xC2})) {
      assertThatThrownBy(() -> DetachedSignatures.read(stream(wrong), PgpLimits.DEFAULT))
          .isInstanceOf(PgpException.class)
          .message()
          .matches("\\p{Ll}.*[^.]");
    }
    assertThatThrownBy(() -> Keyring.read(stream(ANN.sign(IMAGE)), PgpLimits.DEFAULT))
        .hasMessage("the keyring holds signatures and no key");
  }

  @Test
  void lengthsAreLimited() {
    PgpLimits limits = new PgpLimits(10, 10, 1);

    assertThatThrownBy(() -> Keyring.read(stream(ANN.certificate()), limits))
        .hasMessage("the keyring is longer than 10 bytes");
    assertThatThrownBy(() -> DetachedSignatures.read(stream(ANN.sign(IMAGE)), limits))
        .hasMessage("the signature is longer than 10 bytes");
  }
}
