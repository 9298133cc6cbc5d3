package org.appctoolkit.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.Format;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Quote;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.validate.Judgement;

/**
 * A report to be read by people.
 *
 * <p>Each finding begins with a line {@code name:line:column: severity: message [rule]}, which
 * editors and build servers turn into a link; of an image, with the name of the image and that of
 * the entry. Below stand the line of the document, what would be right, and the clause. Manifests
 * in which nothing was found are counted but not listed; images are listed with their image IDs,
 * unless that is not wanted, so that it is known what was judged. Text from documents and names of
 * files are escaped.
 */
public final class TextReport implements Report {
  private static final int LONGEST = 200;

  private final PrintWriter out;
  private final Palette palette;
  private final boolean listsRightImages;
  private final Tally tally = new Tally();

  /** A report to a writer. */
  public TextReport(PrintWriter out, Palette palette) {
    this(out, palette, true);
  }

  /**
   * A report to a writer.
   *
   * @param listsRightImages whether images in which nothing was found are listed
   */
  public TextReport(PrintWriter out, Palette palette, boolean listsRightImages) {
    this.out = out;
    this.palette = palette;
    this.listsRightImages = listsRightImages;
  }

  @Override
  public void add(Judgement judgement) {
    tally.add(judgement.findings());
    List<Finding> findings = judgement.findings().all();
    boolean listed = judgement.image().isPresent() && listsRightImages;
    if (findings.isEmpty() && !listed) {
      return;
    }
    String name = Quote.escape(judgement.name());
    out.print(palette.strong(name) + ": " + what(judgement) + "\n");
    out.print(findings.isEmpty() ? "" : "\n");
    for (Finding finding : findings) {
      out.print(text(name, judgement, finding) + "\n");
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
    String rules = ", rules of " + judgement.version();
    if (judgement.image().isPresent()) {
      ArchiveSummary image = judgement.image().get();
      return image.format().words()
          + rules
          + image.imageIds().stream().findFirst().map(id -> ", " + id).orElse("")
          + judgement.packaging().map(TextReport::signatures).orElse("");
    }
    if (judgement.page().isPresent()) {
      return "discovery page" + rules;
    }
    return judgement
            .kind()
            .map(kind -> kind.id().replace('-', ' '))
            .orElse("not judged as a manifest")
        + rules;
  }

  private String text(String name, Judgement judgement, Finding finding) {
    Clause clause = finding.clause();
    StringBuilder text = new StringBuilder();
    text.append(palette.strong(where(name, judgement, finding.place()) + ":"))
        .append(' ')
        .append(palette.of(finding.severity(), finding.severity().id() + ":"))
        .append(' ')
        .append(palette.strong(finding.message()))
        .append(" [" + finding.rule() + "]\n");
    if (finding.place() instanceof Place.InText there) {
      String document = judgement.document().orElseThrow().text();
      text.append(Frame.of(document, there.region(), finding.severity(), palette));
      if (!there.pointer().equals(Pointer.ROOT)) {
        note(text, "at " + pointer(there.pointer()));
      }
    } else if (finding.place() instanceof Place.InPage there) {
      String page = judgement.page().orElseThrow().text().characters();
      text.append(Frame.of(page, there.region(), finding.severity(), palette));
    } else if (finding.place() instanceof Place.InArchive there
        && isAtAHeader(there)
        && !isLayout(judgement)) {
      note(text, "header at byte " + there.headerOffset() + " of the tar");
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

  /** What was found beside the archive; whether it is good is not known. */
  private static String signatures(Packaging packaging) {
    return packaging.signatures().stream()
        .map(signature -> ", signature not verified: " + Quote.escape(signature.fileName()))
        .collect(Collectors.joining());
  }

  private static boolean isAtAHeader(Place.InArchive place) {
    return !place.entry().isEmpty() || place.headerOffset() > 0;
  }

  private static boolean isLayout(Judgement judgement) {
    return judgement.image().filter(image -> image.format() == Format.LAYOUT).isPresent();
  }

  /** The file, and where in it; the entries of an image stand behind its name as in a directory. */
  private static String where(String name, Judgement judgement, Place place) {
    if (place instanceof Place.InText text) {
      Position start = text.region().start();
      String file = judgement.image().isPresent() ? name + "/manifest" : name;
      return file + ":" + start.line() + ":" + start.column();
    }
    if (place instanceof Place.InPage page) {
      Position start = page.region().start();
      return name + ":" + start.line() + ":" + start.column();
    }
    String entry = ((Place.InArchive) place).entry();
    return entry.isEmpty() ? name : name + "/" + cut(entry);
  }

  private void note(StringBuilder text, String note) {
    text.append(palette.frame("    =")).append(' ').append(note).append('\n');
  }

  private static String pointer(Pointer pointer) {
    return Quote.escape(cut(pointer.toString()));
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
