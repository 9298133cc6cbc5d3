package org.appctoolkit.fuzz;

import static org.appctoolkit.fuzz.Contract.holds;
import static org.appctoolkit.fuzz.Contract.isSafeMessage;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.report.JsonReport;
import org.appctoolkit.report.Palette;
import org.appctoolkit.report.Report;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/** Any bytes, judged as a manifest. */
public final class ManifestFuzz {
  /** A report may be many times longer than the document. */
  private static final Limits REPORT_LIMITS = new Limits(1 << 26, 64, 64, 1000);

  private static final List<Settings> OTHERS =
      List.of(
          Settings.DEFAULT.withLimits(new Limits(1 << 10, 5, 9, 3)),
          Settings.DEFAULT.withPodTemplate(true),
          Settings.DEFAULT.withKind(ManifestKind.POD_MANIFEST).withVersion(SpecVersion.NEWEST),
          Settings.DEFAULT.withKind(ManifestKind.IMAGE_MANIFEST).withVersion(SpecVersion.OLDEST));

  private static final List<Validator> VALIDATORS = OTHERS.stream().map(Validator::new).toList();
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);

  private ManifestFuzz() {}

  /** Asserts the contract for these bytes, with the default settings and with others. */
  public static void fuzzerTestOneInput(byte[] data) {
    check(VALIDATOR, Settings.DEFAULT, data);
    // Which others follows from the bytes: all of them would take as many times longer.
    int other = Math.floorMod(Arrays.hashCode(data), OTHERS.size());
    check(VALIDATORS.get(other), OTHERS.get(other), data);
  }

  private static void check(Validator validator, Settings settings, byte[] data) {
    Source source = Source.of("fuzz.json", data);
    Judgement judgement = validator.judge(source);

    List<Finding> findings = judgement.findings().all();
    holds(findings.size() <= settings.limits().findings() + 1, "%d findings", findings.size());
    Position last = Position.START;
    for (Finding finding : findings) {
      Place.InText place = finding.inText().orElseThrow();
      check(finding, place, judgement.document().orElseThrow());
      holds(place.region().start().compareTo(last) >= 0, "out of order: %s", finding);
      last = place.region().start();
    }
    Judgement again = validator.judge(source);
    holds(again.findings().equals(judgement.findings()), "%s, then %s", judgement, again);
    checkReports(judgement);
  }

  private static void check(Finding finding, Place.InText place, Document document) {
    isSafeMessage(finding.message());
    isSafeMessage(finding.help());
    checkPosition(place.region().start(), document, finding);
    checkPosition(place.region().end(), document, finding);
    holds(
        document.root().isEmpty() || document.at(place.pointer()).isPresent(),
        "nothing is there: %s",
        finding);
  }

  private static void checkPosition(Position position, Document document, Finding finding) {
    holds(position.offset() <= document.text().length(), "outside of the text: %s", finding);
    holds(position.equals(document.position(position.offset())), "misplaced: %s", finding);
  }

  private static void checkReports(Judgement judgement) {
    StringWriter text = new StringWriter();
    write(new TextReport(new PrintWriter(text), Palette.PLAIN), judgement);
    text.toString().lines().forEach(Contract::isSafe);
    StringWriter json = new StringWriter();
    write(new JsonReport(new PrintWriter(json), "1"), judgement);
    Document written = Document.read(Source.of("report", json.toString()), REPORT_LIMITS);
    holds(written.malformations().isEmpty(), "no JSON: %s", written.malformations());
  }

  private static void write(Report report, Judgement judgement) {
    report.add(judgement);
    report.end();
  }
}
