package org.appctoolkit.conformance.scenario.images;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.PodRecord;

/**
 * Pods that must not be executed, beside one without the fault, which must be.
 *
 * <p>A refusal counts only if the control was executed: a runtime that executes nothing refuses
 * everything.
 */
final class Refusal {
  /** What the app of a pod that may be refused is called. */
  static final String APP = "main";

  /** What the pod without a fault is called. */
  static final String CONTROL = "control";

  private Refusal() {}

  /** A pod of one app that does nothing but begin and end. */
  static ProbePod pod(String label, ProbeImage image) {
    return ProbePod.of(label, ProbeApp.of(APP, image));
  }

  /**
   * Passed if the control was executed and a pod was not.
   *
   * @param fault what is wrong with the pod
   */
  static Judgement of(String label, String fault) {
    return scene -> beside(scene.pod(CONTROL).app(APP).main(), label, fault).judge(scene);
  }

  /** The same with what another app has seen as control. */
  static Judgement beside(Observations control, String label, String fault) {
    return scene -> {
      Observation begin = control.one("begin");
      PodRecord tried = scene.pod(label);
      Optional<String> how = declined(tried);
      return Judgement.when(
          how.isPresent(),
          "not executed: " + fault,
          how.orElse("the app was executed"),
          how.isPresent()
              ? List.of("the control, without the fault: " + begin.line())
              : executed(tried));
    };
  }

  private static List<String> executed(PodRecord pod) {
    return pod.apps().values().stream()
        .flatMap(app -> app.observations().first("begin").stream())
        .map(begin -> begin.line())
        .toList();
  }

  /**
   * How a runtime has declined to execute a pod; empty if it has executed it.
   *
   * @throws MissingObservationException if it was started, and neither failed nor has logs
   */
  static Optional<String> declined(PodRecord pod) throws MissingObservationException {
    if (!pod.wasDeclined()) {
      return Optional.empty();
    }
    if (pod.refusal().isPresent()) {
      return Optional.of("refused: " + pod.refusal().get());
    }
    PodStatus end = pod.end();
    return Optional.of(
        "not executed: the pod is %s%s"
            .formatted(end.state(), end.reason().map(it -> ", " + it).orElse("")));
  }
}
