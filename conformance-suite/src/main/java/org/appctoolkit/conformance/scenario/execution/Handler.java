package org.appctoolkit.conformance.scenario.execution;

import java.util.List;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Outcome;

/**
 * What is known of a handler of an app.
 *
 * @param event {@code pre-start} or {@code post-stop}
 * @param output what it wrote, as far as it was kept
 * @param left whether it has left the file that it was to leave
 */
record Handler(String event, Observations output, boolean left) {
  /** What a handler that runs in the role {@code pre} leaves in the rootfs. */
  static final String TRACE = Furnished.OPEN + "/pre-start-was-here";

  /** Decides what the output of a handler shows. */
  @FunctionalInterface
  interface Check {
    /** The outcome for what was seen. */
    Outcome of(Observations seen) throws UnseenException;
  }

  /** Whether it was executed, by whatever shows it. */
  boolean wasExecuted() {
    return output.began() || left;
  }

  /** That it was executed, or why not. */
  Outcome executed(String app) {
    String observed =
        left
            ? "it has left its file"
            : output.began() ? "it has written" : "neither a file nor any output of it";
    return wasExecuted()
        ? new Outcome.Passed("%s of app %s: %s".formatted(event, app, observed), evidence())
        : new Outcome.Failed(
            "the %s handler of app %s is executed".formatted(event, app), observed, evidence());
  }

  /**
   * The outcome of a check of its output; Skipped for one that was executed and of whose output
   * nothing was kept, which is a matter of other clauses.
   */
  Outcome judge(String app, Check check) throws UnseenException {
    if (output.began()) {
      return check.of(output);
    }
    return left
        ? new Outcome.Skipped(
            "nothing that the %s handler of app %s wrote was kept, so what it saw is not known"
                .formatted(event, app))
        : executed(app);
  }

  private List<String> evidence() {
    return output.first("begin").map(it -> List.of(it.line())).orElse(List.of());
  }
}
