package org.appctoolkit.conformance.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.Palette;
import org.appctoolkit.spec.Level;

/**
 * A report to be read by people: a line for each scenario as it comes, then what failed, what
 * errored, and the counts. Text of a runtime is escaped.
 */
public final class TextReport implements Report {
  private static final int WIDTH = 100;
  private static final int MOST_EVIDENCE = 20;

  private final PrintWriter out;
  private final Palette palette;
  private final boolean quiet;
  private final Tally tally = new Tally();
  private final List<Event.Judged> failed = new ArrayList<>();
  private final List<Event.Judged> errored = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Optional<Event.Played> scenario = Optional.empty();
  private final StringBuilder marks = new StringBuilder();
  private int scenarios;
  private int played;

  /**
   * A report to a writer, which is flushed after every scenario.
   *
   * @param quiet whether there is no line for each scenario
   */
  public TextReport(PrintWriter out, Palette palette, boolean quiet) {
    this.out = out;
    this.palette = palette;
    this.quiet = quiet;
  }

  @Override
  public void add(Event event) {
    tally.add(event);
    if (event instanceof Event.Began began) {
      begin(began);
    } else if (event instanceof Event.Played over) {
      played++;
      scenario = Optional.of(over);
      marks.setLength(0);
      over.complaints().forEach(it -> complaints.add(over.id() + ": " + it));
      if (over.expectations() == 0) {
        progress(over);
      }
    } else if (event instanceof Event.Judged judged) {
      judge(judged);
    } else if (event instanceof Event.Ended ended) {
      end(ended);
    }
    out.flush();
  }

  private void begin(Event.Began began) {
    scenarios = began.scenarios();
    line(
        "runtime   %s %s%s"
            .formatted(
                began.runtime().name(),
                began.runtime().version(),
                began.runtime().specVersion().isEmpty()
                    ? ""
                    : ", made for version " + began.runtime().specVersion()));
    line("driver    " + String.join(" ", began.driver()));
    line(
        "host      %s %s, %s, %s, as %s"
            .formatted(
                began.host().system(),
                began.host().kernel(),
                began.host().architecture(),
                count(began.host().processors(), "processor"),
                began.host().user()));
    line(
        "judged by %s: %s in %s"
            .formatted(
                began.specVersion(),
                count(began.expectations(), "expectation"),
                count(began.scenarios(), "scenario")));
    line(
        "run       --seed %d, %d at a time, pace %s"
            .formatted(
                began.seed(), began.jobs(), String.format(Locale.ROOT, "%.2f", began.pace())));
    line("");
  }

  private void judge(Event.Judged judged) {
    String mark = ".";
    if (judged.outcome() instanceof Outcome.Failed) {
      failed.add(judged);
      mark = "F";
    } else if (judged.outcome() instanceof Outcome.Errored) {
      errored.add(judged);
      mark = "E";
    } else if (judged.outcome() instanceof Outcome.Skipped) {
      mark = "s";
    }
    marks.append(mark);
    scenario.filter(it -> it.expectations() == marks.length()).ifPresent(this::progress);
  }

  private void progress(Event.Played over) {
    if (!quiet) {
      int digits = Integer.toString(scenarios).length();
      line(
          String.format(
              Locale.ROOT,
              "[%" + digits + "d/%d] %-44s %6.1f s  %s",
              played,
              scenarios,
              over.id(),
              over.milliseconds() / 1000.0,
              marks));
    }
  }

  // --- the end

  private void end(Event.Ended ended) {
    failed.forEach(it -> detail("FAILED", it));
    errored.forEach(it -> detail("ERRORED", it));
    complaints.addAll(ended.complaints());
    if (!complaints.isEmpty()) {
      line("");
      line(palette.strong("LEFT BEHIND"));
      complaints.forEach(it -> line("  " + it));
    }
    summary(ended);
  }

  private void detail(String word, Event.Judged judged) {
    line("");
    out.print(palette.strong(word + " " + Quote.escape(judged.expectation())) + "\n");
    line("  %-9s %s (%s)".formatted(judged.level(), judged.clause(), judged.reference()));
    wrapped("", judged.sentence());
    if (judged.outcome() instanceof Outcome.Failed told) {
      wrapped("expected", told.expected());
      wrapped("observed", told.observed());
      evidence(told.evidence());
    } else if (judged.outcome() instanceof Outcome.Errored told) {
      wrapped("reason", told.reason());
      evidence(told.evidence());
    }
  }

  private void evidence(List<String> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    line("  evidence");
    evidence.stream().limit(MOST_EVIDENCE).forEach(it -> line("    " + it));
    if (evidence.size() > MOST_EVIDENCE) {
      line("    … and %d more".formatted(evidence.size() - MOST_EVIDENCE));
    }
  }

  /** A text at the width of the report, its first line behind a word. */
  private void wrapped(String word, String text) {
    String head = "  %-9s ".formatted(word);
    StringBuilder current = new StringBuilder(head);
    for (String part : Quote.escape(text).split(" ", -1)) {
      if (current.length() > head.length() && current.length() + part.length() >= WIDTH) {
        line(current.toString().stripTrailing());
        current.setLength(0);
        current.append(" ".repeat(head.length()));
      }
      current.append(part).append(' ');
    }
    line(current.toString().stripTrailing());
  }

  private void summary(Event.Ended ended) {
    line("");
    line("%8s%8s%8s%8s%8s".formatted("", "passed", "failed", "skipped", "errored"));
    for (Level level : Level.values()) {
      StringBuilder row = new StringBuilder("%-8s".formatted(level));
      Tally.OUTCOMES.forEach(it -> row.append("%8d".formatted(tally.count(level, it))));
      line(row.toString());
    }
    if (!tally.skips().isEmpty()) {
      line("");
      for (Map.Entry<String, Integer> skip : tally.skips()) {
        line("skipped %d: %s".formatted(skip.getValue(), skip.getKey()));
      }
    }
    line("");
    line(
        "%s in %s s%s"
            .formatted(
                count(played, "scenario"),
                String.format(Locale.ROOT, "%.1f", ended.milliseconds() / 1000.0),
                ended.ending().equals("complete")
                    ? ""
                    : "; %s, %s not played"
                        .formatted(ended.ending(), count(ended.unplayed(), "scenario"))));
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void line(String text) {
    out.print(Quote.escape(text) + "\n");
  }
}
