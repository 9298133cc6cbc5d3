package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Apps that are tried in one pod to save time, and each in a pod of its own by a runtime whose pods
 * have one app.
 */
final class Companions {
  /** What a runtime claims whose pods have several apps. */
  static final String MULTI_APP = "multi-app";

  private Companions() {}

  /**
   * Runs apps to their end.
   *
   * @param label of the pod; of a pod of its own, with the name of the app behind it
   * @param more what else is in a pod
   */
  static void run(Stage stage, String label, UnaryOperator<ProbePod> more, List<ProbeApp> apps)
      throws RefusedException, DriverException, IOException, InterruptedException {
    if (apps.size() == 1 || stage.can(MULTI_APP)) {
      stage.run(more.apply(ProbePod.of(label, apps.toArray(ProbeApp[]::new))));
      return;
    }
    for (ProbeApp app : apps) {
      stage.run(more.apply(ProbePod.of(label + "-" + app.name(), app)));
    }
  }

  /**
   * An app, in whichever pod it was; the first that has one of this name.
   *
   * @throws MissingObservationException if there are no logs of it
   */
  static AppRecord find(Scene scene, String app) throws MissingObservationException {
    for (PodRecord pod : scene.pods().values()) {
      AppRecord record = pod.apps().get(app);
      if (record != null) {
        return record;
      }
    }
    throw new MissingObservationException("there are no logs of an app " + app);
  }
}
