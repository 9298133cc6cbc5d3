package org.appctoolkit.input;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.validate.Settings;

/** Other severities for rules, as users write them: {@code keys-are-defined=off}. */
public final class RuleSeverities {
  private RuleSeverities() {}

  /**
   * The severities by rule; empty for a rule that is off.
   *
   * @param values each {@code ID=SEVERITY}, where a severity is error, warning, info or off
   * @param misuse makes what to throw for a value that makes no sense, of a message
   * @throws X that
   */
  public static <X extends Exception> Map<String, Optional<Severity>> of(
      List<String> values, Function<String, X> misuse) throws X {
    Map<String, Optional<Severity>> severities = new HashMap<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      if (equals < 0) {
        throw misuse.apply("write " + value + "=off, or another severity");
      }
      String rule = value.substring(0, equals);
      severities.put(rule, severity(rule, value.substring(equals + 1), misuse));
    }
    return severities;
  }

  private static <X extends Exception> Optional<Severity> severity(
      String rule, String severity, Function<String, X> misuse) throws X {
    if (Clauses.find(rule).filter(it -> it.subject() == Clause.Subject.RUNTIME).isPresent()) {
      throw misuse.apply(rule + " is no rule: it is about runtimes, which appc conformance judges");
    }
    if (Clauses.find(rule).filter(Clause::checkable).isEmpty()) {
      List<String> rules =
          Clauses.about(Clause.Subject.DOCUMENT).stream()
              .filter(Clause::checkable)
              .map(Clause::id)
              .toList();
      throw misuse.apply("no rule is called " + rule + Nearest.question(rule, rules));
    }
    return switch (severity) {
      case "error", "warning", "info" ->
          Optional.of(Severity.valueOf(severity.toUpperCase(Locale.ROOT)));
      case "off" -> {
        if (Settings.ALWAYS_ON.contains(rule)) {
          throw misuse.apply(
              rule + " cannot be turned off: what breaks it is not judged any further");
        }
        yield Optional.empty();
      }
      default ->
          throw misuse.apply(
              severity + " is no severity of a rule; there are off, info, warning, error");
    };
  }
}
