package org.appctoolkit.report;

import java.util.EnumMap;
import java.util.Map;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Findings;
import org.appctoolkit.finding.Severity;

/** The counts of a report so far. */
final class Tally {
  private final Map<Severity, Integer> findings = new EnumMap<>(Severity.class);
  private int files;
  private int unread;

  void add(Findings ofOneFile) {
    files++;
    for (Finding finding : ofOneFile.all()) {
      findings.merge(finding.severity(), 1, Integer::sum);
    }
  }

  void addUnread() {
    unread++;
  }

  /** How many documents were judged. */
  int files() {
    return files;
  }

  /** How many could not be looked at. */
  int unread() {
    return unread;
  }

  int count(Severity severity) {
    return findings.getOrDefault(severity, 0);
  }
}
