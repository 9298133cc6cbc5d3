package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.runtime.seccomp.Architecture;
import org.appctoolkit.runtime.seccomp.CallFilter;
import org.appctoolkit.runtime.seccomp.ErrorCodes;
import org.appctoolkit.runtime.seccomp.Instruction;
import org.appctoolkit.runtime.seccomp.SystemCalls;
import org.appctoolkit.runtime.seccomp.Verdict;

/**
 * Which system calls there are. Of two sets, which the text does not allow, both have to let a call
 * through.
 *
 * <p>{@code execve} is let through in any case, as it is the call that begins an app. Nothing else
 * is added to what is retained, nor to what is removed; but calls of another architecture are
 * blocked like what is named, as names say nothing about them.
 */
final class SeccompIsolators implements IsolatorKind {
  private static final String RETAIN = "os/linux/seccomp-retain-set";
  private static final String REMOVE = "os/linux/seccomp-remove-set";
  private static final String ALL = "@appc.io/all";
  private static final String EMPTY = "@appc.io/empty";
  private static final String BEGINNING = "execve";

  private final Optional<Architecture> architecture;
  private Optional<CallFilter> filter = Optional.empty();
  private final List<Fate> before = new ArrayList<>();

  SeccompIsolators(Optional<Architecture> architecture) {
    this.architecture = architecture;
  }

  @Override
  public Set<String> names() {
    return Set.of(RETAIN, REMOVE);
  }

  @Override
  public void add(Fate fate) {
    Optional<List<String>> written = fate.set();
    if (written.isEmpty()) {
      return;
    }
    List<String> set = written.get();
    boolean retains = fate.name().equals(RETAIN);
    if (set.contains(retains ? ALL : EMPTY)) {
      // It masks all others, and what is left is no filter.
      return;
    }
    if (architecture.isEmpty()) {
      fate.ignore("the system calls of this architecture are not known");
      return;
    }
    List<String> wildcards = set.stream().filter(it -> it.startsWith("@")).toList();
    List<String> calls = set.stream().filter(it -> !it.startsWith("@")).toList();
    if (calls.isEmpty() || (retains && !wildcards.isEmpty())) {
      // What is not known to be retained would be taken from an app that was promised it.
      fate.ignore(
          wildcards.isEmpty()
              ? "its set is empty"
              : "it is not known what is meant by " + Fate.told(wildcards));
      return;
    }
    if (!wildcards.isEmpty()) {
      fate.modify("it is not known what is meant by " + Fate.told(wildcards));
    }
    tellOfUnknown(fate, calls, architecture.get());
    narrow(filter(architecture.get(), retains, calls, blocked(fate)), fate);
    if (!retains && calls.contains(BEGINNING)) {
      fate.modify("execve is not blocked, as the app itself begins with it");
    }
  }

  private static void tellOfUnknown(Fate fate, List<String> calls, Architecture architecture) {
    List<String> unknown = calls.stream().filter(it -> !SystemCalls.isKnown(it)).toList();
    if (!unknown.isEmpty()) {
      fate.modify("Linux does not have " + Fate.told(unknown));
    }
    List<String> missing =
        calls.stream()
            .filter(SystemCalls::isKnown)
            .filter(it -> SystemCalls.number(it, architecture).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      fate.modify(architecture + " does not have " + Fate.told(missing));
    }
  }

  private static Verdict blocked(Fate fate) {
    if (fate.isolator().parameter("errno").isEmpty()) {
      return Verdict.KILLED;
    }
    String name =
        fate.isolator().parameter("errno").orElse(null) instanceof Json.Str text
            ? text.value()
            : "?";
    if (name.isEmpty()) {
      return Verdict.KILLED;
    }
    Optional<Integer> number = ErrorCodes.number(name);
    if (number.isEmpty()) {
      fate.modify(
          "Linux has no error "
              + Quote.of(name)
              + ", so that blocked calls end the app as if there was none");
    }
    return number.map(Verdict::error).orElse(Verdict.KILLED);
  }

  private static CallFilter filter(
      Architecture architecture, boolean retains, List<String> calls, Verdict blocked) {
    Map<Integer, Verdict> verdicts = new HashMap<>();
    for (String call : calls) {
      SystemCalls.number(call, architecture)
          .ifPresent(it -> verdicts.put(it, retains ? Verdict.ALLOWED : blocked));
    }
    verdicts.put(SystemCalls.number(BEGINNING, architecture).orElseThrow(), Verdict.ALLOWED);
    return new CallFilter(architecture, verdicts, retains ? blocked : Verdict.ALLOWED, blocked);
  }

  private void narrow(CallFilter own, Fate fate) {
    if (filter.isPresent()) {
      String reason = "an app can have one set only; a call is let through if all of them do so";
      fate.modify(reason);
      before.forEach(it -> it.modify(reason));
    }
    filter = Optional.of(filter.map(it -> it.and(own)).orElse(own));
    before.add(fate);
  }

  /** The step that filters them; empty if all calls are let through. */
  Optional<Step.OfApp> step() {
    return filter.map(it -> new Step.Filter(it.program().stream().map(Instruction::hex).toList()));
  }
}
