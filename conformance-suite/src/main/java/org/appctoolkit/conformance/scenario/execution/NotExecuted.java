package org.appctoolkit.conformance.scenario.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;

/**
 * Judges pods with one app that must not be executed.
 *
 * <p>It says nothing unless the same runtime has executed an app that is equal but for the defect:
 * who calls it has to see to that first.
 */
final class NotExecuted {
  private NotExecuted() {}

  /** Passed if the pod was refused, or is over without its app ever having begun. */
  static Outcome judge(PodRecord pod, String app, String expected) throws UnseenException {
    Optional<String> refusal = pod.refusal();
    if (refusal.isPresent()) {
      return new Outcome.Passed("refused: " + refusal.get(), List.of());
    }
    return pod.wasDeclined()
        ? new Outcome.Passed(
            "pod %s is %s, and its app has not begun".formatted(pod.label(), pod.end().state()),
            List.of())
        : new Outcome.Failed(
            expected, "it was executed", List.of(pod.app(app).main().one("begin").line()));
  }

  /** The same, and that the runtime does not tell that all went well. */
  static Outcome judgeTold(PodRecord pod, String app, String expected) throws UnseenException {
    Outcome silent = judge(pod, app, expected);
    if (pod.refusal().isPresent() || !(silent instanceof Outcome.Passed)) {
      return silent;
    }
    PodStatus end = pod.end();
    List<String> told = new ArrayList<>(List.of("the pod is " + end.state()));
    end.exit().ifPresent(exit -> told.add("its exit status is " + exit));
    Optional<PodStatus.AppStatus> status = end.app(app);
    status.ifPresent(
        it -> {
          told.add("the app is " + it.state());
          it.exit().ifPresent(exit -> told.add("with exit status " + exit));
          it.signal().ifPresent(signal -> told.add("by signal " + signal));
        });
    boolean tellsFailure =
        isFailure(end.state(), end.exit())
            || status.filter(it -> isFailure(it.state(), it.exit())).isPresent();
    return tellsFailure
        ? new Outcome.Passed(String.join(", ", told), List.of())
        : new Outcome.Failed(expected, String.join(", ", told), List.of());
  }

  private static boolean isFailure(String state, OptionalInt exit) {
    return state.equals("failed") || (exit.isPresent() && exit.getAsInt() != 0);
  }
}
