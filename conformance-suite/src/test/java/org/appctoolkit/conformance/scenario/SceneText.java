package org.appctoolkit.conformance.scenario;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.spec.SpecVersion;

/**
 * Scenes as text, so that tests can change what was seen.
 *
 * <p>Lines are {@code version V}, {@code capabilities C…}, {@code fact KEY VALUE}, {@code image
 * LABEL EXPECTED IMPORTED REFUSAL}, {@code pod LABEL NONCE STATE REFUSAL} and {@code app NAME},
 * which is of the pod before it; all others are what the app before them has written. A hyphen is
 * nothing.
 */
final class SceneText {
  private static final PodStatus EXITED = status("exited");

  private SceneText() {}

  /** The text of the scene that was recorded for a scenario. */
  static String recorded(String name) throws IOException {
    try (InputStream in = SceneText.class.getResourceAsStream(name + ".scene")) {
      if (in == null) {
        throw new IOException("there is no scene " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static PodStatus status(String state) {
    return new PodStatus(
        Optional.empty(),
        state,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** A pod whose lines are being read. */
  private static final class Draft {
    private final String label;
    private final String nonce;
    private final String state;
    private final Optional<String> refusal;
    private final Map<String, StringBuilder> logs = new LinkedHashMap<>();

    Draft(String[] words) {
      this.label = words[1];
      this.nonce = words[2];
      this.state = words[3];
      this.refusal = plain(words[4]);
    }

    PodRecord record() throws IOException {
      Map<String, AppRecord> apps = new LinkedHashMap<>();
      for (Map.Entry<String, StringBuilder> log : logs.entrySet()) {
        String about = "app %s of pod %s".formatted(log.getKey(), label);
        byte[] bytes = log.getValue().toString().getBytes(StandardCharsets.UTF_8);
        Log none = new Log(Path.of("no-log"));
        apps.put(
            log.getKey(),
            new AppRecord(
                log.getKey(),
                none,
                none,
                Observations.in(new ByteArrayInputStream(bytes), nonce, about)));
      }
      Map<String, PodStatus> statuses =
          plain(state)
              .map(it -> Map.of(PodRecord.END, it.equals("exited") ? EXITED : status(it)))
              .orElse(Map.of());
      return new PodRecord(label, nonce, "", Optional.of(label), refusal, statuses, apps);
    }
  }

  private static Optional<String> plain(String word) {
    return word.equals("-") ? Optional.empty() : Optional.of(word);
  }

  /** The scene of a text. */
  static Scene read(String text) throws IOException {
    SpecVersion version = SpecVersion.OLDEST;
    Set<String> capabilities = Set.of();
    Map<String, String> facts = new LinkedHashMap<>();
    Map<String, Scene.ImportRecord> images = new LinkedHashMap<>();
    Map<String, Draft> drafts = new LinkedHashMap<>();
    Optional<Draft> pod = Optional.empty();
    StringBuilder log = new StringBuilder();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 5);
      switch (words[0]) {
        case "version" -> version = SpecVersion.parse(words[1]).orElseThrow();
        case "capabilities" -> capabilities = Set.of(line.substring(13).split(" "));
        case "fact" ->
            facts.put(words[1], line.substring(6 + words[1].length()).replace("\\n", "\n"));
        case "image" ->
            images.put(
                words[1], new Scene.ImportRecord(words[2], plain(words[3]), plain(words[4])));
        case "pod" -> {
          Draft draft = new Draft(words);
          drafts.put(words[1], draft);
          pod = Optional.of(draft);
        }
        case "app" -> {
          log = new StringBuilder();
          pod.orElseThrow().logs.put(words[1], log);
        }
        default -> log.append(line).append('\n');
      }
    }
    Map<String, PodRecord> pods = new LinkedHashMap<>();
    for (Draft draft : drafts.values()) {
      pods.put(draft.label, draft.record());
    }
    RuntimeDescription runtime = new RuntimeDescription("test", "1", "", capabilities);
    return new Scene(version, runtime, pods, images, facts);
  }
}
