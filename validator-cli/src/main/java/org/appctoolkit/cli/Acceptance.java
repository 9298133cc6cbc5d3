package org.appctoolkit.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.input.Judging;
import org.appctoolkit.report.Palette;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/** Whether an image may be made: nothing in it is an error, and all of it could be judged. */
final class Acceptance {
  private final Surroundings surroundings;
  private final Validator validator;

  Acceptance(Surroundings surroundings, ArchiveLimitOptions limits) {
    this.surroundings = surroundings;
    Settings settings =
        Settings.DEFAULT
            .withLimits(documentLimits(limits))
            .withArchiveLimits(limits.limits())
            .withKind(ManifestKind.IMAGE_MANIFEST);
    this.validator = new Validator(settings);
  }

  /** The usual limits for documents, with the length that was asked for. */
  static Limits documentLimits(ArchiveLimitOptions limits) {
    return new Limits(
        limits.documentBytes(),
        Limits.DEFAULT.depth(),
        Limits.DEFAULT.numberCharacters(),
        Limits.DEFAULT.findings());
  }

  /** Judges an image, whatever is around it. */
  Judgement judge(ImageSource image) throws IOException {
    return validator.judge(image, Optional.empty(), Stopwatch.of(Judging.SECONDS).get());
  }

  /** Judges what is to be the manifest of an image. */
  Judgement judge(Source manifest) {
    return validator.judge(manifest);
  }

  /** Shows what was found, advice aside, on standard error; whether the image may be made. */
  ExitStatus tell(Judgement judgement) {
    List<Finding> shown =
        judgement.findings().all().stream()
            .filter(it -> it.severity() != Severity.INFO || isLimit(it))
            .toList();
    if (!shown.isEmpty()) {
      surroundings.out().flush();
      new TextReport(surroundings.err(), Palette.PLAIN)
          .add(judgement.withFindings(new Findings(shown)));
      surroundings.err().flush();
    }
    ExitStatus status = errors(judgement).isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    return judgement.hitALimit() ? status.or(ExitStatus.LIMIT) : status;
  }

  /** The errors that were found, limits aside. */
  static List<Finding> errors(Judgement judgement) {
    return judgement.findings().all().stream()
        .filter(it -> it.severity() == Severity.ERROR && !isLimit(it))
        .toList();
  }

  private static boolean isLimit(Finding finding) {
    return finding.clause().source() == Clause.Source.LIMIT;
  }
}
