package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Severity;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.report.Palette;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;

/**
 * The manifest of a pod in which nothing is an error, together with its images.
 *
 * @param manifest what it says
 * @param text the same as it is written
 */
record JudgedPod(PodManifest manifest, String text) {
  /**
   * Judges a manifest as {@code appc validate --store} does, and tells of errors and warnings.
   *
   * @param quiet whether nothing is told as long as the pod can be run
   * @throws PodCommand.EndedException if there are errors, which were told
   */
  static JudgedPod of(Source source, Catalogue catalogue, Terminal terminal, boolean quiet)
      throws IOException, RefusedException, PodCommand.EndedException {
    Judgement judgement =
        new Validator(Settings.DEFAULT).judge(source, () -> false, Optional.of(catalogue));
    boolean refused = judgement.findings().count(Severity.ERROR) > 0 || judgement.hitALimit();
    tell(judgement, terminal, quiet && !refused);
    if (refused) {
      throw new PodCommand.EndedException(judgement.hitALimit() ? Status.LIMIT : Status.REFUSED);
    }
    ManifestKind kind =
        judgement
            .kind()
            .filter(it -> it != ManifestKind.IMAGE_MANIFEST)
            .orElseThrow(
                () ->
                    new RefusedException(
                        source.name()
                            + " is the manifest of an image: add the image to the store (appc store"
                            + " add), and run it by its name"));
    Document document = judgement.document().orElseThrow();
    if (document.root().orElse(null) instanceof Json.Obj root
        && ManifestReader.read(root, kind, judgement.version()) instanceof PodManifest manifest) {
      return new JudgedPod(manifest, document.text());
    }
    throw new RefusedException(source.name() + " is no manifest of a pod");
  }

  private static void tell(Judgement judgement, Terminal terminal, boolean quiet) {
    List<Finding> shown =
        judgement.findings().all().stream().filter(it -> it.severity() != Severity.INFO).toList();
    if (!shown.isEmpty() && !quiet) {
      PrintWriter err = Terminal.writer(terminal.err());
      new TextReport(err, Palette.PLAIN).add(judgement.withFindings(new Findings(shown)));
      err.flush();
    }
  }
}
