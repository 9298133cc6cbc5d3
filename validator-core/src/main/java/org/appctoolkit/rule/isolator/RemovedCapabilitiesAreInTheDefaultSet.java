package org.appctoolkit.rule.isolator;

import java.util.List;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A capability to remove is one an app has. */
final class RemovedCapabilitiesAreInTheDefaultSet implements Rule<Manifest> {
  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, List.of("os/linux/capabilities-remove-set")).stream()
        .filter(
            name ->
                Names.CAPABILITIES.contains(name.value())
                    && !Capabilities.DEFAULT.contains(name.value()))
        .map(name -> Problem.at(name.pointer(), name.value() + " is not in the default set"))
        .toList();
  }
}
