package org.appctoolkit.conformance.driver;

import java.util.List;
import org.appctoolkit.spec.Level;

/**
 * What came of trying out one demand of docs/driver-protocol.md on a driver.
 *
 * @param id stable for ever, such as {@code import-again}
 * @param level how strongly the protocol demands it
 * @param demand what it demands, in a sentence
 * @param result what came of it
 * @param told what is wrong, or why it was not tried; empty if it is kept. Safe to print
 * @param exchanges the runs of the driver that it was tried with, in their order
 */
public record Check(
    String id, Level level, String demand, Result result, String told, List<Exchange> exchanges) {
  /** What can come of it. */
  public enum Result {
    /** The driver does it. */
    KEPT,
    /** It does not. */
    BROKEN,
    /** It could not be tried: the driver does not claim it, or broke before. */
    UNTRIED
  }

  /** Copies the list. */
  public Check {
    exchanges = List.copyOf(exchanges);
  }
}
