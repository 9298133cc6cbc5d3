package org.appctoolkit.conformance.scenario.isolators;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Log;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.spec.SpecVersion;

/**
 * Scenes in short: {@code fact KEY VALUE}, {@code pod LABEL STATE} or {@code pod LABEL refused},
 * {@code app NAME exit N} or {@code app NAME signal N}, {@code fate APP NAME OUTCOME} with a hyphen
 * for the pod, and what a process has seen: {@code WHO SEE KEY=VALUE…}, where an underscore in a
 * value is a space and a tilde an underscore. A process that has seen something has begun.
 */
final class ShortScene {
  private static final String NONCE = "00112233445566778899aabbccddeeff";

  private final SpecVersion version;
  private final Set<String> capabilities;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, PodRecord> pods = new LinkedHashMap<>();
  private String label = "";
  private String state = "";
  private final List<PodStatus.AppStatus> statuses = new ArrayList<>();
  private final List<PodStatus.IsolatorFate> fates = new ArrayList<>();
  private final Map<String, StringBuilder> logs = new LinkedHashMap<>();
  private StringBuilder log = new StringBuilder();

  private ShortScene(SpecVersion version, Set<String> capabilities) {
    this.version = version;
    this.capabilities = capabilities;
  }

  static Scene read(SpecVersion version, Set<String> capabilities, String text) throws IOException {
    ShortScene scene = new ShortScene(version, capabilities);
    for (String line : text.lines().toList()) {
      scene.take(line.strip().split(" ", -1));
    }
    scene.finishPod();
    RuntimeDescription runtime = new RuntimeDescription("short", "1", "", capabilities);
    return new Scene(version, runtime, scene.pods, Map.of(), scene.facts);
  }

  private void take(String[] words) throws IOException {
    switch (words[0]) {
      case "" -> {}
      case "fact" -> facts.put(words[1], words.length > 2 ? words[2] : "");
      case "pod" -> {
        finishPod();
        label = words[1];
        state = words[2];
      }
      case "app" -> {
        log = new StringBuilder();
        logs.put(words[1], log);
        OptionalInt number = OptionalInt.of(Integer.parseInt(words[3]));
        boolean exit = words[2].equals("exit");
        statuses.add(
            new PodStatus.AppStatus(
                words[1],
                "exited",
                exit ? number : OptionalInt.empty(),
                exit ? OptionalInt.empty() : number));
      }
      case "fate" ->
          fates.add(
              new PodStatus.IsolatorFate(
                  words[1].equals("-") ? Optional.empty() : Optional.of(words[1]),
                  words[2],
                  words[3],
                  ""));
      default -> log.append(line(words));
    }
  }

  private String line(String[] words) {
    String first = log.indexOf("\"who\":\"" + words[0] + "\"") < 0 ? start(words[0], "begin") : "";
    String values =
        Stream.of(words)
            .skip(2)
            .map(it -> it.split("=", 2))
            .map(it -> ",\"%s\":%s".formatted(it[0], value(it[1])))
            .collect(Collectors.joining());
    return (first.isEmpty() ? "" : first + "}\n") + start(words[0], words[1]) + values + "}\n";
  }

  private static String start(String who, String see) {
    return "{\"appc\":\"%s\",\"who\":\"%s\",\"n\":0,\"see\":\"%s\"".formatted(NONCE, who, see);
  }

  private static String value(String text) {
    boolean plain = text.matches("true|false|[1-9][0-9]{0,11}|0");
    return plain
        ? text
        : "\"" + text.replace('_', ' ').replace('~', '_').replace("TAB", "\\t") + "\"";
  }

  private void finishPod() throws IOException {
    if (!label.isEmpty()) {
      pods.put(label, state.equals("refused") ? refused() : record());
    }
    statuses.clear();
    fates.clear();
    logs.clear();
  }

  private PodRecord refused() {
    Optional<String> reason = Optional.of("it does not want to");
    return new PodRecord(label, NONCE, "{}", Optional.empty(), reason, Map.of(), Map.of());
  }

  private PodRecord record() throws IOException {
    Map<String, AppRecord> apps = new LinkedHashMap<>();
    Log none = new Log(Path.of("no-log"));
    for (Map.Entry<String, StringBuilder> one : logs.entrySet()) {
      byte[] bytes = one.getValue().toString().getBytes(StandardCharsets.UTF_8);
      Observations seen = Observations.in(new ByteArrayInputStream(bytes), NONCE, one.getKey());
      apps.put(one.getKey(), new AppRecord(one.getKey(), none, none, seen));
    }
    PodStatus end =
        new PodStatus(
            Optional.empty(),
            state,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            statuses,
            fates);
    return new PodRecord(
        label, NONCE, "{}", Optional.of(label), Optional.empty(), Map.of(PodRecord.END, end), apps);
  }
}
