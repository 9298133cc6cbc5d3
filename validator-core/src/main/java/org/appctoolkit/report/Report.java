package org.appctoolkit.report;

import org.appctoolkit.validate.Judgement;

/**
 * An account of judgements, written while they are made.
 *
 * <p>Judgements appear in the order in which they are added, and only their counts are kept. A
 * report is complete once {@link #end} was called. Not safe for use by several threads. A writer
 * that fails keeps the failure to itself, as {@link java.io.PrintWriter} does; its owner asks it.
 */
public interface Report {
  /** Writes what was found in a document. */
  void add(Judgement judgement);

  /**
   * Notes a document that could not be looked at.
   *
   * @param name what the document is called
   * @param reason why not: lower case, no full stop
   */
  void addUnread(String name, String reason);

  /** Writes the counts, and whatever else closes the report. */
  void end();
}
