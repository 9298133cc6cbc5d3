package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Apps that have nothing to do with one another and are run in one pod to save time.
 *
 * <p>Each is in a pod of its own where pods have one app only, and where the pod of all was
 * refused: so that what a runtime cannot do in one app is held against it once.
 */
final class Company {
  private final String label;

  /** Of the apps in the pod of this label. */
  Company(String label) {
    this.label = label;
  }

  /**
   * Runs them.
   *
   * @param pod what is the same in the pod of all and in each other one
   */
  void run(Stage stage, UnaryOperator<ProbePod> pod, List<ProbeApp> apps)
      throws RefusedException, DriverException, IOException, InterruptedException {
    if (stage.can("multi-app")) {
      try {
        stage.run(pod.apply(ProbePod.of(label, apps.toArray(ProbeApp[]::new))));
        return;
      } catch (RefusedException e) {
        if (apps.size() == 1) {
          throw e;
        }
        // Each for itself.
      }
    }
    for (ProbeApp app : apps) {
      stage.tryRun(pod.apply(ProbePod.of(alone(app.name()), app)));
    }
  }

  /** The pod that an app was in. */
  PodRecord pod(Scene scene, String app) throws MissingObservationException {
    PodRecord own = scene.pods().get(alone(app));
    return own == null ? scene.pod(label) : own;
  }

  /**
   * What is known of an app.
   *
   * @throws NotExecutedException if its pod was refused
   */
  AppRecord app(Scene scene, String name) throws NotExecutedException, MissingObservationException {
    PodRecord pod = pod(scene, name);
    Optional<String> refusal = pod.refusal();
    if (refusal.isPresent()) {
      throw new NotExecutedException(
          "pod %s with app %s was refused: %s".formatted(pod.label(), name, refusal.get()));
    }
    return pod.app(name);
  }

  /** What the main process of an app has seen; at least that it began. */
  Observations main(Scene scene, String app)
      throws NotExecutedException, MissingObservationException {
    Observations main = app(scene, app).main();
    main.requireBegun();
    return main;
  }

  /** How an app ended, in the words of the runtime. */
  Optional<PodStatus.AppStatus> ending(Scene scene, String app) throws MissingObservationException {
    return pod(scene, app).ending(app);
  }

  private String alone(String app) {
    return label + "-" + app;
  }
}
