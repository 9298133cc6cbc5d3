package org.appctoolkit.document;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A JSON value that knows where it stands.
 *
 * <p>{@link #pointer()} is its RFC 6901 place in the document, {@link #region()} its stretch of
 * text (for a string with its quotation marks, for an object or array from bracket to bracket).
 */
public sealed interface Json {
  /** The value's place in the document. */
  Pointer pointer();

  /** The value's stretch of text. */
  Region region();

  /** What RFC 8259 calls a value of this kind, with its article: {@code "an object"}. */
  String kind();

  /** An object: its members in the order of the text, no key twice. */
  record Obj(Pointer pointer, Region region, List<Member> members) implements Json {
    /** Copies the members. */
    public Obj {
      members = List.copyOf(members);
    }

    /** The value of the member with exactly this key. */
    public Optional<Json> get(String key) {
      for (Member member : members) {
        if (member.key().equals(key)) {
          return Optional.of(member.value());
        }
      }
      return Optional.empty();
    }

    @Override
    public String kind() {
      return "an object";
    }
  }

  /** One key and its value; {@code keyRegion} is the key's stretch of text with its quotes. */
  record Member(String key, Region keyRegion, Json value) {}

  /** An array. */
  record Arr(Pointer pointer, Region region, List<Json> elements) implements Json {
    /** Copies the elements. */
    public Arr {
      elements = List.copyOf(elements);
    }

    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string; {@code value} has its escapes resolved. */
  record Str(Pointer pointer, Region region, String value) implements Json {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number, exact; {@code text} is how it was written. */
  record Num(Pointer pointer, Region region, String text) implements Json {
    /** The exact value. */
    public BigDecimal value() {
      return new BigDecimal(text);
    }

    /** Whether the value is a whole number, however it was written ({@code 1.0}, {@code 1e2}). */
    public boolean isInteger() {
      BigDecimal value = value();
      return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public String kind() {
      return "a number";
    }
  }

  /** {@code true} or {@code false}. */
  record Bool(Pointer pointer, Region region, boolean value) implements Json {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** {@code null}. */
  record Null(Pointer pointer, Region region) implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
