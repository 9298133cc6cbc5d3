package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.spec.SpecVersion;

/** Which capabilities of Linux apps have in their bounding set, or can use in spite of it. */
final class CapabilitySets {
  static final String BOUNDING = "capabilities/bounding-set";
  private static final String REMOVE = "os/linux/capabilities-remove-set";
  private static final String RETAIN = "os/linux/capabilities-retain-set";

  private static final ProbeImage IMAGE = ProbeImage.named("example.com/capabilities");
  private static final String POD = "capabilities";
  private static final String PLAIN = "plain";
  private static final String REMOVING = "removing";
  private static final String SURPLUS = "surplus";
  private static final String RETAINING = "retaining";
  private static final String OF_HOST = "bounding";

  private static final Set<String> REMOVED = Set.of("CAP_CHOWN", "CAP_MKNOD");
  private static final Set<String> RETAINED = Set.of("CAP_NET_ADMIN", "CAP_NET_BIND_SERVICE");

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("capabilities", "apps with sets of capabilities", CapabilitySets::play)
              .needing("multi-app")
              .expecting(
                  "default-set",
                  "capabilities-are-the-default-set",
                  scene -> exactly(scene, PLAIN, Set.copyOf(Capabilities.DEFAULT)))
              .expecting(
                  "removed",
                  "removed-capabilities-are-removed",
                  CapabilitySets::removed,
                  "isolator/" + REMOVE)
              .expecting(
                  "others-than-the-removed",
                  "other-capabilities-are-kept",
                  CapabilitySets::kept,
                  "isolator/" + REMOVE)
              .expecting(
                  "others-of-the-default-set",
                  "other-capabilities-of-the-default-set-are-kept",
                  scene -> exactly(scene, REMOVING, without(REMOVED)),
                  "isolator/" + REMOVE)
              .expecting(
                  "removed-from-outside-of-the-default-set",
                  "removing-what-is-not-there-changes-nothing",
                  scene -> exactly(scene, SURPLUS, without(Set.of("CAP_KILL"))),
                  "isolator/" + REMOVE)
              .expecting(
                  "retained",
                  "retained-capabilities-are-retained",
                  CapabilitySets::retained,
                  "isolator/" + RETAIN)
              .expecting(
                  "others-than-the-retained",
                  "other-capabilities-than-the-retained-are-removed",
                  scene -> exactly(scene, RETAINING, RETAINED),
                  "isolator/" + RETAIN)
              .expecting(
                  "bounding-set",
                  "simple-bounding-set-is-kept",
                  scene -> exactly(scene, RETAINING, RETAINED),
                  "isolator/" + BOUNDING));

  private CapabilitySets() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    SpecVersion version = stage.version();
    stage.note(OF_HOST, boundingOfHost());
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(app(PLAIN));
    if (Memory.isSimple(version)) {
      if (stage.can("isolator/" + BOUNDING)) {
        apps.add(app(RETAINING).isolated(simpleName(version), text(RETAINED)));
      }
    } else {
      // The headings of 0.4.0 have it without the beginning that its examples have.
      String start = version.equals(new SpecVersion(0, 4, 0)) ? "linux" : "os/linux";
      if (stage.can("isolator/" + REMOVE)) {
        String name = start + "/capabilities-remove-set";
        apps.add(app(REMOVING).isolated(name, set(REMOVED)));
        apps.add(app(SURPLUS).isolated(name, set(Set.of("CAP_KILL", "CAP_SYS_ADMIN"))));
      }
      if (stage.can("isolator/" + RETAIN)) {
        apps.add(app(RETAINING).isolated(start + "/capabilities-retain-set", set(RETAINED)));
      }
    }
    stage.run(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
  }

  private static ProbeApp app(String name) {
    return ProbeApp.of(name, IMAGE, "capabilities");
  }

  /** What the isolator of bounding sets was called. */
  static String simpleName(SpecVersion version) {
    return version.compareTo(new SpecVersion(0, 3, 0)) >= 0 ? BOUNDING : "capabilities/boundingSet";
  }

  /** A set as it was written up to 0.3.0. */
  static String text(Set<String> names) {
    return "\"" + String.join(" ", new TreeSet<>(names)) + "\"";
  }

  private static String set(Set<String> names) {
    return "{\"set\":[\"" + String.join("\",\"", new TreeSet<>(names)) + "\"]}";
  }

  /** What no app can have more than, in hexadecimal digits. */
  private static String boundingOfHost() throws IOException {
    String key = "CapBnd:\t";
    return HostFile.text(Path.of("/proc/self/status"))
        .lines()
        .filter(it -> it.startsWith(key))
        .map(it -> it.substring(key.length()))
        .findFirst()
        .orElse("0");
  }

  private static Set<String> without(Set<String> removed) {
    Set<String> left = new TreeSet<>(Capabilities.DEFAULT);
    left.removeAll(removed);
    return left;
  }

  /** The names in a set of bits; one that Linux did not have yet has its number. */
  static Set<String> names(String hexadecimal) {
    long bits = Long.parseUnsignedLong(hexadecimal, 16);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((bits >>> i & 1) == 1) {
        names.add(i < Capabilities.LINUX.size() ? Capabilities.LINUX.get(i) : "number " + i);
      }
    }
    return names;
  }

  private static Observation seen(Scene scene, String app) throws UnseenException {
    return scene.pod(POD).app(app).main().one("capabilities");
  }

  private static Outcome exactly(Scene scene, String app, Set<String> expected)
      throws UnseenException {
    return exactly(app, seen(scene, app), expected);
  }

  /** The bounding set of an app has these in it and no others. */
  static Outcome exactly(String app, Observation seen, Set<String> expected)
      throws UnseenException {
    Set<String> observed = names(seen.text("bounding"));
    return Judgement.when(
        observed.equals(expected),
        "the bounding set of app %s: %s".formatted(app, list(expected)),
        "the bounding set of app %s: %s".formatted(app, list(observed)),
        seen);
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(" ", new TreeSet<>(names));
  }

  /** What a process has beside the bounding set could have been left to it by who executed it. */
  private static Outcome removed(Scene scene) throws UnseenException {
    Observation seen = seen(scene, REMOVING);
    Set<String> left = new TreeSet<>();
    for (String set : List.of("bounding", "permitted", "effective", "ambient")) {
      left.addAll(names(seen.text(set)));
    }
    left.retainAll(REMOVED);
    Set<String> before = names(seen(scene, PLAIN).text("bounding"));
    if (!before.containsAll(REMOVED)) {
      return new Outcome.Skipped("apps of this runtime have none of what was removed anyway");
    }
    return Judgement.when(
        left.isEmpty(),
        "app %s has none of %s".formatted(REMOVING, list(REMOVED)),
        "it has " + list(left),
        seen);
  }

  private static Outcome kept(Scene scene) throws UnseenException {
    Observation seen = seen(scene, REMOVING);
    Set<String> missing = names(scene.fact(OF_HOST));
    missing.removeAll(REMOVED);
    missing.removeAll(names(seen.text("bounding")));
    return Judgement.when(
        missing.isEmpty(),
        "the bounding set of app %s has all but %s".formatted(REMOVING, list(REMOVED)),
        missing.isEmpty() ? "it has all others" : "it lacks " + list(missing),
        seen);
  }

  private static Outcome retained(Scene scene) throws UnseenException {
    Observation seen = seen(scene, RETAINING);
    Set<String> missing = new TreeSet<>(RETAINED);
    missing.removeAll(names(seen.text("bounding")));
    return Judgement.when(
        missing.isEmpty(),
        "the bounding set of app %s has %s".formatted(RETAINING, list(RETAINED)),
        missing.isEmpty() ? "it has them" : "it lacks " + list(missing),
        seen);
  }
}
