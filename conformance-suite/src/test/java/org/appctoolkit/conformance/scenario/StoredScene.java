package org.appctoolkit.conformance.scenario;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A scene as it was seen when the reference runtime played, kept as JSON, that can be spoilt. */
final class StoredScene {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final SpecVersion version;
  private final RuntimeDescription runtime;
  private final Map<String, String> facts;
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  private StoredScene(JsonNode json) {
    this.version = SpecVersion.parse(json.path("version").asString()).orElseThrow();
    this.runtime =
        new RuntimeDescription(
            "stored",
            "1",
            version.toString(),
            new TreeSet<>(
                json.path("capabilities").valueStream().map(JsonNode::asString).toList()));
    this.facts = texts(json.path("facts"));
    json.path("pods").properties().forEach(it -> pods.put(it.getKey(), new Pod(it.getValue())));
  }

  /** A pod of it. */
  private static final class Pod {
    private final String nonce;
    private String manifest;
    private final Optional<String> id;
    private Optional<String> refusal;
    private final Map<String, Map<String, String>> statuses = new LinkedHashMap<>();
    private final Map<String, List<String>> apps = new LinkedHashMap<>();

    Pod(JsonNode json) {
      this.nonce = json.path("nonce").asString();
      this.manifest = json.path("manifest").asString();
      this.id = Optional.ofNullable(json.get("id")).map(JsonNode::asString);
      this.refusal = Optional.ofNullable(json.get("refusal")).map(JsonNode::asString);
      json.path("statuses")
          .properties()
          .forEach(it -> statuses.put(it.getKey(), texts(it.getValue())));
      json.path("apps")
          .properties()
          .forEach(
              it ->
                  apps.put(
                      it.getKey(),
                      new ArrayList<>(
                          it.getValue().valueStream().map(JsonNode::asString).toList())));
    }

    PodRecord record(String label) throws IOException {
      Map<String, PodStatus> told = new LinkedHashMap<>();
      statuses.forEach((occasion, status) -> told.put(occasion, status(status)));
      Map<String, AppRecord> records = new LinkedHashMap<>();
      Log none = new Log(Path.of("no-log"));
      for (Map.Entry<String, List<String>> app : apps.entrySet()) {
        byte[] log = String.join("\n", app.getValue()).getBytes(StandardCharsets.UTF_8);
        String about = "app %s of pod %s".formatted(app.getKey(), label);
        Observations seen = Observations.in(new ByteArrayInputStream(log), nonce, about);
        records.put(app.getKey(), new AppRecord(app.getKey(), none, none, seen));
      }
      return new PodRecord(label, nonce, manifest, id, refusal, told, records);
    }
  }

  private static PodStatus status(Map<String, String> told) {
    return new PodStatus(
        Optional.ofNullable(told.get("uuid")),
        told.getOrDefault("state", "exited"),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.ofNullable(told.get("address")),
        List.of(),
        List.of());
  }

  private static Map<String, String> texts(JsonNode object) {
    return object.properties().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                it -> it.getValue().asString(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /** The one of a scenario at a version. */
  static StoredScene of(String name) throws IOException {
    try (InputStream in = StoredScene.class.getResourceAsStream("stored/" + name + ".json")) {
      if (in == null) {
        throw new IOException("there is no scene " + name);
      }
      return new StoredScene(MAPPER.readTree(in.readAllBytes()));
    }
  }

  SpecVersion version() {
    return version;
  }

  Scene scene() throws IOException {
    Map<String, PodRecord> records = new LinkedHashMap<>();
    for (Map.Entry<String, Pod> pod : pods.entrySet()) {
      records.put(pod.getKey(), pod.getValue().record(pod.getKey()));
    }
    return new Scene(version, runtime, records, Map.of(), facts);
  }

  /** As of a runtime that says that all is well, and does nothing. */
  StoredScene silent() {
    for (Pod pod : pods.values()) {
      pod.refusal = Optional.empty();
      pod.apps.values().forEach(List::clear);
    }
    return this;
  }

  /** As of a runtime that refuses everything. */
  StoredScene refused() {
    for (Pod pod : pods.values()) {
      pod.refusal = Optional.of("it does not want to");
      pod.statuses.clear();
      pod.apps.clear();
    }
    return this;
  }

  /** As of a runtime that does not refuse a pod: its app does what that of another pod does. */
  StoredScene executed(String label, String other) {
    Pod pod = Optional.ofNullable(pods.get(label)).orElseThrow();
    Pod model = Optional.ofNullable(pods.get(other)).orElseThrow();
    pod.refusal = Optional.empty();
    model.apps.forEach(
        (app, lines) ->
            pod.apps.put(
                app,
                new ArrayList<>(
                    lines.stream().map(it -> it.replace(model.nonce, pod.nonce)).toList())));
    return this;
  }

  /**
   * Changes something everywhere in one place.
   *
   * @param where {@code POD/APP}, with an asterisk for any; {@code manifest POD}; {@code status
   *     POD/OCCASION} for all that was told then, as {@code KEY=VALUE}; or {@code fact KEY}
   * @param line what a line of an app holds to be changed, a regular expression
   * @throws IllegalArgumentException if that changes nothing
   */
  StoredScene spoil(String where, String line, String from, String to) {
    boolean changed = false;
    String place = where.substring(where.indexOf(' ') + 1);
    if (where.startsWith("fact ")) {
      String fact = facts.getOrDefault(place, "");
      facts.put(place, fact.replaceFirst(from, to));
      changed = !fact.equals(facts.get(place));
    } else if (where.startsWith("no fact ")) {
      changed = facts.remove(where.substring(8)) != null;
    }
    for (Map.Entry<String, Pod> pod : pods.entrySet()) {
      String label = pod.getKey();
      Pod one = pod.getValue();
      if (where.equals("manifest " + label)) {
        String other = one.manifest.replaceFirst(from, to);
        changed |= !other.equals(one.manifest);
        one.manifest = other;
      }
      for (Map.Entry<String, Map<String, String>> status : one.statuses.entrySet()) {
        if (where.equals("status " + label + "/" + status.getKey())) {
          changed |= status.getValue().remove(from) != null;
          if (!to.isEmpty()) {
            status.getValue().put(from, to);
          }
        }
      }
      for (Map.Entry<String, List<String>> app : one.apps.entrySet()) {
        if (place.equals("*/*") || place.equals(label + "/" + app.getKey())) {
          changed |= spoil(app.getValue(), Pattern.compile(line), from, to);
        }
      }
    }
    if (!changed) {
      throw new IllegalArgumentException(
          "nothing to change: %s %s %s".formatted(where, line, from));
    }
    return this;
  }

  private static boolean spoil(List<String> lines, Pattern line, String from, String to) {
    boolean changed = false;
    for (int i = 0; i < lines.size(); i++) {
      String one = lines.get(i);
      Matcher found = line.matcher(one);
      String other = found.find() ? one.replaceFirst(from, to) : one;
      changed |= !other.equals(one);
      lines.set(i, other);
    }
    lines.removeIf(String::isEmpty);
    return changed;
  }

  /** What was told on an occasion. */
  String told(String label, String occasion, String key) {
    return Optional.ofNullable(pods.get(label))
        .flatMap(it -> Optional.ofNullable(it.statuses.get(occasion)))
        .flatMap(it -> Optional.ofNullable(it.get(key)))
        .orElseThrow();
  }
}
