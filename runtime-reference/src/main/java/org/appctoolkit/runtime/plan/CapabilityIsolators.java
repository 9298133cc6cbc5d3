package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Capabilities;

/**
 * Which capabilities there are.
 *
 * <p>An app without capability isolators has the 14 of the default set, at every version. Before
 * 0.8.0 the text names no set, and before 0.7.2 an executor could as well have given all: but what
 * an app of that time was promised, it has with these, and a pod is not to be less apart from the
 * host because its manifest is old.
 */
final class CapabilityIsolators implements IsolatorKind {
  private static final Set<String> RETAIN =
      Set.of("os/linux/capabilities-retain-set", "linux/capabilities-retain-set");
  private static final Set<String> REMOVE =
      Set.of("os/linux/capabilities-remove-set", "linux/capabilities-remove-set");
  private static final Set<String> BOUNDING =
      Set.of("capabilities/bounding-set", "capabilities/boundingSet");

  private final Set<String> available;
  private Optional<Set<String>> retained = Optional.empty();
  private final Set<String> removed = new HashSet<>();
  private final List<Fate> retaining = new ArrayList<>();

  /**
   * None so far.
   *
   * @param available those that can be given
   */
  CapabilityIsolators(Set<String> available) {
    this.available = available;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new HashSet<>(RETAIN);
    names.addAll(REMOVE);
    names.addAll(BOUNDING);
    return names;
  }

  @Override
  public void add(Fate fate) {
    if (REMOVE.contains(fate.name())) {
      fate.set().ifPresent(it -> remove(fate, it));
    } else if (RETAIN.contains(fate.name())) {
      fate.set().ifPresent(it -> retain(fate, it));
    } else {
      fate.text()
          .map(text -> text.isEmpty() ? List.<String>of() : Arrays.asList(text.split("\\s+", -1)))
          .ifPresent(it -> retain(fate, it));
    }
  }

  private void retain(Fate fate, List<String> set) {
    keep(Set.copyOf(set));
    retaining.add(fate);
    List<String> missing =
        set.stream()
            .filter(Capabilities.LINUX::contains)
            .filter(it -> !available.contains(it))
            .toList();
    if (!missing.isEmpty()) {
      fate.modify("who runs the pod does not have " + Fate.told(missing));
    }
    tellOfUnknown(fate, set);
  }

  /** Two sets of what is kept keep what is in both. */
  private void keep(Set<String> names) {
    Set<String> kept = new HashSet<>(names);
    retained.ifPresent(kept::retainAll);
    retained = Optional.of(kept);
  }

  private void remove(Fate fate, List<String> set) {
    removed.addAll(set);
    if (Since.allOtherCapabilitiesAreKept(fate.version())) {
      fate.modify(
          "at "
              + fate.version()
              + " all others would be left, but those beyond the default set of 0.8.0 are not given");
    }
    tellOfUnknown(fate, set);
  }

  private static void tellOfUnknown(Fate fate, List<String> set) {
    List<String> unknown = set.stream().filter(it -> !Capabilities.LINUX.contains(it)).toList();
    if (!unknown.isEmpty()) {
      fate.modify("Linux does not have " + Fate.told(unknown));
    }
  }

  /** Keeps nothing but what others keep as well. */
  void bound(CapabilityIsolators others) {
    others.retained.ifPresent(this::keep);
  }

  /** None are given, for another reason. */
  void withhold(String reason) {
    if (!capabilities().isEmpty()) {
      retaining.forEach(it -> it.modify(reason));
    }
  }

  /** The capabilities that are left, in the order of their numbers. */
  List<String> capabilities() {
    Set<String> base = retained.orElse(Set.copyOf(Capabilities.DEFAULT));
    return Capabilities.LINUX.stream()
        .filter(name -> base.contains(name) && !removed.contains(name) && available.contains(name))
        .toList();
  }
}
