package org.appctoolkit.conformance.driver;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The capabilities that docs/driver-protocol.md gives a meaning. */
public final class Capabilities {
  /** Those with a name of their own, sorted; beside them there is one for each isolator. */
  public static final Set<String> NAMED =
      Set.of(
          "dependencies",
          "isolator-report",
          "kill-app",
          "lifecycle-handlers",
          "metadata-service",
          "multi-app",
          "network",
          "ports",
          "read-only-rootfs",
          "rootless",
          "separate-streams",
          "socket-activation",
          "supplementary-groups",
          "volume/empty",
          "volume/host",
          "volumes");

  private static final Pattern ISOLATOR = Pattern.compile("isolator/[A-Za-z0-9/-]+");

  private Capabilities() {}

  /** Whether the suite knows what a capability means. */
  public static boolean isKnown(String capability) {
    return NAMED.contains(capability) || ISOLATOR.matcher(capability).matches();
  }

  /** Those of some capabilities that mean nothing to the suite, sorted. */
  static Set<String> unknown(Collection<String> capabilities) {
    Set<String> unknown = new TreeSet<>(capabilities);
    unknown.removeIf(Capabilities::isKnown);
    return unknown;
  }
}
