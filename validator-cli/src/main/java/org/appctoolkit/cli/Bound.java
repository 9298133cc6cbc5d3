package org.appctoolkit.cli;

import org.appctoolkit.dependency.DependencyLimits;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a limit, up to what a machine of today judges in seconds. */
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

  /** Up to 64 MiB. */
  static final class DocumentBytes extends Bound {
    DocumentBytes() {
      super(1 << 26);
    }
  }

  /** Up to 500 levels. */
  static final class Depth extends Bound {
    Depth() {
      super(500);
    }
  }

  /** Up to 1000 characters. */
  static final class NumberCharacters extends Bound {
    NumberCharacters() {
      super(1000);
    }
  }

  /** Up to 100,000 findings. */
  static final class FindingCount extends Bound {
    FindingCount() {
      super(100_000);
    }
  }

  /** Up to 10,000 images. */
  static final class Dependencies extends Bound {
    Dependencies() {
      super(10_000);
    }
  }

  /** As many as can be counted. */
  static final class Passes extends Bound {
    Passes() {
      super(DependencyLimits.MOST_PASSES);
    }
  }

  /** Up to a day. */
  static final class Seconds extends Bound {
    Seconds() {
      super(86_400);
    }
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
