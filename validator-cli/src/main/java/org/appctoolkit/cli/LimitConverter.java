package org.appctoolkit.cli;

import org.appctoolkit.input.Limit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of a limit. */
sealed class LimitConverter implements ITypeConverter<Integer> {
  private final Limit limit;

  private LimitConverter(Limit limit) {
    this.limit = limit;
  }

  @Override
  public Integer convert(String text) {
    return Math.toIntExact(limit.parse(text, TypeConversionException::new));
  }

  static final class DocumentBytes extends LimitConverter {
    DocumentBytes() {
      super(Limit.DOCUMENT_BYTES);
    }
  }

  static final class Depth extends LimitConverter {
    Depth() {
      super(Limit.DEPTH);
    }
  }

  static final class NumberCharacters extends LimitConverter {
    NumberCharacters() {
      super(Limit.NUMBER_CHARACTERS);
    }
  }

  static final class FindingCount extends LimitConverter {
    FindingCount() {
      super(Limit.FINDINGS);
    }
  }

  static final class DependencyDepth extends LimitConverter {
    DependencyDepth() {
      super(Limit.DEPENDENCY_DEPTH);
    }
  }

  static final class Dependencies extends LimitConverter {
    Dependencies() {
      super(Limit.DEPENDENCIES);
    }
  }

  static final class Passes extends LimitConverter {
    Passes() {
      super(Limit.PASSES);
    }
  }

  static final class Seconds extends LimitConverter {
    Seconds() {
      super(Limit.SECONDS);
    }
  }

  static final class Ratio extends LimitConverter {
    Ratio() {
      super(Limit.RATIO);
    }
  }

  static final class NameBytes extends LimitConverter {
    NameBytes() {
      super(Limit.NAME_BYTES);
    }
  }

  static final class HeaderBytes extends LimitConverter {
    HeaderBytes() {
      super(Limit.HEADER_BYTES);
    }
  }

  static final class TreeBytes extends LimitConverter {
    TreeBytes() {
      super(Limit.TREE_BYTES);
    }
  }

  static final class XzBytes extends LimitConverter {
    XzBytes() {
      super(Limit.XZ_BYTES);
    }
  }

  /** Reads a limit that can be larger. */
  static sealed class Large implements ITypeConverter<Long> {
    private final Limit limit;

    private Large(Limit limit) {
      this.limit = limit;
    }

    @Override
    public Long convert(String text) {
      return limit.parse(text, TypeConversionException::new);
    }
  }

  static final class UncompressedBytes extends Large {
    UncompressedBytes() {
      super(Limit.UNCOMPRESSED_BYTES);
    }
  }

  static final class Entries extends Large {
    Entries() {
      super(Limit.ENTRIES);
    }
  }
}
