package org.appctoolkit.cli;

import org.appctoolkit.layout.Extraction;

/** What came of an extraction, told on standard error. */
final class ExtractionReport {
  private ExtractionReport() {}

  /** Tells it; whether all is well. */
  static ExitStatus tell(
      Extraction.Outcome outcome, FaultReport faults, Surroundings surroundings) {
    outcome.faults().forEach(faults::add);
    outcome.refusals().forEach(it -> faults.add(it.entry(), it.message()));
    if (!outcome.done()) {
      long untold =
          outcome.summary().faults()
              - outcome.faults().size()
              + outcome.refused()
              - outcome.refusals().size();
      surroundings.tell(
          "nothing was extracted" + (untold > 0 ? "; there are " + untold + " more of these" : ""));
      return faults.status();
    }
    outcome.omissions().forEach(it -> faults.note(it.entry(), it.message()));
    long untold = outcome.omitted() - outcome.omissions().size();
    if (untold > 0) {
      surroundings.tell(faults.image() + ": and " + untold + " more were left out");
    }
    return ExitStatus.OK;
  }
}
