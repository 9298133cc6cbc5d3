package org.appctoolkit.conformance.scenario.execution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Log;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.spec.SpecVersion;

/** A scene that is written by hand, and can be spoilt. */
final class Draft {
  private static final String NONCE = "00112233445566778899aabbccddeeff";

  final SpecVersion version;
  final Map<String, String> facts = new LinkedHashMap<>();
  private final Set<String> capabilities;
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  Draft(SpecVersion version, String... capabilities) {
    this.version = version;
    this.capabilities = Set.of(capabilities);
  }

  RuntimeDescription runtime() {
    return new RuntimeDescription("draft", "1", version.toString(), capabilities);
  }

  /** A pod; there is one from now on. */
  Pod pod(String label) {
    return pods.computeIfAbsent(label, key -> new Pod());
  }

  /** An app; there is one from now on. */
  App app(String pod, String name) {
    return pod(pod).apps.computeIfAbsent(name, key -> new App());
  }

  /** What apps have left in the directory that they share. */
  Draft left(String pod, String files) {
    facts.put("left by pod " + pod, files);
    return this;
  }

  /** As a runtime would have it that says that all is well and does nothing. */
  Draft silent() {
    for (Pod pod : pods.values()) {
      pod.refusal = Optional.empty();
      pod.state = "exited";
      pod.exit = 0;
      for (App app : pod.apps.values()) {
        app.stdout.setLength(0);
        app.stderr.setLength(0);
        app.signal = OptionalInt.empty();
        app.exit = OptionalInt.of(0);
      }
    }
    facts.replaceAll((key, value) -> key.startsWith("left") ? "meeting" : "0 0");
    return this;
  }

  /** As a runtime would have it that refuses everything. */
  Draft refused() {
    silent();
    for (Pod pod : pods.values()) {
      pod.refusal = Optional.of("it does not want to");
    }
    return this;
  }

  Scene scene(Path directory) throws IOException {
    Map<String, PodRecord> records = new LinkedHashMap<>();
    for (Map.Entry<String, Pod> pod : pods.entrySet()) {
      records.put(pod.getKey(), pod.getValue().record(pod.getKey(), directory));
    }
    return new Scene(version, runtime(), records, Map.of(), facts);
  }

  static final class Pod {
    Optional<String> refusal = Optional.empty();
    String state = "exited";
    int exit;
    final Map<String, App> apps = new LinkedHashMap<>();

    private PodRecord record(String label, Path directory) throws IOException {
      if (refusal.isPresent()) {
        return new PodRecord(label, NONCE, "{}", Optional.empty(), refusal, Map.of(), Map.of());
      }
      Map<String, AppRecord> records = new LinkedHashMap<>();
      List<PodStatus.AppStatus> statuses = new ArrayList<>();
      for (Map.Entry<String, App> app : apps.entrySet()) {
        String name = app.getKey();
        records.put(name, app.getValue().record(name, directory.resolve(label + "-" + name)));
        statuses.add(
            new PodStatus.AppStatus(name, "exited", app.getValue().exit, app.getValue().signal));
      }
      PodStatus end =
          new PodStatus(
              Optional.empty(),
              state,
              OptionalInt.of(exit),
              Optional.empty(),
              Optional.empty(),
              statuses,
              List.of());
      return new PodRecord(
          label,
          NONCE,
          "{}",
          Optional.of(label),
          Optional.empty(),
          Map.of(PodRecord.END, end),
          records);
    }
  }

  /** What an app has written, a char for each byte. */
  static final class App {
    final StringBuilder stdout = new StringBuilder();
    final StringBuilder stderr = new StringBuilder();
    OptionalInt exit = OptionalInt.of(0);
    OptionalInt signal = OptionalInt.empty();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** An observation; of each key and its value one behind the other. */
    App saw(String who, String see, Object... pairs) {
      int number = numbers.merge(who, 1, Integer::sum) - 1;
      stdout.append(
          "{\"appc\":\"%s\",\"who\":\"%s\",\"n\":%d,\"see\":\"%s\""
              .formatted(NONCE, who, number, see));
      for (int i = 0; i < pairs.length; i += 2) {
        stdout.append(",\"%s\":%s".formatted(pairs[i], json(pairs[i + 1])));
      }
      stdout.append("}\n");
      return this;
    }

    App began(String who) {
      return saw(who, "begin", "pid", 2, "ppid", 1, "argc", 5);
    }

    App wrote(String text) {
      stdout.append(text);
      return this;
    }

    App complained(String text) {
      stderr.append(text);
      return this;
    }

    App died(int number) {
      exit = OptionalInt.empty();
      signal = OptionalInt.of(number);
      return this;
    }

    /** Spoils it: what stands there first is another thing from now on. */
    App instead(String text, String other) {
      replace(stdout.indexOf(text) >= 0 ? stdout : stderr, text, other);
      return this;
    }

    /** Spoils it: what stands in the first line of a role that has it is another thing. */
    App instead(String who, String text, String other) {
      int from = 0;
      String start = "\"who\":\"%s\",".formatted(who);
      while (true) {
        int at = stdout.indexOf(text, from);
        if (at < 0) {
          throw new IllegalArgumentException("%s has not seen %s".formatted(who, text));
        }
        int line = stdout.lastIndexOf("\n", at) + 1;
        if (stdout.substring(line, at).contains(start)) {
          stdout.replace(at, at + text.length(), other);
          return this;
        }
        from = at + 1;
      }
    }

    /** Spoils it: all observations of a role about one thing are lost. */
    App without(String who, String see) {
      String start = "\"who\":\"%s\",".formatted(who);
      String about = "\"see\":\"%s\"".formatted(see);
      StringBuilder kept = new StringBuilder();
      for (String line : stdout.toString().split("(?<=\n)", -1)) {
        if (!line.contains(start) || !(see.isEmpty() || line.contains(about))) {
          kept.append(line);
        }
      }
      if (kept.length() == stdout.length()) {
        throw new IllegalArgumentException("there is no %s of %s".formatted(see, who));
      }
      stdout.setLength(0);
      stdout.append(kept);
      return this;
    }

    private static void replace(StringBuilder stream, String text, String other) {
      int at = stream.indexOf(text);
      if (at < 0) {
        throw new IllegalArgumentException("there is no " + text);
      }
      stream.replace(at, at + text.length(), other);
    }

    private static String json(Object value) {
      if (!(value instanceof String text)) {
        return String.valueOf(value);
      }
      StringBuilder quoted = new StringBuilder("\"");
      for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
        if (one == '"' || one == '\\') {
          quoted.append('\\').append((char) one);
        } else if (one < 0x20 || one > 0x7e) {
          quoted.append("\\u00%02x".formatted(one & 0xff));
        } else {
          quoted.append((char) one);
        }
      }
      return quoted.append('"').toString();
    }

    private AppRecord record(String name, Path prefix) throws IOException {
      Path out = write(prefix.resolveSibling(prefix.getFileName() + ".out"), stdout);
      Path error = write(prefix.resolveSibling(prefix.getFileName() + ".err"), stderr);
      return new AppRecord(
          name, new Log(out), new Log(error), in(name, stdout).and(in(name, stderr)));
    }

    private static Path write(Path file, StringBuilder text) throws IOException {
      return Files.write(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Observations in(String name, StringBuilder text) throws IOException {
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      return Observations.in(new ByteArrayInputStream(bytes), NONCE, "app " + name);
    }
  }
}
