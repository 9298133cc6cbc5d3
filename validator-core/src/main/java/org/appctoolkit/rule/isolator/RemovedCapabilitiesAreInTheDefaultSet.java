package org.appctoolkit.rule.isolator;

import java.util.List;
import java.util.Set;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A capability to remove is one an app has. */
final class RemovedCapabilitiesAreInTheDefaultSet implements Rule<Manifest> {
  private static final Set<String> DEFAULT =
      Set.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETUID",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETFCAP",
          "CAP_SYS_CHROOT");

  @Override
  public List<Problem> check(Manifest manifest) {
    return Sets.elements(manifest, List.of("os/linux/capabilities-remove-set")).stream()
        .filter(
            name -> Names.CAPABILITIES.contains(name.value()) && !DEFAULT.contains(name.value()))
        .map(name -> Problem.at(name.pointer(), name.value() + " is not in the default set"))
        .toList();
  }
}
