package org.appctoolkit.maven;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.appctoolkit.document.Quote;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.validate.Judgement;

/**
 * Tells in the log of the build what is found, each finding at {@code file:[line,column]}, which
 * development environments turn into a link, and what would be right in the line below.
 */
final class FindingLog {
  /** How many findings the message at the end of a failed build repeats. */
  private static final int REPEATED = 5;

  private static final String INDENT = "    ";

  private final Log log;
  private final Threshold threshold;
  private final List<Told> told = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
  private int files;
  private int failing;
  private int limited;

  FindingLog(Log log, Threshold threshold) {
    this.log = log;
    this.threshold = threshold;
  }

  /**
   * Something that was told while nothing let the build fail.
   *
   * @param warning whether it was told as a warning
   * @param text one line
   */
  record Told(boolean warning, String text) {}

  /** Judges a candidate and tells what is found; what cannot be read is told at the end. */
  void judge(Candidate candidate, Judging how) {
    files++;
    Candidate.Verdict verdict;
    try {
      verdict = candidate.judge(how);
    } catch (UnreadableException e) {
      String text = Quote.escape(candidate.name()) + ": " + e.reason();
      unread.add(text);
      log.error(text);
      return;
    }
    add(verdict);
  }

  /** Tells what was found in one file. */
  void add(Candidate.Verdict verdict) {
    Judgement judgement = verdict.judgement();
    String name = Quote.escape(judgement.name());
    addLeftovers(judgement.name(), verdict.leftovers());
    judgement.findings().all().stream()
        .sorted(Comparator.comparing(this::isLimit))
        .forEach(finding -> tell(name, verdict, finding));
    if (judgement.findings().all().isEmpty()) {
      judgement
          .image()
          .flatMap(image -> image.imageIds().stream().findFirst())
          .ifPresent(id -> note(Level.INFO, name + ": nothing was found, " + id));
    }
  }

  /** Tells which placeholders of a file could not be replaced. */
  void addLeftovers(String file, List<FilteredText.Leftover> leftovers) {
    leftovers.forEach(leftover -> leftover(Quote.escape(file), leftover));
  }

  private void leftover(String name, FilteredText.Leftover leftover) {
    counts.merge(Severity.ERROR, 1, Integer::sum);
    failing++;
    String placeholder = "${" + Quote.escape(leftover.name()) + "}";
    String where = "%s:[%d,%d] ".formatted(name, leftover.at().line(), leftover.at().column());
    String text = where + "nothing is known for " + placeholder;
    reasons.add(text);
    note(Level.ERROR, text);
    note(
        Level.ERROR,
        INDENT
            + "define a property of that name, or write $"
            + placeholder
            + " if it is to stay as it is");
  }

  private void tell(String name, Candidate.Verdict verdict, Finding finding) {
    counts.merge(finding.severity(), 1, Integer::sum);
    boolean limit = isLimit(finding);
    boolean fails = limit || threshold.isReachedBy(finding);
    limited += limit ? 1 : 0;
    failing += fails ? 1 : 0;
    Level level =
        fails ? Level.ERROR : finding.severity() == Severity.INFO ? Level.INFO : Level.WARNING;
    String text =
        "%s %s [%s]".formatted(where(name, verdict, finding), finding.message(), finding.rule());
    if (fails) {
      reasons.add(text);
    }
    note(level, text);
    note(level, INDENT + (finding.help().isEmpty() ? "" : finding.help() + " ") + source(finding));
  }

  private boolean isLimit(Finding finding) {
    return finding.clause().source() == Clause.Source.LIMIT;
  }

  private static String source(Finding finding) {
    Clause clause = finding.clause();
    return "(%s%s%s)"
        .formatted(
            clause.levelAt(finding.version()),
            clause.isOurs() ? " by convention: " : ", " + clause.versions() + ": ",
            clause.section().referenceAt(finding.version()));
  }

  private static String where(String name, Candidate.Verdict verdict, Finding finding) {
    if (finding.place() instanceof Place.InText text) {
      FilteredText.Spot spot = verdict.places().inFile(text.region().start());
      String inside = verdict.judgement().image().isPresent() ? name + "/manifest" : name;
      String file = verdict.manifestFile().map(it -> Quote.escape(it.toString())).orElse(inside);
      return "%s:[%d,%d]".formatted(file, spot.line(), spot.column());
    }
    String entry = finding.place() instanceof Place.InArchive archived ? archived.entry() : "";
    return (entry.isEmpty() ? name : name + "/" + entry) + ":";
  }

  private enum Level {
    ERROR,
    WARNING,
    INFO
  }

  private void note(Level level, String text) {
    switch (level) {
      case ERROR -> log.error(text);
      case WARNING -> log.warn(text);
      case INFO -> log.info(text);
    }
    told.add(new Told(level == Level.WARNING, text));
  }

  /**
   * Tells the counts.
   *
   * @throws MojoExecutionException if something could not be read
   * @throws MojoFailureException if something was found that lets the build fail
   */
  void end() throws MojoExecutionException, MojoFailureException {
    String summary = summary();
    if (!unread.isEmpty()) {
      throw new MojoExecutionException(
          count(unread.size(), "file") + " could not be read: " + first(unread));
    }
    if (failing > 0) {
      throw new MojoFailureException(
          summary
              + (limited > 0 ? "; as a limit was hit, not everything was judged" : "")
              + first(reasons)
              + "\nmvn appc:explain -Dappc.rule=ID tells more of the rule in the brackets");
    }
    if (files > 0) {
      note(Level.INFO, summary);
    }
  }

  /** All that was told; only to be asked when the build goes on. */
  List<Told> passed() {
    return List.copyOf(told);
  }

  private static String first(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(0, Math.min(REPEATED, lines.size()))) {
      text.append('\n').append(INDENT).append(line);
    }
    if (lines.size() > REPEATED) {
      text.append('\n').append(INDENT).append("and ").append(lines.size() - REPEATED);
      text.append(" more");
    }
    return text.toString();
  }

  private String summary() {
    List<String> words = new ArrayList<>();
    for (Severity severity : List.of(Severity.ERROR, Severity.WARNING, Severity.INFO)) {
      words.add(count(counts.getOrDefault(severity, 0), severity.name().toLowerCase(Locale.ROOT)));
    }
    return String.join(", ", words) + (files > 0 ? " in " + count(files, "file") : "");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
