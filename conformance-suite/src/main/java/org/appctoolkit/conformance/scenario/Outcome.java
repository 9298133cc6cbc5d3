package org.appctoolkit.conformance.scenario;

import java.util.List;

/** What became of an expectation. */
public sealed interface Outcome {
  /** Its name in reports: {@code passed}, {@code failed}, {@code skipped} or {@code errored}. */
  String word();

  /**
   * The runtime does what the clause says.
   *
   * @param observed what was seen
   * @param evidence what shows it, such as lines of the probe
   */
  record Passed(String observed, List<String> evidence) implements Outcome {
    /** Copies the evidence. */
    public Passed {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String word() {
      return "passed";
    }
  }

  /** The runtime does not do what the clause says: it is to blame. */
  record Failed(String expected, String observed, List<String> evidence) implements Outcome {
    /** Copies the evidence. */
    public Failed {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String word() {
      return "failed";
    }
  }

  /** It was not asked: the runtime does not claim the capability, or the host lacks something. */
  record Skipped(String reason) implements Outcome {
    @Override
    public String word() {
      return "skipped";
    }
  }

  /** There is no verdict: the driver or the suite broke, or took too long. */
  record Errored(String reason, List<String> evidence) implements Outcome {
    /** Copies the evidence. */
    public Errored {
      evidence = List.copyOf(evidence);
    }

    @Override
    public String word() {
      return "errored";
    }
  }
}
