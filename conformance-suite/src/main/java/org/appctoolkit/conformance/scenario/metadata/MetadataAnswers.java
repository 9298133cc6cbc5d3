package org.appctoolkit.conformance.scenario.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.document.Quote;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What apps have asked a metadata service for, and what it has answered. */
final class MetadataAnswers {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final String JSON = "application/json";
  static final String ASCII = "text/plain; charset=us-ascii";
  static final int OK = 200;
  static final Pattern ANY_UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private MetadataAnswers() {}

  static Scenario asking(Scenario scenario, String name, String clause, Judgement judgement) {
    return scenario.expecting(name, clause, judgement, MetadataService.CAPABILITY);
  }

  /** What an app has seen in one of its roles. */
  static Observations seen(Scene scene, String pod, String app) throws UnseenException {
    return scene.pod(pod).app(app).main();
  }

  static Observations main(Scene scene) throws UnseenException {
    return seen(scene, MetadataService.SIGNER, MetadataService.MAIN);
  }

  static Observations foreign(Scene scene) throws UnseenException {
    return seen(scene, MetadataService.VERIFIER, MetadataService.FOREIGN);
  }

  /** The answers at a path, in the order of the requests. */
  static List<Observation> answers(Observations seen, String path) throws UnseenException {
    seen.requireBegun();
    return seen.every("http").stream()
        .filter(it -> String.valueOf(it.values().get("url")).endsWith("/acMetadata/v1/" + path))
        .toList();
  }

  static Observation answer(Observations seen, String path, int index) throws UnseenException {
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

  static Observation answer(Observations seen, String path) throws UnseenException {
    return answer(seen, path, 0);
  }

  /** Passed if something has answered over HTTP, whatever it says. */
  static Outcome spoken(Observation http) throws UnseenException {
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

  static Outcome status(Observation http, String what, int expected) throws UnseenException {
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
  static Outcome served(Observation http, String what, OfBody judgement) throws UnseenException {
    Outcome status = status(http, what, OK);
    return status instanceof Outcome.Passed ? judgement.judge(body(http)) : status;
  }

  /** Judges the content of an answer. */
  @FunctionalInterface
  interface OfBody {
    Outcome judge(String body) throws UnseenException;
  }

  static String body(Observation http) throws UnseenException {
    String body = http.text("body");
    if (body.length() != http.number("length")) {
      throw new MissingObservationException("the answer is too long to be seen: " + http.line());
    }
    return utf8(body.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What was put into a file, from the pieces that were read of it. */
  static String body(Observations seen, Observation http, String file) throws UnseenException {
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

  static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether a media type is the one that is wanted; letters and spaces do not matter. */
  static Outcome type(Observation http, String what, String expected) throws UnseenException {
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

  static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static Outcome noJson(String what, String body, Observation http) {
    return new Outcome.Failed(what + " is JSON", "it is " + Quote.of(body), List.of(http.line()));
  }

  static Observation uuidOf(Scene scene, Observations seen) throws UnseenException {
    return answer(seen, MetadataService.uuid(scene.version()));
  }
}
