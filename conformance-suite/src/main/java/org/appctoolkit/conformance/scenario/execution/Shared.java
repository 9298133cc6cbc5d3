package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * A directory of the host that the apps of a pod have at {@link #AT}: what they leave there is seen
 * when they have ended, and while they run.
 *
 * @param label of the pod
 */
record Shared(String label, Path directory) {
  /** Where apps find it. */
  static final String AT = "/shared";

  /** Where in it they meet. */
  private static final String MEETING = "meeting";

  private static final String VOLUME = "shared";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration BEFORE_ASKING = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** That of a pod. */
  static Shared of(Stage stage, String label) throws IOException {
    stage.directory(label + "/" + MEETING);
    return new Shared(label, stage.directory(label));
  }

  /** A pod of these apps, which have the directory. */
  ProbePod pod(List<ProbeApp> apps) {
    return ProbePod.of(label, apps.stream().map(Shared::with).toArray(ProbeApp[]::new))
        .sharing(volume());
  }

  /** It, as a volume. */
  ProbePod.Volume volume() {
    return ProbePod.Volume.host(VOLUME, directory.toString());
  }

  /** An app that has the directory. */
  static ProbeApp with(ProbeApp app) {
    return app.mounting(VOLUME, VOLUME, AT);
  }

  /** The action that waits until so many are there. */
  static String meet(String who, int count) {
    return "meet %s/%s %s %d 20000".formatted(AT, MEETING, who, count);
  }

  /** The action that leaves a file. */
  static String leave(String file) {
    return "create " + path(file);
  }

  /** The path of a file in an app. */
  static String path(String file) {
    return AT + "/" + file;
  }

  /**
   * Waits for files that the apps of a pod leave, not for ever and not when the pod is over: what
   * is judged is what is seen.
   */
  void await(Stage stage, LivePod pod, List<String> files)
      throws RefusedException, DriverException, InterruptedException {
    long begun = System.nanoTime();
    long end = begun + stage.pace().of(PATIENCE).toNanos();
    long nextLook = begun + stage.pace().of(BEFORE_ASKING).toNanos();
    for (String file : files) {
      while (!Files.exists(directory.resolve(file))) {
        long now = System.nanoTime();
        // Asking a runtime takes it more time than looking for a file.
        if (now > end || (now > nextLook && pod.status("waiting for " + file).isOver())) {
          return;
        }
        if (now > nextLook) {
          nextLook = System.nanoTime() + stage.pace().of(BEFORE_ASKING).toNanos();
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }
  }

  /** Leaves a file that apps may wait for. */
  void leaveFromHost(String file) throws IOException {
    Files.createFile(directory.resolve(file));
  }

  /** Notes which files there are. */
  void note(Stage stage) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Set<String> names = new TreeSet<>();
      files.map(it -> it.getFileName().toString()).forEach(names::add);
      stage.note(key(label), String.join(" ", names));
    }
  }

  /**
   * The files that apps of a pod have left.
   *
   * @throws MissingObservationException if nobody has looked
   */
  static Set<String> left(Scene scene, String label) throws MissingObservationException {
    return new TreeSet<>(List.of(scene.fact(key(label)).split(" ", -1)));
  }

  private static String key(String label) {
    return "left by pod " + label;
  }
}
