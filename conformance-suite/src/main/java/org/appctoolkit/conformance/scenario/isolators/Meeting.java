package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Path;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** Where the apps of a pod wait for one another: a volume that they share. */
final class Meeting {
  private static final SpecVersion EMPTY_IS_SHARED = new SpecVersion(0, 7, 0);
  private static final String NAME = "meeting";
  private static final String PATH = "/meeting";
  private static final int PATIENCE_MILLISECONDS = 20_000;

  private Meeting() {}

  /** The app, which can go there. */
  static ProbeApp open(ProbeApp app) {
    return app.mounting(NAME, NAME, PATH);
  }

  /**
   * The pod, whose apps meet.
   *
   * @throws IOException if there is no room for it on the host
   */
  static ProbePod in(ProbePod pod, Stage stage) throws IOException {
    boolean empty = stage.version().compareTo(EMPTY_IS_SHARED) >= 0 && stage.can("volume/empty");
    if (empty) {
      return pod.sharing(ProbePod.Volume.empty(NAME));
    }
    Path room = stage.directory(NAME + "-" + pod.label());
    return pod.sharing(ProbePod.Volume.host(NAME, room.toString()));
  }

  /**
   * Has an app wait for the others.
   *
   * @param time which time it is, from 1
   * @param apps how many apps meet
   */
  static String of(int time, String app, int apps) {
    return "meet %s %s-%d %d %d".formatted(PATH, app, time, apps * time, PATIENCE_MILLISECONDS);
  }
}
