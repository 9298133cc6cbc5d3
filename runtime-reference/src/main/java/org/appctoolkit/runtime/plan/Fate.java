package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.runtime.plan.IsolatorRemark.Outcome;
import org.appctoolkit.spec.SpecVersion;

/** One isolator while it is decided what becomes of it: it is enforced until that is taken back. */
final class Fate {
  private static final int MOST_NAMES = 5;
  private static final String MISUNDERSTOOD = "its value is not what the specification says";

  private final String name;
  private final Isolator isolator;
  private final SpecVersion version;
  private final List<String> reasons = new ArrayList<>();
  private Outcome outcome = Outcome.ENFORCED;

  /**
   * One that is enforced.
   *
   * @param version that of the manifest in which it stands
   */
  Fate(String name, Isolator isolator, SpecVersion version) {
    this.name = name;
    this.isolator = isolator;
    this.version = version;
  }

  String name() {
    return name;
  }

  Isolator isolator() {
    return isolator;
  }

  SpecVersion version() {
    return version;
  }

  boolean isIgnored() {
    return outcome == Outcome.IGNORED;
  }

  /** It does something else. */
  void modify(String reason) {
    if (outcome != Outcome.IGNORED) {
      outcome = Outcome.MODIFIED;
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
    }
  }

  /** It does nothing. */
  void ignore(String reason) {
    if (outcome != Outcome.IGNORED) {
      outcome = Outcome.IGNORED;
      reasons.clear();
      reasons.add(reason);
    }
  }

  /** It does nothing, because it makes no sense. */
  void misunderstand() {
    ignore(MISUNDERSTOOD);
  }

  /** The value if it is a text; otherwise the isolator is ignored. */
  Optional<String> text() {
    if (isolator.value().orElse(null) instanceof Json.Str text) {
      return Optional.of(text.value().strip());
    }
    misunderstand();
    return Optional.empty();
  }

  /** The texts in the parameter {@code set}; without one the isolator is ignored. */
  Optional<List<String>> set() {
    if (isolator.parameter("set").orElse(null) instanceof Json.Arr array) {
      List<String> names = new ArrayList<>();
      for (Json element : array.elements()) {
        if (element instanceof Json.Str text) {
          names.add(text.value());
        }
      }
      return Optional.of(names);
    }
    misunderstand();
    return Optional.empty();
  }

  /** Names as a reason tells them: not too many, and safe to print. */
  static String told(List<String> names) {
    List<String> some = names.stream().distinct().limit(MOST_NAMES).map(Quote::of).toList();
    long more = names.stream().distinct().count() - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }

  /** Tells what has become of it; unless it is enforced, that is refused if need be. */
  void remark(Remarks remarks, boolean strict) {
    remarks.isolator(name, outcome, String.join("; ", reasons), isolator.pointer(), strict);
  }
}
