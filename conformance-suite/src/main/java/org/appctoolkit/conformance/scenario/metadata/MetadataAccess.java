package org.appctoolkit.conformance.scenario.metadata;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.SpecVersion;

/** Who gets metadata: the UUIDs of pods, the service, and the token that opens it. */
final class MetadataAccess {
  /** What is shorter may be in a token by chance. */
  private static final int SHORTEST_KNOWN = 8;

  private MetadataAccess() {}

  /** The scenario with what is expected of the service as such. */
  static Scenario expectedOf(Scenario scenario) {
    return service(uuids(scenario));
  }

  // --- UUIDs

  private static Scenario uuids(Scenario scenario) {
    return scenario
        .expecting(
            "uuid-of-the-pod",
            "pods-have-a-uuid",
            scene -> {
              Optional<String> uuid = uuid(scene, MetadataService.SIGNER);
              return uuid.isEmpty()
                  ? withoutUuid(scene)
                  : Judgement.when(
                      MetadataAnswers.ANY_UUID.matcher(uuid.get()).matches(),
                      "the pod has a UUID",
                      "its UUID is " + uuid.get(),
                      List.of());
            })
        .expecting(
            "two-pods-have-two-uuids",
            "pod-uuids-are-unique",
            scene -> {
              Optional<String> one = uuid(scene, MetadataService.SIGNER);
              Optional<String> two = uuid(scene, MetadataService.VERIFIER);
              return one.isEmpty() || two.isEmpty()
                  ? withoutUuid(scene)
                  : Judgement.when(
                      !one.get().equalsIgnoreCase(two.get()),
                      "two pods have different UUIDs",
                      "they have %s and %s".formatted(one.get(), two.get()),
                      List.of());
            });
  }

  private static Outcome withoutUuid(Scene scene) throws UnseenException {
    MetadataAnswers.main(scene).requireBegun();
    return scene.runtime().capabilities().contains(MetadataService.CAPABILITY)
        ? new Outcome.Failed(
            "the runtime or its metadata service tells the UUID of a pod",
            "neither does",
            List.of())
        : new Outcome.Skipped("the runtime does not tell the UUIDs of pods");
  }

  /** The UUID of a pod as the runtime tells it, or else its metadata service. */
  private static Optional<String> uuid(Scene scene, String label) throws UnseenException {
    PodRecord pod = scene.pod(label);
    Observations seen =
        label.equals(MetadataService.SIGNER)
            ? MetadataAnswers.main(scene)
            : MetadataAnswers.foreign(scene);
    seen.requireBegun();
    Optional<String> told =
        Optional.ofNullable(pod.statuses().get(PodRecord.END)).flatMap(it -> it.uuid());
    return told.isPresent() ? told : servedUuid(scene, seen);
  }

  private static Optional<String> servedUuid(Scene scene, Observations seen)
      throws UnseenException {
    Observation http = MetadataAnswers.answer(seen, MetadataService.uuid(scene.version()));
    return http.has("status", MetadataAnswers.OK)
        ? Optional.of(MetadataAnswers.body(http).strip())
        : Optional.empty();
  }

  // --- the service and its token

