package org.appctoolkit.conformance.scenario;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the answers of a metadata service are judged. */
final class MetadataJudgements {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String JSON = "application/json";
  private static final String ASCII = "text/plain; charset=us-ascii";
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int SHA256_BYTES = 32;
  private static final int SHA512_BYTES = 64;

  /** What is shorter may be in a token by chance. */
  private static final int SHORTEST_KNOWN = 8;

  private static final Pattern ANY_UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern CANONICAL_UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern IMAGE_ID = Pattern.compile("sha512-[0-9a-f]{128}");
  private static final SpecVersion PATHS_OF_MOUNTS = new SpecVersion(0, 7, 0);

  private MetadataJudgements() {}

  /** The scenario with all that is expected of it. */
  static Scenario expectedOf(Scenario scenario) {
    return identity(signatures(apps(pod(service(uuids(scenario))))));
  }

  private static Scenario asking(
      Scenario scenario, String name, String clause, Judgement judgement) {
    return scenario.expecting(name, clause, judgement, MetadataService.CAPABILITY);
  }

  // --- requests and their answers

  /** What an app has seen in one of its roles. */
  private static Observations seen(Scene scene, String pod, String app) throws UnseenException {
    return scene.pod(pod).app(app).main();
  }

  private static Observations main(Scene scene) throws UnseenException {
    return seen(scene, MetadataService.SIGNER, MetadataService.MAIN);
  }

  private static Observations foreign(Scene scene) throws UnseenException {
    return seen(scene, MetadataService.VERIFIER, MetadataService.FOREIGN);
  }

  /** The answers at a path, in the order of the requests. */
  private static List<Observation> answers(Observations seen, String path) throws UnseenException {
    seen.requireBegun();
    return seen.every("http").stream()
        .filter(it -> String.valueOf(it.values().get("url")).endsWith("/acMetadata/v1/" + path))
        .toList();
  }

  private static Observation answer(Observations seen, String path, int index)
      throws UnseenException {
    List<Observation> all = answers(seen, path);
    if (index < all.size()) {
      return all.get(index);
    }
    // Without the variable there is no URL to tell the requests apart by.
    Optional<Observation> none = seen.first("http", "failed", "variable");
    if (none.isPresent()) {
      return none.get();
    }
    throw new MissingObservationException("there was no request %d of %s".formatted(index, path));
  }

  private static Observation answer(Observations seen, String path) throws UnseenException {
    return answer(seen, path, 0);
  }

  /** Passed if something has answered over HTTP, whatever it says. */
  private static Outcome spoken(Observation http) throws UnseenException {
    if (http.values().containsKey("status")) {
      return new Outcome.Passed("status " + http.number("status"), List.of(http.line()));
    }
    String failed = http.text("failed");
    if (failed.equals("url") && http.text("url").startsWith("https://")) {
      return new Outcome.Skipped("the service uses TLS, and the probe has none");
    }
    if (failed.equals("resolve")) {
      return new Outcome.Errored(
          "the probe knows no addresses but those in figures and in /etc/hosts",
          List.of(http.line()));
    }
    return new Outcome.Failed(
        "the metadata service answers",
        failed.equals("variable")
            ? "AC_METADATA_URL is not set"
            : "%s fails: %s".formatted(failed, http.text("error")),
        List.of(http.line()));
  }

  private static Outcome status(Observation http, String what, int expected)
      throws UnseenException {
    Outcome spoken = spoken(http);
    return spoken instanceof Outcome.Passed
        ? Judgement.when(
            http.number("status") == expected,
            "%s is answered by %d".formatted(what, expected),
            "%s is answered by %d".formatted(what, http.number("status")),
            http)
        : spoken;
  }

  /** Passed if it was answered with content; what is then made of the content. */
  private static Outcome served(Observation http, String what, OfBody judgement)
      throws UnseenException {
    Outcome status = status(http, what, OK);
    return status instanceof Outcome.Passed ? judgement.judge(body(http)) : status;
  }

  /** Judges the content of an answer. */
  @FunctionalInterface
  private interface OfBody {
    Outcome judge(String body) throws UnseenException;
  }

