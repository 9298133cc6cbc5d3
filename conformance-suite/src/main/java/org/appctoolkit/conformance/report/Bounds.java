package org.appctoolkit.conformance.report;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.scenario.Outcome;

/** Cuts what a runtime has written, so that no report grows without bounds. */
final class Bounds {
  private static final int REPLACEMENT = 0xFFFD;

  private Bounds() {}

  /** The text without halves of surrogate pairs, which no file in UTF-8 can have, and cut. */
  static String of(String any) {
    String text =
        any.codePoints()
            .limit(Event.LONGEST_TEXT + 1L)
            .map(it -> Character.getType(it) == Character.SURROGATE ? REPLACEMENT : it)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (text.length() <= Event.LONGEST_TEXT) {
      return text;
    }
    int end = Event.LONGEST_TEXT - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  static List<String> all(List<String> texts) {
    List<String> bounded = new ArrayList<>();
    for (String text : texts) {
      if (bounded.size() == Event.MOST_TEXTS - 1 && texts.size() > Event.MOST_TEXTS) {
        bounded.add("… and %d more".formatted(texts.size() - bounded.size()));
        break;
      }
      bounded.add(of(text));
    }
    return List.copyOf(bounded);
  }

  static Outcome of(Outcome outcome) {
    if (outcome instanceof Outcome.Passed passed) {
      return new Outcome.Passed(of(passed.observed()), all(passed.evidence()));
    }
    if (outcome instanceof Outcome.Failed failed) {
      return new Outcome.Failed(
          of(failed.expected()), of(failed.observed()), all(failed.evidence()));
    }
    if (outcome instanceof Outcome.Errored errored) {
      return new Outcome.Errored(of(errored.reason()), all(errored.evidence()));
    }
    return outcome instanceof Outcome.Skipped skipped
        ? new Outcome.Skipped(of(skipped.reason()))
        : outcome;
  }
}
