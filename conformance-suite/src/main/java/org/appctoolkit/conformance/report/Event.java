package org.appctoolkit.conformance.report;

import java.util.List;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.spec.Level;

/**
 * Something that a run tells: first that it began, then each scenario that is over and at once all
 * verdicts on it, and at last how it ended.
 */
public sealed interface Event {
  /** The longest text that an event has, in characters. */
  int LONGEST_TEXT = 4000;

  /** The most texts that a list of an event has. */
  int MOST_TEXTS = 100;

  /**
   * The run began.
   *
   * @param tool the version of the suite
   * @param time when, after ISO 8601
   * @param host where
   * @param driver the command of the driver, or what else it is
   * @param runtime what the runtime says of itself
   * @param specVersion the version of the specification that it is judged by
   * @param seed what decided the order of the scenarios
   * @param pace how slow the machine is; 1 is the usual one
   * @param jobs how many scenarios are played at the same time
   * @param scenarios how many are to be played
   * @param expectations how many are to be judged
   */
  record Began(
      String tool,
      String time,
      Host host,
      List<String> driver,
      RuntimeDescription runtime,
      String specVersion,
      long seed,
      double pace,
      int jobs,
      int scenarios,
      int expectations)
      implements Event {
    /** Copies the command. */
    public Began {
      driver = List.copyOf(driver);
    }
  }

  /**
   * The machine of a run.
   *
   * @param system the operating system, such as {@code Linux}
   * @param kernel its version
   * @param architecture in the words of image manifests, such as {@code amd64}
   * @param processors how many there are
   * @param user the name of the user
   */
  record Host(String system, String kernel, String architecture, int processors, String user) {}

  /**
   * A scenario is over.
   *
   * @param id its ID
   * @param title what it tried
   * @param milliseconds how long it took
   * @param expectations how many verdicts follow
   * @param complaints what went wrong afterwards, while pods were removed
   */
  record Played(
      String id, String title, long milliseconds, int expectations, List<String> complaints)
      implements Event {
    /** Copies the complaints, as far as they have room. */
    public Played {
      complaints = Bounds.all(complaints);
    }
  }

  /**
   * An expectation was judged.
   *
   * @param scenario the ID of its scenario
   * @param expectation its ID
   * @param clause the ID of the clause
   * @param level how strongly the clause requires it
   * @param sentence the clause in our words
   * @param reference where the clause stands, as a link
   * @param outcome what became of it
   */
  record Judged(
      String scenario,
      String expectation,
      String clause,
      Level level,
      String sentence,
      String reference,
      Outcome outcome)
      implements Event {
    /** Cuts what is too long. */
    public Judged {
      outcome = Bounds.of(outcome);
    }

    /** The name of the expectation among those of its scenario. */
    public String name() {
      return expectation.startsWith(scenario + "/")
          ? expectation.substring(scenario.length() + 1)
          : expectation;
    }
  }

  /**
   * The run is over.
   *
   * @param ending {@code complete}, {@code interrupted} or {@code out-of-time}
   * @param milliseconds how long it took
   * @param unplayed how many scenarios were not played
   * @param complaints what went wrong while all was removed
   */
  record Ended(String ending, long milliseconds, int unplayed, List<String> complaints)
      implements Event {
    /** Copies the complaints, as far as they have room. */
    public Ended {
      complaints = Bounds.all(complaints);
    }
  }
}
