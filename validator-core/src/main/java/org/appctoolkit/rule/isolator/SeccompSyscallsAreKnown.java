package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A name without @ is a system call. */
final class SeccompSyscallsAreKnown implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, Sets.SECCOMP).stream()
        .filter(name -> !name.value().startsWith("@"))
        .filter(name -> !Names.SYSCALLS.contains(name.value()))
        .map(
            name ->
                Problem.at(name.pointer(), Quote.of(name.value()) + " is no system call of Linux"))
        .toList();
  }
}