  private static Scenario service(Scenario scenario) {
    Scenario more =
        MetadataAnswers.asking(
            scenario,
            "is-there",
            "metadata-service-is-provided",
            scene ->
                Judgement.all(
                    MetadataAnswers.status(
                        MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)),
                        "a request of the first app",
                        MetadataAnswers.OK),
                    MetadataAnswers.status(
                        MetadataAnswers.uuidOf(
                            scene,
                            MetadataAnswers.seen(
                                scene, MetadataService.SIGNER, MetadataService.SIDE)),
                        "a request of the second app",
                        MetadataAnswers.OK)));
    more =
        MetadataAnswers.asking(
            more,
            "speaks-http",
            "metadata-service-speaks-http",
            scene -> {
              Observation http = MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene));
              String url = String.valueOf(url(scene, MetadataService.SIGNER).orElse("not set"));
              return Judgement.all(
                  Judgement.when(
                      url.matches("(?i)https?://.*"),
                      "AC_METADATA_URL is a URL of HTTP",
                      "AC_METADATA_URL is " + url,
                      List.of()),
                  MetadataAnswers.spoken(http));
            });
    more =
        MetadataAnswers.asking(
            more,
            "token",
            "metadata-url-has-a-token",
            scene -> {
              MetadataToken token = token(scene);
              return Judgement.when(
                  token.bits() > 0,
                  "the URLs of two pods differ, and not by an address alone",
                  token.told(),
                  List.of());
            });
    more =
        MetadataAnswers.asking(
            more,
            "length-of-the-token",
            "metadata-tokens-are-long-enough",
            scene -> {
              MetadataToken token = token(scene);
              return Judgement.when(
                  token.bits() >= MetadataToken.ENOUGH_BITS,
                  "the token has room for %d bits".formatted(MetadataToken.ENOUGH_BITS),
                  "it has room for %d bits: %s".formatted(token.bits(), token.told()),
                  List.of());
            });
    more =
        MetadataAnswers.asking(
            more,
            "token-is-no-secret-of-others",
            "metadata-tokens-cannot-be-guessed",
            MetadataAccess::notGuessed);
    return MetadataAnswers.asking(
        more,
        "metadata-of-other-pods",
        "metadata-of-other-pods-is-refused",
        MetadataAccess::otherPodsRefused);
  }

  private static Optional<String> url(Scene scene, String label) throws UnseenException {
    Observations seen =
        label.equals(MetadataService.SIGNER)
            ? MetadataAnswers.main(scene)
            : MetadataAnswers.foreign(scene);
    seen.one("env");
    return seen.first("variable", "name", "AC_METADATA_URL")
        .map(it -> String.valueOf(it.values().get("value")));
  }

  private static MetadataToken token(Scene scene) throws UnseenException {
    return MetadataToken.of(
        url(scene, MetadataService.SIGNER).orElse(""),
        url(scene, MetadataService.VERIFIER).orElse(""));
  }

  private static Outcome notGuessed(Scene scene) throws UnseenException {
    MetadataToken token = token(scene);
    Set<String> known = new TreeSet<>();
    uuid(scene, MetadataService.SIGNER).ifPresent(it -> known.addAll(forms(it)));
    uuid(scene, MetadataService.VERIFIER).ifPresent(it -> known.addAll(forms(it)));
    scene.pod(MetadataService.SIGNER).id().ifPresent(it -> known.addAll(forms(it)));
    scene.pod(MetadataService.VERIFIER).id().ifPresent(it -> known.addAll(forms(it)));
    MetadataToken secret = token.without(known);
    boolean holds = !secret.one().isEmpty() && !secret.isAlike();
    return Judgement.when(
        holds,
        "the URLs of two pods hold tokens that have nothing in common, and do not follow from their"
            + " UUIDs or IDs",
        holds || token.one().isEmpty() || !secret.one().isEmpty()
            ? secret.told()
            : "all that differs follows from them: " + token.told(),
        List.of());
  }

  /** What somebody may have made of a text to call it a token, in lower case. */
  private static Set<String> forms(String text) {
    Set<String> forms = new TreeSet<>();
    for (String one : List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))) {
      for (String form : List.of(one, one.replace("-", ""))) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        forms.add(form);
        forms.add(unpadded(bytes));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.addAll(digests(bytes));
      }
    }
    if (MetadataAnswers.ANY_UUID.matcher(text).matches()) {
      byte[] bytes = HexFormat.of().parseHex(text.replace("-", ""));
      forms.add(unpadded(bytes));
      forms.add(new BigInteger(1, bytes).toString());
      forms.addAll(digests(bytes));
    }
    Set<String> known = new TreeSet<>();
    forms.stream()
        .filter(it -> it.length() >= SHORTEST_KNOWN)
        .forEach(it -> known.add(it.toLowerCase(Locale.ROOT)));
    return known;
  }

  private static Set<String> digests(byte[] bytes) {
    Set<String> digests = new TreeSet<>();
    for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
      // The first half of it may be taken for a shorter one.
      String digits = MetadataAnswers.digest(algorithm, bytes);
      digests.add(digits.substring(0, digits.length() / 2));
      digests.add(unpadded(HexFormat.of().parseHex(digits)));
    }
    return digests;
  }

  private static String unpadded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Outcome otherPodsRefused(Scene scene) throws UnseenException {
    SpecVersion version = scene.version();
    Observation own = MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene));
    Outcome served = MetadataAnswers.status(own, "a request with the token", MetadataAnswers.OK);
    if (!(served instanceof Outcome.Passed)) {
      return served;
    }
    String uuid = MetadataAnswers.body(own).strip();
    List<Observation> asked = new ArrayList<>();
    AppRecord signer = scene.pod(MetadataService.SIGNER).app(MetadataService.MAIN);
    AppRecord verifier = scene.pod(MetadataService.VERIFIER).app(MetadataService.FOREIGN);
    asked.addAll(signer.seen(MetadataService.STRANGER).every("http"));
    List<Observation> fromOther = verifier.seen(MetadataService.STRANGER).every("http");
    List<Observation> ofOther =
        MetadataAnswers.answers(
            verifier.main(), MetadataService.ofApp(MetadataService.MAIN, "image/id"));
    if (asked.size() != 1 || fromOther.size() != 6 || ofOther.size() != 1) {
      throw new MissingObservationException("not all requests without the token were seen");
    }
    asked.addAll(fromOther);
    asked.addAll(
        MetadataAnswers.answers(
            verifier.main(),
            MetadataService.ofPod(
                version,
                MetadataService.hasLists(version)
                    ? "annotations"
                    : "annotations/" + MetadataService.SECRET)));
    List<Outcome> all = new ArrayList<>();
    for (Observation one : asked) {
      String body = String.valueOf(one.values().getOrDefault("body", ""));
      boolean told = body.contains(uuid) || body.contains(MetadataService.SECRET_VALUE);
      all.add(
          Judgement.when(
              !told,
              "%s tells nothing of the pod".formatted(one.text("url")),
              "%s: %s"
                  .formatted(
                      one.text("url"), told ? "tells " + Quote.of(body) : "tells nothing of it"),
              one));
    }
    Observation ofApp = ofOther.get(0);
    all.add(
        Judgement.when(
            !ofApp.has("status", MetadataAnswers.OK),
            "what is known of an app of another pod is not told",
            "it is answered by " + ofApp.values().getOrDefault("status", "nothing"),
            ofApp));
    Outcome outcome = Judgement.all(all);
    return outcome instanceof Outcome.Passed passed
        ? new Outcome.Passed(
            "%d requests without the token tell nothing of the pod".formatted(all.size()),
            passed.evidence())
        : outcome;
  }
}
