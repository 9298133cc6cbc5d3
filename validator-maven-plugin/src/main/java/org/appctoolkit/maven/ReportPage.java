package org.appctoolkit.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.doxia.sink.Sink;
import org.appctoolkit.document.Quote;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.spec.Clause;

/**
 * The page of a site about what was found: a table of the files, then one for each with findings.
 */
final class ReportPage {
  private static final String TITLE = "App Container";

  private final Sink sink;
  private final Path base;

  /**
   * A page yet to be written.
   *
   * @param base the directory that paths are told relative to
   */
  ReportPage(Sink sink, Path base) {
    this.sink = sink;
    this.base = base;
  }

  /** What came of a file: a verdict, or the reason why there is none. */
  private record Line(String name, List<Candidate.Verdict> verdict, String reason) {
    long count(Severity severity) {
      return verdict.stream().mapToLong(it -> it.judgement().findings().count(severity)).sum();
    }
  }

  /** Judges the candidates and writes the page. */
  void write(List<Candidate> candidates, Judging how) {
    List<Line> lines = new ArrayList<>();
    for (Candidate candidate : candidates) {
      String name = relative(candidate.name());
      try {
        lines.add(new Line(name, List.of(candidate.judge(how)), ""));
      } catch (UnreadableException e) {
        lines.add(new Line(name, List.of(), e.reason()));
      }
    }
    sink.head();
    sink.title();
    sink.text(TITLE);
    sink.title_();
    sink.head_();
    sink.body();
    sink.section1();
    sink.sectionTitle1();
    sink.text(TITLE);
    sink.sectionTitle1_();
    paragraph(
        "What the App Container specification says of the manifests and images of this project."
            + " What breaks a MUST is an error, what breaks a SHOULD a warning.");
    overview(lines);
    lines.forEach(this::details);
    sink.section1_();
    sink.body_();
    sink.flush();
  }

  private void overview(List<Line> lines) {
    beginTable("file", "errors", "warnings", "infos");
    for (Line line : lines) {
      sink.tableRow();
      cell(line.name());
      if (line.verdict().isEmpty()) {
        cell("not read: " + line.reason());
        cell("");
        cell("");
      } else {
        cell(Long.toString(line.count(Severity.ERROR) + line.verdict().get(0).leftovers().size()));
        cell(Long.toString(line.count(Severity.WARNING)));
        cell(Long.toString(line.count(Severity.INFO)));
      }
      sink.tableRow_();
    }
    endTable();
  }

  private void details(Line line) {
    for (Candidate.Verdict verdict : line.verdict()) {
      List<Finding> findings = verdict.judgement().findings().all();
      if (findings.isEmpty() && verdict.leftovers().isEmpty()) {
        continue;
      }
      sink.section2();
      sink.sectionTitle2();
      sink.text(line.name());
      sink.sectionTitle2_();
      beginTable("severity", "where", "what is wrong, and what would be right", "clause");
      for (FilteredText.Leftover leftover : verdict.leftovers()) {
        sink.tableRow();
        cell("error");
        cell(leftover.at().line() + ":" + leftover.at().column());
        cell("nothing is known for ${" + Quote.escape(leftover.name()) + "}");
        cell("");
        sink.tableRow_();
      }
      findings.forEach(finding -> row(verdict, finding));
      endTable();
      sink.section2_();
    }
  }

  private void row(Candidate.Verdict verdict, Finding finding) {
    Clause clause = finding.clause();
    sink.tableRow();
    cell(finding.severity().name().toLowerCase(Locale.ROOT));
    cell(where(verdict, finding));
    sink.tableCell();
    sink.text(finding.message());
    if (!finding.help().isEmpty()) {
      sink.lineBreak();
      sink.italic();
      sink.text(finding.help());
      sink.italic_();
    }
    sink.tableCell_();
    sink.tableCell();
    String link = clause.section().linkAt(finding.version());
    boolean isLink = link.startsWith("https://");
    if (isLink) {
      sink.link(link);
    }
    sink.text(finding.rule());
    if (isLink) {
      sink.link_();
    }
    sink.tableCell_();
    sink.tableRow_();
  }

  /** Line and column, or the entry of an image; empty for an image as a whole. */
  private static String where(Candidate.Verdict verdict, Finding finding) {
    if (finding.place() instanceof Place.InText text) {
      FilteredText.Spot spot = verdict.places().inFile(text.region().start());
      String file = verdict.judgement().image().isPresent() ? "manifest:" : "";
      return file + spot.line() + ":" + spot.column();
    }
    return finding.place() instanceof Place.InArchive archived ? archived.entry() : "";
  }

  private String relative(String name) {
    Path path = Path.of(name);
    return Quote.escape((path.startsWith(base) ? base.relativize(path) : path).toString());
  }

  private void beginTable(String... headers) {
    sink.table();
    sink.tableRows();
    sink.tableRow();
    for (String header : headers) {
      sink.tableHeaderCell();
      sink.text(header);
      sink.tableHeaderCell_();
    }
    sink.tableRow_();
  }

  private void endTable() {
    sink.tableRows_();
    sink.table_();
  }

  private void cell(String text) {
    sink.tableCell();
    sink.text(text);
    sink.tableCell_();
  }

  private void paragraph(String text) {
    sink.paragraph();
    sink.text(text);
    sink.paragraph_();
  }
}
