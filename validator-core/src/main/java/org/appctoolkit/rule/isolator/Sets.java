package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;

/** The elements of isolators that are sets of names. */
final class Sets {
  static final List<String> CAPABILITIES =
      List.of("os/linux/capabilities-remove-set", "os/linux/capabilities-retain-set");
  static final List<String> SECCOMP =
      List.of("os/linux/seccomp-remove-set", "os/linux/seccomp-retain-set");

  private Sets() {}

  /** The isolators of these names in a manifest. */
  static List<Isolator> isolators(Manifest manifest, List<String> names) {
    return manifest.isolators().stream()
        .flatMap(isolators -> isolators.list().stream())
        .filter(isolator -> names.stream().anyMatch(isolator::isNamed))
        .toList();
  }

  /** The strings in the set of an isolator. */
  static List<Located<String>> elements(Isolator isolator) {
    List<Located<String>> elements = new ArrayList<>();
    if (isolator.parameter("set").orElse(null) instanceof Json.Arr set) {
      for (Json element : set.elements()) {
        if (element instanceof Json.Str text) {
          elements.add(new Located<>(text.value(), text.pointer()));
        }
      }
    }
    return elements;
  }

  /** The strings in the sets of all isolators of these names. */
  static List<Located<String>> elements(Manifest manifest, List<String> names) {
    return isolators(manifest, names).stream()
        .flatMap(isolator -> elements(isolator).stream())
        .toList();
  }
}