  private static String body(Observation http) throws UnseenException {
    String body = http.text("body");
    if (body.length() != http.number("length")) {
      throw new MissingObservationException("the answer is too long to be seen: " + http.line());
    }
    return utf8(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What was put into a file, from the pieces that were read of it. */
  private static String body(Observations seen, Observation http, String file)
      throws UnseenException {
    List<Observation> pieces =
        seen.every("read").stream().filter(it -> it.has("path", file)).toList();
    long length = http.number("length");
    StringBuilder all = new StringBuilder();
    for (Observation piece : pieces) {
      String content = piece.text("content");
      all.append(content, 0, Math.min(content.length(), MetadataService.PIECE));
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length != length || !digest("SHA-256", bytes).equals(http.text("sha256"))) {
      throw new MissingObservationException(
          "of an answer with %d bytes %d were seen".formatted(length, bytes.length));
    }
    return utf8(bytes);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether a media type is the one that is wanted; letters and spaces do not matter. */
  private static Outcome type(Observation http, String what, String expected)
      throws UnseenException {
    Outcome status = status(http, what, OK);
    if (!(status instanceof Outcome.Passed)) {
      return status;
    }
    String type = http.text("type");
    String plain = type.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
    // JSON has no parameters of its own, but nobody is misled by one.
    String compared = expected.equals(JSON) ? plain.replaceAll(";.*", "") : plain;
    return Judgement.when(
        compared.equals(expected.replace(" ", "")),
        "%s has the media type %s".formatted(what, expected),
        "%s has the media type %s".formatted(what, type.isEmpty() ? "of nothing" : type),
        http);
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Outcome noJson(String what, String body, Observation http) {
    return new Outcome.Failed(what + " is JSON", "it is " + Quote.of(body), List.of(http.line()));
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
                      ANY_UUID.matcher(uuid.get()).matches(),
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
    main(scene).requireBegun();
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
    Observations seen = label.equals(MetadataService.SIGNER) ? main(scene) : foreign(scene);
    seen.requireBegun();
    Optional<String> told =
        Optional.ofNullable(pod.statuses().get(PodRecord.END)).flatMap(it -> it.uuid());
    return told.isPresent() ? told : servedUuid(scene, seen);
  }

  private static Optional<String> servedUuid(Scene scene, Observations seen)
      throws UnseenException {
    Observation http = answer(seen, MetadataService.uuid(scene.version()));
    return http.has("status", OK) ? Optional.of(body(http).strip()) : Optional.empty();
  }

  // --- the service and its token

  private static Scenario service(Scenario scenario) {
    Scenario more =
        asking(
            scenario,
            "is-there",
            "metadata-service-is-provided",
            scene ->
                Judgement.all(
                    status(uuidOf(scene, main(scene)), "a request of the first app", OK),
                    status(
                        uuidOf(scene, seen(scene, MetadataService.SIGNER, MetadataService.SIDE)),
                        "a request of the second app",
                        OK)));
    more =
        asking(
            more,
            "speaks-http",
            "metadata-service-speaks-http",
            scene -> {
              Observation http = uuidOf(scene, main(scene));
              String url = String.valueOf(url(scene, MetadataService.SIGNER).orElse("not set"));
              return Judgement.all(
                  Judgement.when(
                      url.matches("(?i)https?://.*"),
                      "AC_METADATA_URL is a URL of HTTP",
                      "AC_METADATA_URL is " + url,
                      List.of()),
                  spoken(http));
            });
    more =
        asking(
            more,
            "token",
            "metadata-url-has-a-token",
            scene -> {
              Token token = token(scene);
              return Judgement.when(
                  token.bits() > 0,
                  "the URLs of two pods differ, and not by an address alone",
                  token.told(),
                  List.of());
            });
    more =
        asking(
            more,
            "length-of-the-token",
            "metadata-tokens-are-long-enough",
            scene -> {
              Token token = token(scene);
              return Judgement.when(
                  token.bits() >= Token.ENOUGH_BITS,
                  "the token has room for %d bits".formatted(Token.ENOUGH_BITS),
                  "it has room for %d bits: %s".formatted(token.bits(), token.told()),
                  List.of());
            });
    more =
        asking(
            more,
            "token-is-no-secret-of-others",
            "metadata-tokens-cannot-be-guessed",
            MetadataJudgements::notGuessed);
    return asking(
        more,
        "metadata-of-other-pods",
        "metadata-of-other-pods-is-refused",
        MetadataJudgements::otherPodsRefused);
  }

  private static Observation uuidOf(Scene scene, Observations seen) throws UnseenException {
    return answer(seen, MetadataService.uuid(scene.version()));
  }

  private static Optional<String> url(Scene scene, String label) throws UnseenException {
    Observations seen = label.equals(MetadataService.SIGNER) ? main(scene) : foreign(scene);
    seen.one("env");
    return seen.first("variable", "name", "AC_METADATA_URL")
        .map(it -> String.valueOf(it.values().get("value")));
  }

  private static Token token(Scene scene) throws UnseenException {
    return Token.of(
        url(scene, MetadataService.SIGNER).orElse(""),
        url(scene, MetadataService.VERIFIER).orElse(""));
  }

  /**
   * What differs in the URLs of two pods, but for the address: parts of the same place.
   *
   * @param one those of one pod
   * @param other those of the other pod, as many if the URLs are alike
   */
  record Token(List<String> one, List<String> other) {
    static final int ENOUGH_BITS = 128;

    static Token of(String url, String otherUrl) {
      List<String> parts = parts(url);
      List<String> otherParts = parts(otherUrl);
      List<String> one = new ArrayList<>();
      List<String> other = new ArrayList<>();
      for (int i = 0; i < Math.min(parts.size(), otherParts.size()); i++) {
        if (!parts.get(i).equals(otherParts.get(i))) {
          one.add(parts.get(i));
          other.add(otherParts.get(i));
        }
      }
      return new Token(one, other);
    }

    /** What could be a token: everything but the scheme, the host and the port. */
    private static List<String> parts(String url) {
      String rest = url.replaceFirst("^[a-zA-Z][a-zA-Z0-9+.-]*://", "");
      int path = rest.indexOf('/');
      String authority = path < 0 ? rest : rest.substring(0, path);
      int at = authority.lastIndexOf('@');
      String user = at < 0 ? "" : authority.substring(0, at);
      String text = user + "/" + (path < 0 ? "" : rest.substring(path));
      return List.of(text.split("[/?&=;:#]", -1));
    }

    /** Without the parts that hold one of some texts, which are in lower case. */
    Token without(Set<String> known) {
      List<String> ofOne = new ArrayList<>();
      List<String> ofOther = new ArrayList<>();
      for (int i = 0; i < one.size(); i++) {
        String both = (one.get(i) + " " + other.get(i)).toLowerCase(Locale.ROOT);
        if (known.stream().noneMatch(both::contains)) {
          ofOne.add(one.get(i));
          ofOther.add(other.get(i));
        }
      }
      return new Token(ofOne, ofOther);
    }

    /**
     * How many bits the longest part has room for at the most, going by the letters that they are
     * made of.
     */
    int bits() {
      int most = 0;
      for (int i = 0; i < one.size(); i++) {
        String both = one.get(i) + other.get(i);
        boolean hexadecimal = both.matches("[0-9a-f-]*|[0-9A-F-]*");
        double each = 6;
        if (both.matches("[0-9]*")) {
          each = Math.log(10) / Math.log(2);
        } else if (hexadecimal) {
          each = 4;
        } else if (both.matches("[a-z2-7]*|[A-Z2-7]*")) {
          each = 5;
        }
        int length = Math.min(length(one.get(i), hexadecimal), length(other.get(i), hexadecimal));
        most = Math.max(most, (int) Math.floor(length * each));
      }
      return most;
    }

    private static int length(String part, boolean hexadecimal) {
      return hexadecimal ? part.replace("-", "").length() : part.length();
    }

    /** Whether so many letters are the same at the same place that it cannot be chance. */
    boolean isAlike() {
      for (int i = 0; i < one.size(); i++) {
        int same = 0;
        int length = Math.min(one.get(i).length(), other.get(i).length());
        for (int k = 0; k < length; k++) {
          same += one.get(i).charAt(k) == other.get(i).charAt(k) ? 1 : 0;
        }
        if (same * 2 <= length) {
          return false;
        }
      }
      return true;
    }

    String told() {
      return one.isEmpty()
          ? "nothing but an address differs"
          : "%s differs from %s".formatted(String.join(" ", one), String.join(" ", other));
    }
  }

  private static Outcome notGuessed(Scene scene) throws UnseenException {
    Token token = token(scene);
    Set<String> known = new TreeSet<>();
    uuid(scene, MetadataService.SIGNER).ifPresent(it -> known.addAll(forms(it)));
    uuid(scene, MetadataService.VERIFIER).ifPresent(it -> known.addAll(forms(it)));
    scene.pod(MetadataService.SIGNER).id().ifPresent(it -> known.addAll(forms(it)));
    scene.pod(MetadataService.VERIFIER).id().ifPresent(it -> known.addAll(forms(it)));
    Token secret = token.without(known);
    boolean holds = !secret.one().isEmpty() && !secret.isAlike();
    return Judgement.when(
        holds,
        "the URLs of two pods hold tokens that have nothing in common, and do not follow from their"
            + " UUIDs or IDs",
        holds || (secret.one().isEmpty() && token.one().isEmpty()) || !secret.one().isEmpty()
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
    if (ANY_UUID.matcher(text).matches()) {
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
      String digits = digest(algorithm, bytes);
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
    Observation own = uuidOf(scene, main(scene));
    Outcome served = status(own, "a request with the token", OK);
    if (!(served instanceof Outcome.Passed)) {
      return served;
    }
    String uuid = body(own).strip();
    List<Observation> asked = new ArrayList<>();
    AppRecord signer = scene.pod(MetadataService.SIGNER).app(MetadataService.MAIN);
    AppRecord verifier = scene.pod(MetadataService.VERIFIER).app(MetadataService.FOREIGN);
    asked.addAll(signer.seen(MetadataService.STRANGER).every("http"));
    List<Observation> fromOther = verifier.seen(MetadataService.STRANGER).every("http");
    List<Observation> ofOther =
        answers(verifier.main(), MetadataService.ofApp(MetadataService.MAIN, "image/id"));
    if (asked.size() != 1 || fromOther.size() != 6 || ofOther.size() != 1) {
      throw new MissingObservationException("not all requests without the token were seen");
    }
    asked.addAll(fromOther);
    asked.addAll(
        answers(
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
            !ofApp.has("status", OK),
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

  // --- the pod

  private static Scenario pod(Scenario scenario) {
    Scenario more = scenario;
    more =
        asking(
            more,
            "container-uid",
            "metadata-serves-the-container-uid",
            scene ->
                served(
                    uuidOf(scene, main(scene)),
                    "the uid",
                    body -> containerUid(scene, body.strip())));
    more =
        asking(
            more,
            "pod-uuid",
            "metadata-serves-the-pod-uuid",
            scene ->
                served(
                    uuidOf(scene, main(scene)), "the UUID", body -> podUuid(scene, body.strip())));
    more =
        asking(
            more,
            "canonical-uuid",
            "uuid-is-served-in-canonical-form",
            scene ->
                served(
                    uuidOf(scene, main(scene)),
                    "the UUID",
                    body ->
                        Judgement.when(
                            CANONICAL_UUID.matcher(body).matches(),
                            "the answer is a UUID in lower case and nothing else",
                            "the answer is " + Quote.of(body),
                            uuidOf(scene, main(scene)))));
    more =
        asking(
            more,
            "type-of-the-uuid",
            "uuid-is-served-as-plain-text",
            scene -> type(uuidOf(scene, main(scene)), "the UUID", ASCII));
    more =
        asking(
            more,
            "pod-manifest",
            "metadata-serves-the-pod-manifest",
            MetadataJudgements::podManifest);
    more =
        asking(
            more,
            "reified-pod-manifest",
            "pod-manifest-is-served-reified",
            MetadataJudgements::reified);
    more =
        asking(
            more,
            "type-of-the-pod-manifest",
            "pod-manifest-is-served-as-json",
            scene -> type(ofPod(scene, "manifest"), "the manifest of the pod", JSON));
    Map<String, String> expected =
        Map.of(
            MetadataService.POD_ANNOTATION, MetadataService.POD_VALUE,
            MetadataService.SECRET, MetadataService.SECRET_VALUE);
    more =
        asking(
            more,
            "pod-annotations",
            "metadata-serves-the-pod-annotations",
            scene -> annotations(scene, MetadataService.ofPod(scene.version(), ""), expected));
    more =
        asking(
            more,
            "form-of-pod-annotations",
            "pod-annotations-are-served-in-their-form",
            scene -> form(ofPod(scene, "annotations"), expected));
    return asking(
        more,
        "type-of-pod-annotations",
        "pod-annotations-are-served-as-json",
        scene -> type(ofPod(scene, "annotations"), "the annotations of the pod", JSON));
  }

  private static Observation ofPod(Scene scene, String entry) throws UnseenException {
    return answer(main(scene), MetadataService.ofPod(scene.version(), entry));
  }

  private static Outcome podUuid(Scene scene, String served) throws UnseenException {
    Observation http = uuidOf(scene, main(scene));
    Optional<String> told =
        Optional.ofNullable(scene.pod(MetadataService.SIGNER).statuses().get(PodRecord.END))
            .flatMap(it -> it.uuid());
    boolean holds =
        ANY_UUID.matcher(served).matches()
            && told.filter(it -> !it.equalsIgnoreCase(served)).isEmpty();
    return Judgement.when(
        holds,
        "the UUID of the pod" + told.map(it -> ": " + it).orElse(""),
        "the UUID: " + Quote.of(served),
        http);
  }

  /**
   * It is that of the manifest, which the executor may have written anew: what it was given may be
   * run more than once, and each of these has a uid of its own.
   */
  private static Outcome containerUid(Scene scene, String served) throws UnseenException {
    Observation http = uuidOf(scene, main(scene));
    if (!ANY_UUID.matcher(served).matches()) {
      return new Outcome.Failed(
          "the uid is a UUID", "the uid is " + Quote.of(served), List.of(http.line()));
    }
    return ofPodManifest(
        scene,
        manifest ->
            Judgement.equal(
                "the uid without case",
                manifest.path("uuid").asString("").toLowerCase(Locale.ROOT),
                served.toLowerCase(Locale.ROOT),
                http));
  }

  /** What the runtime was given. */
  private static JsonNode manifest(Scene scene) throws UnseenException {
    return MAPPER.readTree(scene.pod(MetadataService.SIGNER).manifest());
  }

  private static Outcome ofPodManifest(Scene scene, OfJson judgement) throws UnseenException {
    Observation http = ofPod(scene, "manifest");
    Outcome status = status(http, "the manifest of the pod", OK);
    if (!(status instanceof Outcome.Passed)) {
      return status;
    }
    String body = body(main(scene), http, MetadataService.POD_MANIFEST);
    Optional<JsonNode> json = json(body).filter(JsonNode::isObject);
    return json.isPresent()
        ? judgement.judge(json.get())
        : noJson("the manifest of the pod", body, http);
  }

  /** Judges JSON. */
  @FunctionalInterface
  private interface OfJson {
    Outcome judge(JsonNode json) throws UnseenException;
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private static String appName(JsonNode app) {
    return app.has("name") ? app.path("name").asString("") : app.path("app").asString("");
  }

  private static String imageId(JsonNode app) {
    return app.has("imageID")
        ? app.path("imageID").asString("")
        : app.path("image").path("id").asString("");
  }

  private static Outcome podManifest(Scene scene) throws UnseenException {
    JsonNode given = manifest(scene);
    Observation http = ofPod(scene, "manifest");
    return ofPodManifest(
        scene,
        served -> {
          List<Outcome> all = new ArrayList<>();
          all.add(Judgement.equal("acKind", given.path("acKind"), served.path("acKind"), http));
          List<String> names =
              elements(given.path("apps")).stream().map(MetadataJudgements::appName).toList();
          List<String> found =
              elements(served.path("apps")).stream().map(MetadataJudgements::appName).toList();
          all.add(Judgement.equal("the apps", new TreeSet<>(names), new TreeSet<>(found), http));
          for (JsonNode app : elements(given.path("apps"))) {
            JsonNode same = find(served.path("apps"), appName(app));
            if (app.has("app") && app.path("app").isObject()) {
              all.add(
                  Judgement.when(
                      app.path("app").path("exec").equals(same.path("app").path("exec")),
                      "the app %s has the words to execute that it was given"
                          .formatted(appName(app)),
                      "it has %d words".formatted(same.path("app").path("exec").size()),
                      http));
            }
          }
          Map<String, String> annotations = pairs(served.path("annotations"));
          for (Map.Entry<String, String> one : pairs(given.path("annotations")).entrySet()) {
            all.add(
                Judgement.equal(
                    "the annotation " + one.getKey(),
                    one.getValue(),
                    annotations.getOrDefault(one.getKey(), "not there"),
                    http));
          }
          return Judgement.all(all);
        });
  }

  private static JsonNode find(JsonNode apps, String name) {
    return elements(apps).stream()
        .filter(it -> appName(it).equals(name))
        .findFirst()
        .orElseGet(MAPPER::createObjectNode);
  }

  /** Annotations as pairs, in either form that manifests have. */
  private static Map<String, String> pairs(JsonNode annotations) {
    Map<String, String> pairs = new TreeMap<>();
    if (annotations.isObject()) {
      annotations.properties().forEach(it -> pairs.put(it.getKey(), it.getValue().asString("")));
    } else {
      for (JsonNode one : elements(annotations)) {
        pairs.put(one.path("name").asString(""), one.path("value").asString(""));
      }
    }
    return pairs;
  }

  private static Outcome reified(Scene scene) throws UnseenException {
    Observation http = ofPod(scene, "manifest");
    JsonNode given = manifest(scene);
    boolean hasPaths = scene.version().compareTo(PATHS_OF_MOUNTS) >= 0;
    String key = hasPaths ? "path" : "mountPoint";
    return ofPodManifest(
        scene,
        served -> {
          List<Outcome> all = new ArrayList<>();
          Set<String> volumes = new TreeSet<>();
          elements(served.path("volumes")).forEach(it -> volumes.add(it.path("name").asString("")));
          for (JsonNode app : elements(given.path("apps"))) {
            String name = appName(app);
            JsonNode same = find(served.path("apps"), name);
            String id = imageId(same);
            all.add(
                Judgement.when(
                    IMAGE_ID.matcher(id).matches(),
                    "the app %s has a whole image ID".formatted(name),
                    "the image ID of %s is %s".formatted(name, id.isEmpty() ? "missing" : id),
                    http));
            for (JsonNode point : elements(app.path("app").path("mountPoints"))) {
              String place = point.path(hasPaths ? "path" : "name").asString("");
              boolean satisfied =
                  elements(same.path("mounts")).stream()
                      .filter(it -> it.path(key).asString("").equals(place))
                      .anyMatch(
                          it ->
                              it.has("appVolume")
                                  || volumes.contains(it.path("volume").asString("")));
              all.add(
                  Judgement.when(
                      satisfied,
                      "there is a volume for the mount point %s of %s".formatted(place, name),
                      satisfied
                          ? "%s of %s has a volume".formatted(place, name)
                          : "the mounts of %s are %s, the volumes are %s"
                              .formatted(name, same.path("mounts"), volumes),
                      http));
            }
          }
          return Judgement.all(all);
        });
  }

  // --- annotations

  /** Whether annotations are told, in the form of the version. */
  private static Outcome annotations(Scene scene, String path, Map<String, String> expected)
      throws UnseenException {
    if (MetadataService.hasLists(scene.version())) {
      Observation http = answer(main(scene), path + "annotations");
      return served(
          http,
          path + "annotations",
          body -> {
            Optional<JsonNode> json = json(body);
            return json.isPresent()
                ? same(pairs(json.get()), expected, http)
                : noJson(path + "annotations", body, http);
          });
    }
    Observation directory = answer(main(scene), path + "annotations/");
    List<Outcome> all = new ArrayList<>();
    for (Map.Entry<String, String> one : new TreeMap<>(expected).entrySet()) {
      Observation http = answer(main(scene), path + "annotations/" + one.getKey());
      // What a directory is was never said: an entry for each, or all in one answer.
      if (directory.has("status", OK)
          && one.getValue()
              .equals(
                  json(body(directory))
                      .map(MetadataJudgements::pairs)
                      .orElse(Map.of())
                      .get(one.getKey()))) {
        all.add(
            new Outcome.Passed(
                "%s: %s".formatted(one.getKey(), one.getValue()), List.of(directory.line())));
      } else {
        all.add(
            served(
                http,
                "the annotation " + one.getKey(),
                body ->
                    Judgement.equal(
                        "the annotation " + one.getKey(),
                        one.getValue(),
                        body.stripTrailing(),
                        http)));
      }
    }
    return Judgement.all(all);
  }

  /** Whether all of these are there, with these values; there may be more. */
  private static Outcome same(
      Map<String, String> served, Map<String, String> expected, Observation http) {
    List<Outcome> all = new ArrayList<>();
    new TreeMap<>(expected)
        .forEach(
            (key, value) ->
                all.add(
                    Judgement.equal(
                        "the annotation " + key,
                        value,
                        served.getOrDefault(key, "not there"),
                        http)));
    return Judgement.all(all);
  }

  /** Whether annotations are a list of names and values, each name once. */
  private static Outcome form(Observation http, Map<String, String> expected)
      throws UnseenException {
    return served(
        http,
        "the annotations",
        body -> {
          Optional<JsonNode> json = json(body);
          if (json.isEmpty()) {
            return noJson("the list of annotations", body, http);
          }
          boolean isList =
              json.get().isArray()
                  && elements(json.get()).stream()
                      .allMatch(
                          it ->
                              it.isObject()
                                  && it.size() == 2
                                  && it.path("name").isString()
                                  && it.path("value").isString());
          boolean once = pairs(json.get()).size() == json.get().size();
          return Judgement.all(
              Judgement.when(
                  isList && once,
                  "a list of objects with name and value, each name once",
                  isList && once ? "a list of names and values" : Quote.of(body),
                  http),
              same(pairs(json.get()), expected, http));
        });
  }

  // --- apps

  private static Scenario apps(Scenario scenario) {
    String path = MetadataService.ofApp(MetadataService.MAIN, "");
    String other = MetadataService.ofApp(MetadataService.SIDE, "");
    Map<String, String> ofImage =
        Map.of(
            MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE,
            MetadataService.BOTH_ANNOTATION, MetadataService.FROM_IMAGE);
    Map<String, String> merged =
        Map.of(
            MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE,
            MetadataService.OWN_ANNOTATION, MetadataService.FROM_POD);
    Map<String, String> taken = Map.of(MetadataService.BOTH_ANNOTATION, MetadataService.FROM_POD);
    Scenario more =
        asking(
            scenario,
            "annotations-of-apps",
            "metadata-serves-the-annotations-of-apps",
            scene ->
                Judgement.all(
                    annotations(
                        scene,
                        path,
                        Map.of(MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE)),
                    annotations(scene, other, ofImage)));
    more =
        asking(
            more,
            "merged-annotations",
            "annotations-of-apps-are-merged",
            scene -> annotations(scene, path, merged));
    more =
        asking(
            more,
            "precedence-of-the-pod",
            "annotations-of-the-pod-take-precedence",
            scene -> annotations(scene, path, taken));
    more =
        asking(
            more,
            "form-of-annotations-of-apps",
            "annotations-of-apps-are-served-in-their-form",
            scene ->
                Judgement.all(
                    form(answer(main(scene), path + "annotations"), merged),
                    form(answer(main(scene), other + "annotations"), ofImage)));
    more =
        asking(
            more,
            "type-of-annotations-of-apps",
            "annotations-of-apps-are-served-as-json",
            scene ->
                type(answer(main(scene), path + "annotations"), "the annotations of an app", JSON));
    more =
        asking(
            more,
            "image-manifest",
            "metadata-serves-the-image-manifest",
            MetadataJudgements::imageManifest);
    more =
        asking(
            more,
            "type-of-the-image-manifest",
            "image-manifest-is-served-as-json",
            scene ->
                type(
                    answer(main(scene), path + "image/manifest"),
                    "the manifest of the image",
                    JSON));
    more =
        asking(
            more,
            "image-id",
            "metadata-serves-the-image-id",
            scene ->
                Judgement.all(
                    imageIdOf(scene, MetadataService.MAIN),
                    imageIdOf(scene, MetadataService.SIDE)));
    return asking(
        more,
        "type-of-the-image-id",
        "image-id-is-served-as-plain-text",
        scene -> type(answer(main(scene), path + "image/id"), "the image ID", ASCII));
  }

  private static Outcome imageManifest(Scene scene) throws UnseenException {
    Observation http =
        answer(main(scene), MetadataService.ofApp(MetadataService.MAIN, "image/manifest"));
    Outcome status = status(http, "the manifest of the image", OK);
    if (!(status instanceof Outcome.Passed)) {
      return status;
    }
    PodRecord pod = scene.pod(MetadataService.SIGNER);
    Dialect dialect = new Dialect(scene.version());
    boolean withVolume = manifest(scene).has("volumes");
    ProbeApp app = MetadataService.main(scene.version(), withVolume);
    String expected =
        dialect.imageManifest(
            dialect.imageFor(app, pod.nonce()), scene.fact(MetadataService.ARCHITECTURE));
    String body = body(main(scene), http, MetadataService.IMAGE_MANIFEST);
    boolean same = json(body).equals(json(expected));
    return Judgement.when(
        same,
        "the manifest as it is in the image",
        same ? "it is the same" : "it is another one: " + Quote.of(body),
        http);
  }

  private static Outcome imageIdOf(Scene scene, String app) throws UnseenException {
    Observation http = answer(main(scene), MetadataService.ofApp(app, "image/id"));
    // The runtime may have told less than the whole ID to name the image by.
    String known = imageId(find(manifest(scene).path("apps"), app));
    String beginning = known.startsWith("sha512-") ? known : "sha512-";
    return served(
        http,
        "the image ID",
        body -> {
          String id = body.strip();
          return Judgement.when(
              IMAGE_ID.matcher(id).matches() && id.startsWith(beginning),
              "the image ID of %s, %s".formatted(app, known),
              "the image ID of %s: %s".formatted(app, Quote.of(id)),
              http);
        });
  }

  // --- signatures

  private static Scenario signatures(Scenario scenario) {
    Scenario more =
        asking(
            scenario,
            "signs",
            "metadata-signs-content",
            scene ->
                Judgement.all(
                    served(
                        signed(scene, 0),
                        "signing",
                        body ->
                            Judgement.when(
                                !body.isBlank(),
                                "a signature",
                                body.isBlank() ? "nothing" : "the signature " + Quote.of(body),
                                signed(scene, 0)))));
    more =
        asking(
            more, "hmac-sha256", "signatures-are-hmac-sha256", scene -> hmac(scene, SHA256_BYTES));
    more =
        asking(
            more, "hmac-sha512", "signatures-are-hmac-sha512", scene -> hmac(scene, SHA512_BYTES));
    return asking(
        more,
        "type-of-signatures",
        "signatures-are-served-as-plain-text",
        scene -> type(signed(scene, 0), "a signature", ASCII));
  }

  /** The answer to signing the content once more, or with 1 the other content. */
  private static Observation signed(Scene scene, int index) throws UnseenException {
    return answer(main(scene), MetadataService.sign(scene.version()), index);
  }

  /** With a key that nobody knows: the length is right, and it is a function of the content. */
  private static Outcome hmac(Scene scene, int length) throws UnseenException {
    Observations first =
        scene.pod(MetadataService.SIGNER).app(MetadataService.MAIN).seen(MetadataService.HASHER);
    Observation once = answer(first, MetadataService.sign(scene.version()));
    Observation again = signed(scene, 0);
    Observation other = signed(scene, 1);
    for (Observation one : List.of(once, again, other)) {
      Outcome status = status(one, "signing", OK);
      if (!(status instanceof Outcome.Passed)) {
        return status;
      }
    }
    String signature = body(once).strip();
    int found = decoded(signature);
    return Judgement.all(
        Judgement.when(
            found == length,
            "Base64 of %d bytes".formatted(length),
            found < 0 ? "no Base64: " + Quote.of(signature) : "Base64 of %d bytes".formatted(found),
            once),
        Judgement.equal("the signature of the same content", signature, body(again).strip(), again),
        Judgement.when(
            !signature.equals(body(other).strip()),
            "other content has another signature",
            "other content has the signature " + Quote.of(body(other).strip()),
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
        asking(
            scenario,
            "verified-by-another-pod",
            "signatures-of-other-pods-are-verified",
            MetadataJudgements::right);
    more =
        asking(
            more,
            "wrong-signature",
            "wrong-signatures-are-not-ok",
            scene ->
                Judgement.all(
                    right(scene),
                    notOk(scene, Verification.TAMPERED, "a signature with a wrong bit")));
    more =
        asking(
            more,
            "wrong-signature-is-forbidden",
            "wrong-signatures-are-forbidden",
            scene ->
                Judgement.all(
                    right(scene),
                    status(
                        verified(scene, Verification.TAMPERED),
                        "a signature with a wrong bit",
                        FORBIDDEN),
                    status(
                        verified(scene, Verification.OF_OTHER_CONTENT),
                        "the signature of other content",
                        FORBIDDEN)));
    more =
        asking(
            more,
            "signature-of-one-pod",
            "signatures-belong-to-one-pod",
            MetadataJudgements::ofOnePod);
    return asking(
        more,
        "type-of-verification",
        "verification-is-answered-in-plain-text",
        scene -> type(verified(scene, Verification.RIGHT), "verifying", ASCII));
  }

  private static Observation verified(Scene scene, Verification which) throws UnseenException {
    return answer(foreign(scene), MetadataService.verify(scene.version()), which.place);
  }

  private static Outcome right(Scene scene) throws UnseenException {
    return status(verified(scene, Verification.RIGHT), "the signature of another pod", OK);
  }

  private static Outcome notOk(Scene scene, Verification which, String what)
      throws UnseenException {
    Observation http = verified(scene, which);
    Outcome spoken = spoken(http);
    return spoken instanceof Outcome.Passed
        ? Judgement.when(
            !http.has("status", OK),
            "%s is not answered by 200".formatted(what),
            "%s is answered by %d".formatted(what, http.number("status")),
            http)
        : spoken;
  }

  private static Outcome ofOnePod(Scene scene) throws UnseenException {
    Observation own = answer(foreign(scene), MetadataService.sign(scene.version()));
    Observation other = signed(scene, 0);
    Outcome outcome =
        Judgement.all(
            right(scene),
            notOk(
                scene,
                Verification.OF_ANOTHER_POD,
                "the signature of another pod as one of its own"),
            status(own, "signing", OK),
            status(other, "signing", OK));
    if (!(outcome instanceof Outcome.Passed)) {
      return outcome;
    }
    return Judgement.all(
        outcome,
        Judgement.when(
            !body(own).strip().equals(body(other).strip()),
            "two pods sign the same content differently",
            body(own).strip().equals(body(other).strip())
                ? "both sign it by " + Quote.of(body(own).strip())
                : "they sign it differently",
            own,
            other));
  }
}
