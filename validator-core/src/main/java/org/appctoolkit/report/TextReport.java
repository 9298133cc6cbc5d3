package org.appctoolkit.report;

import java.io.PrintWriter;
import java.util.List;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Quote;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.validate.Judgement;

/**
 * A report to be read by people.
 *
 * <p>Each finding begins with a line {@code name:line:column: severity: message [rule]}, which
 * editors and build servers turn into a link. Below stand the line of the document, what would be
 * right, and the clause. Documents in which nothing was found are counted but not listed. Text from
 * documents and names of files are escaped.
 */
public final class TextReport implements Report {
  private static final int LONGEST_POINTER = 200;

  private final PrintWriter out;
  private final Palette palette;
  private final Tally tally = new Tally();

  /** A report to a writer. */
  public TextReport(PrintWriter out, Palette palette) {
    this.out = out;
    this.palette = palette;
  }

  @Override
  public void add(Judgement judgement) {
    tally.add(judgement.findings());
    List<Finding> findings = judgement.findings().all();
    if (findings.isEmpty()) {
      return;
    }
    String name = Quote.escape(judgement.document().source().name());
    out.print(palette.strong(name) + ": " + what(judgement) + "\n\n");
    for (Finding finding : findings) {
      out.print(text(name, judgement.document(), finding) + "\n");
    }
  }

  @Override
  public void addUnread(String name, String reason) {
    tally.addUnread();
  }

  @Override
  public void end() {
    out.print(count(tally.files(), "file") + ": ");
    out.print(count(tally.count(Severity.ERROR), "error") + ", ");
    out.print(count(tally.count(Severity.WARNING), "warning") + ", ");
    out.print(count(tally.count(Severity.INFO), "info"));
    out.print(tally.unread() > 0 ? "; " + tally.unread() + " could not be read\n" : "\n");
  }

  private static String what(Judgement judgement) {
    return judgement
            .kind()
            .map(kind -> kind.id().replace('-', ' '))
            .orElse("not judged as a manifest")
        + ", rules of "
        + judgement.version();
  }

  private String text(String name, Document document, Finding finding) {
    Position start = finding.region().start();
    Clause clause = finding.clause();
    StringBuilder text = new StringBuilder();
    text.append(palette.strong(name + ":" + start.line() + ":" + start.column() + ":"))
        .append(' ')
        .append(palette.of(finding.severity(), finding.severity().id() + ":"))
        .append(' ')
        .append(palette.strong(finding.message()))
        .append(" [" + finding.rule() + "]\n")
        .append(Frame.of(document, finding.region(), finding.severity(), palette));
    if (!finding.pointer().equals(Pointer.ROOT)) {
      note(text, "at " + pointer(finding));
    }
    if (!finding.help().isEmpty()) {
      note(text, "help: " + finding.help());
    }
    note(
        text,
        clause.levelAt(finding.version())
            + (clause.isOurs() ? " by convention: " : ", " + clause.versions() + ": ")
            + clause.section().referenceAt(finding.version()));
    return text.toString();
  }

  private void note(StringBuilder text, String note) {
    text.append(palette.frame("    =")).append(' ').append(note).append('\n');
  }

  private static String pointer(Finding finding) {
    String pointer = finding.pointer().toString();
    String shown = pointer.substring(0, Math.min(LONGEST_POINTER, pointer.length()));
    return Quote.escape(shown) + (shown.length() < pointer.length() ? "…" : "");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
