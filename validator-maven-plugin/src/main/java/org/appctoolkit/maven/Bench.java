package org.appctoolkit.maven;

import java.util.List;
import org.appctoolkit.finding.Threshold;
import org.appctoolkit.input.Judging;

/**
 * Everything that files are judged with.
 *
 * @param judging how each is judged
 * @param threshold from which severity on the build fails
 * @param terms all that the outcome depends on, beside the files
 */
record Bench(Judging judging, Threshold threshold, List<String> terms) {
  /** Copies the list. */
  Bench {
    terms = List.copyOf(terms);
  }
}
