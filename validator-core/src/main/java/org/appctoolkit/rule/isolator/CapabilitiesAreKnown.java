package org.appctoolkit.rule.isolator;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A capability is one of Linux, in capital letters. */
final class CapabilitiesAreKnown implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, Sets.CAPABILITIES).stream()
        .filter(name -> !Names.CAPABILITIES.contains(name.value()))
        .map(
            name -> {
              Problem problem =
                  Problem.at(name.pointer(), Quote.of(name.value()) + " is no capability of Linux");
              String upper = name.value().toUpperCase(Locale.ROOT);
              return Stream.of(upper, "CAP_" + upper)
                  .filter(Names.CAPABILITIES::contains)
                  .findFirst()
                  .map(right -> problem.help("did you mean " + right + "?"))
                  .orElse(problem);
            })
        .toList();
  }
}
