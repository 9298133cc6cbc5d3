package org.appctoolkit.conformance.report;

import java.io.PrintWriter;
import java.util.Locale;
import org.appctoolkit.conformance.scenario.Outcome;

/** A report to be read by programs: in each line one event of {@code conformance.schema.json}. */
public final class JsonReport implements Report {
  /** The version of the form. */
  static final int FORM = 1;

  private final PrintWriter out;
  private final Tally tally = new Tally();

  /** A report to a writer, which is flushed after every line. */
  public JsonReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(Event event) {
    tally.add(event);
    out.print(line(event) + "\n");
    out.flush();
  }

  private JsonLine line(Event event) {
    if (event instanceof Event.Began began) {
      return began(began);
    }
    if (event instanceof Event.Played played) {
      return new JsonLine()
          .text("event", "scenario")
          .text("id", played.id())
          .text("title", played.title())
          .number("milliseconds", played.milliseconds())
          .number("expectations", played.expectations())
          .texts("complaints", played.complaints());
    }
    if (event instanceof Event.Judged judged) {
      return judged(judged);
    }
    Event.Ended ended = (Event.Ended) event;
    JsonLine line =
        new JsonLine()
            .text("event", "end")
            .text("ending", ended.ending())
            .number("milliseconds", ended.milliseconds())
            .number("unplayed", ended.unplayed())
            .texts("complaints", ended.complaints());
    for (String outcome : Tally.OUTCOMES) {
      line.number(outcome, tally.count(outcome));
    }
    return line;
  }

  private static JsonLine began(Event.Began began) {
    return new JsonLine()
        .text("event", "run")
        .number("form", FORM)
        .object("tool", new JsonLine().text("name", "appc").text("version", began.tool()))
        .text("time", began.time())
        .object(
            "host",
            new JsonLine()
                .text("system", began.host().system())
                .text("kernel", began.host().kernel())
                .text("architecture", began.host().architecture())
                .number("processors", began.host().processors())
                .text("user", began.host().user()))
        .texts("driver", began.driver())
        .object(
            "runtime",
            new JsonLine()
                .text("name", began.runtime().name())
                .text("version", began.runtime().version())
                .text("specVersion", began.runtime().specVersion())
                .texts("capabilities", began.runtime().capabilities()))
        .text("specVersion", began.specVersion())
        .number("seed", began.seed())
        .decimal("pace", String.format(Locale.ROOT, "%.2f", began.pace()))
        .number("jobs", began.jobs())
        .number("scenarios", began.scenarios())
        .number("expectations", began.expectations());
  }

  private static JsonLine judged(Event.Judged judged) {
    JsonLine line =
        new JsonLine()
            .text("event", "verdict")
            .text("scenario", judged.scenario())
            .text("expectation", judged.expectation())
            .text("clause", judged.clause())
            .text("level", judged.level().name())
            .text("sentence", judged.sentence())
            .text("reference", judged.reference())
            .text("outcome", judged.outcome().word());
    if (judged.outcome() instanceof Outcome.Passed passed) {
      return line.text("observed", passed.observed()).texts("evidence", passed.evidence());
    }
    if (judged.outcome() instanceof Outcome.Failed failed) {
      return line.text("expected", failed.expected())
          .text("observed", failed.observed())
          .texts("evidence", failed.evidence());
    }
    if (judged.outcome() instanceof Outcome.Errored errored) {
      return line.text("reason", errored.reason()).texts("evidence", errored.evidence());
    }
    return line.text("reason", ((Outcome.Skipped) judged.outcome()).reason());
  }
}
