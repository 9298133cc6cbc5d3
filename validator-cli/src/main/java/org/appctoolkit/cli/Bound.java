package org.appctoolkit.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number that is at least 1. */
sealed class Bound implements ITypeConverter<Integer> {
  private final int most;

  private Bound(int most) {
    this.most = most;
  }

  @Override
  public Integer convert(String text) {
    try {
      int value = Integer.parseInt(text);
      if (1 <= value && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException(text + " is not a whole number from 1 to " + most);
  }

  /** Up to the last port. */
  static final class Port extends Bound {
    Port() {
      super(0xffff);
    }
  }

  /** Up to 1000 requests or redirects. */
  static final class Requests extends Bound {
    Requests() {
      super(1000);
    }
  }
}
