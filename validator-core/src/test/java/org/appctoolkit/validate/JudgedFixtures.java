package org.appctoolkit.validate;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.finding.Findings;

/** Every fixture and what is found in it; judged once for all tests that ask. */
final class JudgedFixtures {
  static final Map<Fixtures.Fixture, Judgement> ALL = judge();

  private JudgedFixtures() {}

  /** What is found in a fixture. */
  static Judgement of(Fixtures.Fixture fixture) {
    return Optional.ofNullable(ALL.get(fixture)).orElseThrow();
  }

  /** What is found in each of them, in their order. */
  static List<Findings> findings(Map<Fixtures.Fixture, Judgement> judged) {
    return judged.values().stream().map(Judgement::findings).toList();
  }

  /** Prints {@link #lines()}, for a test in another process. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    lines().forEach(line -> out.print(line + "\n"));
    out.flush();
  }

  /** Everything that is found in them, as text. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    ALL.forEach(
        (fixture, judgement) ->
            judgement.findings().all().stream()
                .map(it -> String.join(" ", it.rule(), it.severity().id(), it.message(), it.help()))
                .forEach(line -> lines.add(fixture + ": " + line)));
    return lines;
  }

  /** Judges every fixture with new validators, one for each way of judging. */
  static Map<Fixtures.Fixture, Judgement> judge() {
    Map<Settings, Validator> validators = new HashMap<>();
    Map<Fixtures.Fixture, Judgement> judged = new LinkedHashMap<>();
    for (Fixtures.Fixture fixture : Fixtures.all()) {
      Validator validator = validators.computeIfAbsent(fixture.settings(), Validator::new);
      judged.put(fixture, validator.judge(fixture.source()));
    }
    return judged;
  }
}
