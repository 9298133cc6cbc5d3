package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Located;
import org.appctoolkit.runtime.plan.IsolatorRemark.Outcome;
import org.appctoolkit.spec.SpecVersion;

/**
 * What the isolators of an app come to.
 *
 * <p>An app without capability isolators has the 14 capabilities of the default set, at every
 * version. Before 0.8.0 the text names no set, and before 0.7.2 an executor could as well have
 * given all: but what an app of that time was promised, it has with these, and a pod is not to be
 * less apart from the host because its manifest is old.
 */
final class AppIsolators {
  private final SpecVersion version;
  private final Remarks remarks;
  private Optional<Set<String>> retained = Optional.empty();
  private final Set<String> removed = new HashSet<>();
  private boolean noNewPrivileges;

  /**
   * None so far.
   *
   * @param version that of the manifest in which they stand
   */
  AppIsolators(SpecVersion version, Remarks remarks) {
    this.version = version;
    this.remarks = remarks;
  }

  /** Remarks that nothing is done about the isolators of a whole pod. */
  static void ofPod(Isolators isolators, SpecVersion version, Remarks remarks) {
    for (Isolator isolator : isolators.list()) {
      isolator
          .name()
          .ifPresent(
              name ->
                  remarks.isolator(
                      name.value(),
                      Outcome.IGNORED,
                      whyIgnored(name.value(), version, Isolators.Scope.POD)));
    }
  }

  /** Takes in one after the other. */
  void add(Isolators isolators) {
    for (Isolator isolator : isolators.list()) {
      isolator.name().map(Located::value).ifPresent(name -> add(name, isolator));
    }
  }

  /** Keeps nothing but what others keep as well. */
  void bound(AppIsolators others) {
    others.retained.ifPresent(this::keep);
  }

  /** The capabilities that are left, in the order of their numbers. */
  List<String> capabilities() {
    Set<String> base = retained.orElse(Set.copyOf(Capabilities.DEFAULT));
    return Capabilities.LINUX.stream()
        .filter(name -> base.contains(name) && !removed.contains(name))
        .toList();
  }

  /** Whether processes never gain what they do not have. */
  boolean noNewPrivileges() {
    return noNewPrivileges;
  }

  private void add(String name, Isolator isolator) {
    if (DefinedIsolators.scopes(name, version).isEmpty()) {
      remarks.isolator(name, Outcome.IGNORED, whyIgnored(name, version, Isolators.Scope.APP));
      return;
    }
    switch (name) {
      case "os/linux/capabilities-retain-set" -> retain(name, set(isolator));
      case "capabilities/bounding-set", "capabilities/boundingSet" -> retain(name, words(isolator));
      case "os/linux/capabilities-remove-set" -> remove(name, set(isolator));
      case "os/linux/no-new-privileges" -> forbidPrivileges(name, isolator);
      default ->
          remarks.isolator(name, Outcome.IGNORED, whyIgnored(name, version, Isolators.Scope.APP));
    }
  }

  private void retain(String name, Optional<List<String>> set) {
    if (set.isEmpty()) {
      misunderstood(name);
      return;
    }
    keep(Set.copyOf(set.get()));
    List<String> unknown = unknown(set.get());
    remarks.isolator(
        name,
        unknown.isEmpty() ? Outcome.ENFORCED : Outcome.MODIFIED,
        unknown.isEmpty() ? "" : "Linux does not have " + String.join(", ", unknown));
  }

  /** Two sets of what is kept keep what is in both. */
  private void keep(Set<String> names) {
    Set<String> kept = new HashSet<>(names);
    retained.ifPresent(kept::retainAll);
    retained = Optional.of(kept);
  }

  private void remove(String name, Optional<List<String>> set) {
    if (set.isEmpty()) {
      misunderstood(name);
      return;
    }
    removed.addAll(set.get());
    List<String> reasons = new ArrayList<>();
    if (Since.allOtherCapabilitiesAreKept(version)) {
      reasons.add(
          "at "
              + version
              + " all others would be left, but those beyond the default set of 0.8.0 are not given");
    }
    List<String> unknown = unknown(set.get());
    if (!unknown.isEmpty()) {
      reasons.add("Linux does not have " + String.join(", ", unknown));
    }
    remarks.isolator(
        name, reasons.isEmpty() ? Outcome.ENFORCED : Outcome.MODIFIED, String.join("; ", reasons));
  }

  private void forbidPrivileges(String name, Isolator isolator) {
    if (isolator.value().orElse(null) instanceof Json.Bool value) {
      noNewPrivileges |= value.value();
      remarks.isolator(name, Outcome.ENFORCED, "");
    } else {
      misunderstood(name);
    }
  }

  private void misunderstood(String name) {
    remarks.isolator(name, Outcome.IGNORED, "its value is not what the specification says");
  }

  private static List<String> unknown(List<String> set) {
    return set.stream().filter(it -> !Capabilities.LINUX.contains(it)).map(Quote::of).toList();
  }

  private static Optional<List<String>> set(Isolator isolator) {
    List<String> names = new ArrayList<>();
    if (isolator.parameter("set").orElse(null) instanceof Json.Arr array) {
      for (Json element : array.elements()) {
        if (element instanceof Json.Str text) {
          names.add(text.value());
        }
      }
      return Optional.of(names);
    }
    return Optional.empty();
  }

  private static Optional<List<String>> words(Isolator isolator) {
    return isolator
        .value()
        .filter(Json.Str.class::isInstance)
        .map(json -> ((Json.Str) json).value().strip())
        .map(text -> text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1)));
  }

  private static String whyIgnored(String name, SpecVersion version, Isolators.Scope scope) {
    Optional<Set<Isolators.Scope>> scopes = DefinedIsolators.scopes(name, version);
    if (scopes.isEmpty()) {
      return "version " + version + " of the specification does not define it";
    }
    if (!scopes.get().contains(scope)) {
      return "it is for " + (scope == Isolators.Scope.POD ? "apps" : "whole pods") + " only";
    }
    return "this executor does not enforce it";
  }
}
