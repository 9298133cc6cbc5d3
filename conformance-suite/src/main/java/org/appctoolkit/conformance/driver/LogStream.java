package org.appctoolkit.conformance.driver;

import java.util.Locale;

/** One of the two streams an app writes to. */
public enum LogStream {
  /** Descriptor 1. */
  STDOUT,
  /** Descriptor 2. */
  STDERR;

  /** Its name in arguments and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
