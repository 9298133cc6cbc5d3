package org.appctoolkit.conformance.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.document.Quote;

/**
 * A report by the Test Anything Protocol, version 14: a subtest for each scenario, a test point for
 * each expectation.
 */
public final class TapReport implements Report {
  private final PrintWriter out;
  private final Chapter chapter = new Chapter();
  private int scenarios;

  /** A report to a writer, which is flushed after every scenario. */
  public TapReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(Event event) {
    chapter.add(event).ifPresent(this::scenario);
    if (event instanceof Event.Began began) {
      line("", "TAP version 14");
      line(
          "",
          "# runtime: %s %s"
              .formatted(
                  Quote.escape(began.runtime().name()), Quote.escape(began.runtime().version())));
      line("", "# specification: %s; seed: %d".formatted(began.specVersion(), began.seed()));
    } else if (event instanceof Event.Ended ended) {
      if (ended.ending().equals("complete")) {
        line("", "1..%d".formatted(scenarios));
      } else {
        line("", "Bail out! %s".formatted(Quote.escape(ended.ending())));
      }
    }
    out.flush();
  }

  private void scenario(Chapter.Whole whole) {
    scenarios++;
    String id = description(whole.scenario().id());
    line("", "# Subtest: " + id);
    int number = 0;
    for (Event.Judged judged : whole.verdicts()) {
      number++;
      point(number, judged);
    }
    line("    ", "1..%d".formatted(number));
    boolean fine = whole.count("failed") + whole.count("errored") == 0;
    boolean skipped = whole.count("skipped") == whole.verdicts().size();
    line(
        "",
        "%sok %d - %s%s"
            .formatted(
                fine ? "" : "not ",
                scenarios,
                id,
                fine && skipped ? " # SKIP nothing of it was judged" : ""));
  }

  private void point(int number, Event.Judged judged) {
    Outcome outcome = judged.outcome();
    boolean fine = outcome instanceof Outcome.Passed || outcome instanceof Outcome.Skipped;
    String directive =
        outcome instanceof Outcome.Skipped skipped
            ? " # SKIP " + description(skipped.reason())
            : "";
    line(
        "    ",
        "%sok %d - %s%s"
            .formatted(fine ? "" : "not ", number, description(judged.name()), directive));
    if (!fine) {
      diagnostics(judged);
    }
  }

  private void diagnostics(Event.Judged judged) {
    List<String> yaml = new ArrayList<>();
    yaml.add("outcome: " + judged.outcome().word());
    yaml.add("level: " + judged.level());
    yaml.add("clause: " + JsonLine.string(judged.clause()));
    yaml.add("sentence: " + JsonLine.string(judged.sentence()));
    yaml.add("reference: " + JsonLine.string(judged.reference()));
    if (judged.outcome() instanceof Outcome.Failed failed) {
      yaml.add("expected: " + JsonLine.string(failed.expected()));
      yaml.add("observed: " + JsonLine.string(failed.observed()));
      yaml.add("evidence: " + JsonLine.array(failed.evidence()));
    } else if (judged.outcome() instanceof Outcome.Errored errored) {
      yaml.add("reason: " + JsonLine.string(errored.reason()));
      yaml.add("evidence: " + JsonLine.array(errored.evidence()));
    }
    line("      ", "---");
    yaml.forEach(it -> line("      ", it));
    line("      ", "...");
  }

  /** A description, in which a number sign would begin a directive. */
  private static String description(String text) {
    return Quote.escape(text).replace("\\", "\\\\").replace("#", "\\#");
  }

  private void line(String indent, String text) {
    out.print(indent + text + "\n");
  }
}
