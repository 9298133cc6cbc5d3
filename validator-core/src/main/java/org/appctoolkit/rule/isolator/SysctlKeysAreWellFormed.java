package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A key is a sysctl name. */
final class SysctlKeysAreWellFormed implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sysctl.keys(manifest).stream()
        .filter(key -> !Sysctl.isWellFormed(key.value()))
        .map(key -> Problem.atKey(key.pointer(), Quote.of(key.value()) + " is no sysctl name"))
        .toList();
  }
}
