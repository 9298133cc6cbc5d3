package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Located;
import org.appctoolkit.spec.SpecVersion;

/** The isolators of one app, or of a whole pod, each handed to the kind that decides about it. */
final class Fates {
  private final Isolators.Scope scope;
  private final List<IsolatorKind> kinds;
  private final List<Fate> all = new ArrayList<>();

  Fates(Isolators.Scope scope, List<IsolatorKind> kinds) {
    this.scope = scope;
    this.kinds = kinds;
  }

  /**
   * Takes in isolators.
   *
   * @param version that of the manifest in which they stand
   * @param overridden names of which others take the place
   */
  void add(Isolators isolators, SpecVersion version, Set<String> overridden) {
    for (Isolator isolator : isolators.list()) {
      Optional<String> name = isolator.name().map(Located::value);
      if (name.isPresent()) {
        Fate fate = new Fate(name.get(), isolator, version);
        all.add(fate);
        if (overridden.contains(name.get())) {
          fate.ignore("the pod has another one in its place");
        } else {
          decide(fate);
        }
      }
    }
  }

  private void decide(Fate fate) {
    Optional<Set<Isolators.Scope>> scopes = DefinedIsolators.scopes(fate.name(), fate.version());
    Optional<IsolatorKind> kind =
        kinds.stream().filter(it -> it.names().contains(fate.name())).findFirst();
    if (scopes.isEmpty()) {
      fate.ignore("version " + fate.version() + " of the specification does not define it");
    } else if (!scopes.get().contains(scope)) {
      fate.ignore("it is for " + (scope == Isolators.Scope.POD ? "apps" : "whole pods") + " only");
    } else if (kind.isEmpty()) {
      fate.ignore("this executor does not enforce it");
    } else {
      kind.get().add(fate);
    }
  }

  /** Tells what has become of them, in their order. */
  void remark(Remarks remarks, boolean strict) {
    all.forEach(it -> it.remark(remarks, strict));
  }
}
