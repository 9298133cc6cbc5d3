package org.appctoolkit.conformance.scenario.metadata;

import java.util.Base64;
import java.util.List;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.document.Quote;

/** What a metadata service signs and verifies. */
final class MetadataSignatures {
  private static final int FORBIDDEN = 403;
  private static final int SHA256_BYTES = 32;
  private static final int SHA512_BYTES = 64;

  private MetadataSignatures() {}

  /** The scenario with what is expected of signatures. */
  static Scenario expectedOf(Scenario scenario) {
    return identity(signatures(scenario));
  }

  // --- signatures

  private static Scenario signatures(Scenario scenario) {
    Scenario more =
        MetadataAnswers.asking(
            scenario,
            "signs",
            "metadata-signs-content",
            scene ->
                Judgement.all(
                    MetadataAnswers.served(
                        signed(scene, 0),
                        "signing",
                        body ->
                            Judgement.when(
                                !body.isBlank(),
                                "a signature",
                                body.isBlank() ? "nothing" : "the signature " + Quote.of(body),
                                signed(scene, 0)))));
    more =
        MetadataAnswers.asking(
            more, "hmac-sha256", "signatures-are-hmac-sha256", scene -> hmac(scene, SHA256_BYTES));
    more =
        MetadataAnswers.asking(
            more, "hmac-sha512", "signatures-are-hmac-sha512", scene -> hmac(scene, SHA512_BYTES));
    return MetadataAnswers.asking(
        more,
        "type-of-signatures",
        "signatures-are-served-as-plain-text",
        scene -> MetadataAnswers.type(signed(scene, 0), "a signature", MetadataAnswers.ASCII));
  }

  /** The answer to signing the content once more, or with 1 the other content. */
  private static Observation signed(Scene scene, int index) throws UnseenException {
    return MetadataAnswers.answer(
        MetadataAnswers.main(scene), MetadataService.sign(scene.version()), index);
  }

  /** With a key that nobody knows: the length is right, and it is a function of the content. */
  private static Outcome hmac(Scene scene, int length) throws UnseenException {
    Observations first =
        scene.pod(MetadataService.SIGNER).app(MetadataService.MAIN).seen(MetadataService.HASHER);
    Observation once = MetadataAnswers.answer(first, MetadataService.sign(scene.version()));
    Observation again = signed(scene, 0);
    Observation other = signed(scene, 1);
    for (Observation one : List.of(once, again, other)) {
      Outcome status = MetadataAnswers.status(one, "signing", MetadataAnswers.OK);
      if (!(status instanceof Outcome.Passed)) {
        return status;
      }
    }
    String signature = MetadataAnswers.body(once).strip();
    int found = decoded(signature);
    return Judgement.all(
        Judgement.when(
            found == length,
            "Base64 of %d bytes".formatted(length),
            found < 0 ? "no Base64: " + Quote.of(signature) : "Base64 of %d bytes".formatted(found),
            once),
        Judgement.equal(
            "the signature of the same content",
            signature,
            MetadataAnswers.body(again).strip(),
            again),
        Judgement.when(
            !signature.equals(MetadataAnswers.body(other).strip()),
            "other content has another signature",
            "other content has the signature " + Quote.of(MetadataAnswers.body(other).strip()),
            other));
  }

  private static int decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  // --- verification

  /** What was verified by the second pod, in this order. */
  private enum Verification {
    RIGHT(0),
    TAMPERED(1),
    OF_ANOTHER_POD(2),
    OF_OTHER_CONTENT(3);

    /** Its place among the requests of the verifying pod, from 0. */
    private final int place;

    Verification(int place) {
      this.place = place;
    }
  }

  private static Scenario identity(Scenario scenario) {
    Scenario more =
        MetadataAnswers.asking(
            scenario,
            "verified-by-another-pod",
            "signatures-of-other-pods-are-verified",
            MetadataSignatures::right);
    more =
        MetadataAnswers.asking(
            more,
            "wrong-signature",
            "wrong-signatures-are-not-ok",
            scene ->
                Judgement.all(
                    right(scene),
                    notOk(scene, Verification.TAMPERED, "a signature with a wrong bit")));
    more =
        MetadataAnswers.asking(
            more,
            "wrong-signature-is-forbidden",
            "wrong-signatures-are-forbidden",
            scene ->
                Judgement.all(
                    right(scene),
                    MetadataAnswers.status(
                        verified(scene, Verification.TAMPERED),
                        "a signature with a wrong bit",
                        FORBIDDEN),
                    MetadataAnswers.status(
                        verified(scene, Verification.OF_OTHER_CONTENT),
                        "the signature of other content",
                        FORBIDDEN)));
    more =
        MetadataAnswers.asking(
            more,
            "signature-of-one-pod",
            "signatures-belong-to-one-pod",
            MetadataSignatures::ofOnePod);
    return MetadataAnswers.asking(
        more,
        "type-of-verification",
        "verification-is-answered-in-plain-text",
        scene ->
            MetadataAnswers.type(
                verified(scene, Verification.RIGHT), "verifying", MetadataAnswers.ASCII));
  }

  private static Observation verified(Scene scene, Verification which) throws UnseenException {
    return MetadataAnswers.answer(
        MetadataAnswers.foreign(scene), MetadataService.verify(scene.version()), which.place);
  }

  private static Outcome right(Scene scene) throws UnseenException {
    return MetadataAnswers.status(
        verified(scene, Verification.RIGHT), "the signature of another pod", MetadataAnswers.OK);
  }

  private static Outcome notOk(Scene scene, Verification which, String what)
      throws UnseenException {
    Observation http = verified(scene, which);
    Outcome spoken = MetadataAnswers.spoken(http);
    return spoken instanceof Outcome.Passed
        ? Judgement.when(
            !http.has("status", MetadataAnswers.OK),
            "%s is not answered by 200".formatted(what),
            "%s is answered by %d".formatted(what, http.number("status")),
            http)
        : spoken;
  }

  private static Outcome ofOnePod(Scene scene) throws UnseenException {
    Observation own =
        MetadataAnswers.answer(
            MetadataAnswers.foreign(scene), MetadataService.sign(scene.version()));
    Observation other = signed(scene, 0);
    Outcome outcome =
        Judgement.all(
            right(scene),
            notOk(
                scene,
                Verification.OF_ANOTHER_POD,
                "the signature of another pod as one of its own"),
            MetadataAnswers.status(own, "signing", MetadataAnswers.OK),
            MetadataAnswers.status(other, "signing", MetadataAnswers.OK));
    if (!(outcome instanceof Outcome.Passed)) {
      return outcome;
    }
    return Judgement.all(
        outcome,
        Judgement.when(
            !MetadataAnswers.body(own).strip().equals(MetadataAnswers.body(other).strip()),
            "two pods sign the same content differently",
            MetadataAnswers.body(own).strip().equals(MetadataAnswers.body(other).strip())
                ? "both sign it by " + Quote.of(MetadataAnswers.body(own).strip())
                : "they sign it differently",
            own,
            other));
  }
}
