package org.appctoolkit.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.spec.VersionRange;

/** The isolators the specification defines: where each may stand, and since when. */
public final class DefinedIsolators {
  private static final Isolators.Scope APP = Isolators.Scope.APP;
  private static final Isolators.Scope POD = Isolators.Scope.POD;
  private static final String LAST = SpecVersion.NEWEST.toString();

  private record Definition(VersionRange versions, Set<Isolators.Scope> scopes) {}

  private static final Map<String, List<Definition>> DEFINITIONS = new TreeMap<>();

  static {
    for (String early : List.of("cpu/shares", "memory/limit")) {
      define(early, "0.1.1", "0.3.0", APP, POD);
    }
    define("cpu/shares/", "0.1.1", "0.1.1", APP, POD);
    define("cpu/mask", "0.2.0", "0.3.0", APP, POD);
    for (String camel :
        List.of(
            "blockIO/readBandwidth",
            "blockIO/writeBandwidth",
            "networkIO/readBandwidth",
            "networkIO/writeBandwidth",
            "privateNetwork",
            "private-network",
            "capabilities/boundingSet")) {
      define(camel, "0.1.1", "0.2.0", APP, POD);
    }
    define("capabilities/bounding-set", "0.1.1", "0.3.0", APP, POD);
    for (String kebab :
        List.of(
            "block-io/read-bandwidth",
            "block-io/write-bandwidth",
            "network-io/read-bandwidth",
            "network-io/write-bandwidth")) {
      define(kebab, "0.3.0", "0.3.0", APP, POD);
    }
    for (String set : List.of("capabilities-remove-set", "capabilities-retain-set")) {
      define("linux/" + set, "0.4.0", "0.4.0", APP);
      define("os/linux/" + set, "0.4.0", LAST, APP);
    }
    for (String resource :
        List.of("block-bandwidth", "block-iops", "cpu", "memory", "network-bandwidth")) {
      define("resource/" + resource, "0.4.0", LAST, APP, POD);
    }
    define("os/linux/no-new-privileges", "0.8.3", LAST, APP);
    define("os/linux/seccomp-remove-set", "0.8.5", LAST, APP);
    define("os/linux/seccomp-retain-set", "0.8.5", LAST, APP);
    define("os/unix/sysctl", "0.8.7", LAST, POD);
    define("os/linux/oom-score-adj", "0.8.8", LAST, APP);
    define("os/linux/cpu-shares", "0.8.8", LAST, APP);
    define("os/linux/selinux-context", "0.8.9", LAST, APP, POD);
    define("os/linux/apparmor-profile", "0.8.11", LAST, APP, POD);
  }

  private DefinedIsolators() {}

  private static void define(String name, String first, String last, Isolators.Scope... scopes) {
    DEFINITIONS
        .computeIfAbsent(name, it -> new ArrayList<>())
        .add(
            new Definition(
                new VersionRange(
                    SpecVersion.known(first).orElseThrow(), SpecVersion.known(last).orElseThrow()),
                Set.of(scopes)));
  }

  /** Where an isolator may stand at a version; empty if the version does not define it. */
  public static Optional<Set<Isolators.Scope>> scopes(String name, SpecVersion version) {
    return DEFINITIONS.getOrDefault(name, List.of()).stream()
        .filter(definition -> definition.versions().contains(version))
        .findFirst()
        .map(Definition::scopes);
  }

  /** The versions that define an isolator; empty if none does. */
  public static Optional<VersionRange> versions(String name) {
    return DEFINITIONS.getOrDefault(name, List.of()).stream().findFirst().map(Definition::versions);
  }

  /** The names that a version defines. */
  public static List<String> names(SpecVersion version) {
    return DEFINITIONS.keySet().stream().filter(name -> scopes(name, version).isPresent()).toList();
  }
}
