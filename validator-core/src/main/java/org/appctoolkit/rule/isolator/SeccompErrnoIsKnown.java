package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The errno is one of Linux. */
final class SeccompErrnoIsKnown implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.isolators(manifest, Sets.SECCOMP).stream()
        .flatMap(isolator -> isolator.parameter("errno").stream())
        .filter(Json.Str.class::isInstance)
        .map(Json.Str.class::cast)
        .filter(errno -> errno.value().matches("[A-Z][A-Z0-9]*"))
        .filter(errno -> !Names.ERRNOS.contains(errno.value()))
        .map(
            errno ->
                Problem.at(errno.pointer(), Quote.of(errno.value()) + " is no error code of Linux"))
        .toList();
  }
}
