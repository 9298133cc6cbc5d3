package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.rule.Problem;

/** The requests and limits of resource isolators. */
final class Resources {
  private static final Set<String> NAMES =
      Set.of(
          "resource/block-bandwidth",
          "resource/block-iops",
          "resource/cpu",
          "resource/memory",
          "resource/network-bandwidth");

  /** One quantity as it is written. */
  record Amount(Isolator isolator, Pointer pointer, String text) {
    /** Its exact value, if it has the form of a quantity. */
    Optional<Quantity> quantity() {
      return Quantity.parse(text);
    }

    /** The text as messages show it. */
    String shown() {
      return Quote.of(text);
    }

    /** A problem with it. */
    Problem problem(String fault) {
      return Problem.at(pointer, shown() + " " + fault);
    }
  }

  private Resources() {}

  /** The resource isolators among others whose value is an object. */
  static List<Isolator> of(Isolators isolators) {
    return isolators.list().stream()
        .filter(
            isolator -> isolator.name().filter(name -> NAMES.contains(name.value())).isPresent())
        .filter(isolator -> isolator.value().orElse(null) instanceof Json.Obj)
        .toList();
  }

  /** A parameter of an isolator, if it is a string or number. */
  static Optional<Amount> amount(Isolator isolator, String key) {
    return isolator.amount(key).map(it -> new Amount(isolator, it.pointer(), it.value()));
  }

  /** Every request and limit in a manifest. */
  static List<Amount> amounts(Manifest manifest) {
    List<Amount> amounts = new ArrayList<>();
    for (Isolators isolators : manifest.isolators()) {
      for (Isolator isolator : of(isolators)) {
        amount(isolator, "request").ifPresent(amounts::add);
        amount(isolator, "limit").ifPresent(amounts::add);
      }
    }
    return amounts;
  }
}
