package org.appctoolkit.report;

import org.appctoolkit.finding.Severity;

/** The colours of a text, or none. */
public enum Palette {
  /** No escapes at all. */
  PLAIN,
  /** The eight colours that every terminal of today knows. */
  ANSI;

  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String CYAN = "\u001b[1;36m";
  private static final String BLUE = "\u001b[34m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  /** Text in the colour of a severity. */
  String of(Severity severity, String text) {
    return switch (severity) {
      case ERROR -> in(RED, text);
      case WARNING -> in(YELLOW, text);
      case INFO -> in(CYAN, text);
    };
  }

  /** Text that stands out. */
  public String strong(String text) {
    return in(BOLD, text);
  }

  /** Text that is there to guide the eye. */
  String frame(String text) {
    return in(BLUE, text);
  }

  private String in(String colour, String text) {
    return this == PLAIN || text.isEmpty() ? text : colour + text + RESET;
  }
}
