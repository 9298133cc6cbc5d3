package org.appctoolkit.conformance.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.document.Quote;

/**
 * A report as JUnit XML, in the form of Surefire that continuous integration understands: a suite
 * for each scenario, a case for each expectation. It is written when the run is over.
 */
public final class JunitReport implements Report {
  private final PrintWriter out;
  private final Chapter chapter = new Chapter();
  private final Tally tally = new Tally();
  private final List<String> suites = new ArrayList<>();
  private String time = "";
  private String properties = "";

  /** A report to a writer. */
  public JunitReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void add(Event event) {
    tally.add(event);
    chapter.add(event).ifPresent(it -> suites.add(suite(it)));
    if (event instanceof Event.Began began) {
      // Without the fraction of a second and the zone, as the form has it.
      time = began.time().replaceFirst("(\\.[0-9]+)?Z$", "");
      properties =
          "    <properties>\n"
              + property("runtime", began.runtime().name() + " " + began.runtime().version())
              + property("driver", String.join(" ", began.driver()))
              + property("spec-version", began.specVersion())
              + property("seed", Long.toString(began.seed()))
              + "    </properties>\n";
    } else if (event instanceof Event.Ended ended) {
      end(ended);
    }
  }

  private void end(Event.Ended ended) {
    out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.print(
        "<testsuites name=\"appc conformance\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\">\n"
            .formatted(
                Tally.OUTCOMES.stream().mapToInt(tally::count).sum(),
                tally.count("failed"),
                tally.count("errored"),
                tally.count("skipped"),
                seconds(ended.milliseconds())));
    suites.forEach(out::print);
    out.print("</testsuites>\n");
    out.flush();
  }

  private String suite(Chapter.Whole whole) {
    StringBuilder xml = new StringBuilder();
    xml.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\" timestamp=\"%s\">\n"
            .formatted(
                escaped(whole.scenario().id()),
                whole.verdicts().size(),
                whole.count("failed"),
                whole.count("errored"),
                whole.count("skipped"),
                seconds(whole.scenario().milliseconds()),
                escaped(time)));
    xml.append(properties);
    whole.verdicts().forEach(it -> xml.append(testCase(it)));
    if (!whole.scenario().complaints().isEmpty()) {
      xml.append("    <system-err>")
          .append(text(String.join("\n", whole.scenario().complaints())))
          .append("</system-err>\n");
    }
    return xml.append("  </testsuite>\n").toString();
  }

  private static String testCase(Event.Judged judged) {
    String head =
        "    <testcase classname=\"%s\" name=\"%s\" time=\"0\""
            .formatted(escaped(judged.scenario()), escaped(judged.name()));
    Outcome outcome = judged.outcome();
    if (outcome instanceof Outcome.Failed failed) {
      return head
          + ">\n"
          + fault("failure", judged, failed.observed(), told(judged, failed))
          + "    </testcase>\n";
    }
    if (outcome instanceof Outcome.Errored errored) {
      return head
          + ">\n"
          + fault("error", judged, errored.reason(), evidence(clause(judged), errored.evidence()))
          + "    </testcase>\n";
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      return head
          + ">\n      <skipped message=\"%s\"/>\n    </testcase>\n"
              .formatted(escaped(skipped.reason()));
    }
    return head + "/>\n";
  }

  private static String fault(String element, Event.Judged judged, String message, String text) {
    return "      <%s type=\"%s\" message=\"%s\">%s</%s>\n"
        .formatted(element, judged.level(), escaped(message), text(text), element);
  }

  private static String told(Event.Judged judged, Outcome.Failed failed) {
    return evidence(
        clause(judged)
            + "\nexpected: "
            + Quote.escape(failed.expected())
            + "\nobserved: "
            + Quote.escape(failed.observed()),
        failed.evidence());
  }

  private static String clause(Event.Judged judged) {
    return "%s %s: %s\n%s"
        .formatted(judged.level(), judged.clause(), judged.sentence(), judged.reference());
  }

  private static String evidence(String before, List<String> evidence) {
    StringBuilder text = new StringBuilder(before);
    evidence.forEach(it -> text.append("\n  ").append(Quote.escape(it)));
    return text.toString();
  }

  private static String property(String name, String value) {
    return "      <property name=\"%s\" value=\"%s\"/>\n".formatted(name, escaped(value));
  }

  private static String seconds(long milliseconds) {
    return String.format(Locale.ROOT, "%.3f", milliseconds / 1000.0);
  }

  /** The value of an attribute. */
  private static String escaped(String text) {
    return markup(Quote.escape(text));
  }

  /** Content with lines; XML has no way to write most control characters, so they are escaped. */
  private static String text(String text) {
    return String.join("\n", text.lines().map(JunitReport::escaped).toList());
  }

  private static String markup(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
