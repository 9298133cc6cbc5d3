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
    /**
     * The exact value.
     *
     * <p>Numbers of a {@link Document} have exponents from -9999 to 9999. The value of {@code
     * 1e9999} is small as it stands, but has ten thousand digits when it is written out or made an
     * integer: compare it with a bound before that.
     *
     * @throws NumberFormatException if this number was made of a text that is no JSON number, or of
     *     one whose exponent is beyond the range of {@code int}
     */
    public BigDecimal value() {
      return new BigDecimal(text);
    }

    /**
     * Whether the value is a whole number, however it was written ({@code 1.0}, {@code 1e2}).
     *
     * <p>The text alone tells, so that no exponent is too large for the question.
     */
    public boolean isInteger() {
      int exponentMark = Math.max(text.indexOf('e'), text.indexOf('E'));
      String mantissa = exponentMark < 0 ? text : text.substring(0, exponentMark);
      int last = mantissa.length() - 1;
      while (last >= 0 && "0.-".indexOf(mantissa.charAt(last)) >= 0) {
        last--;
      }
      if (last < 0) {
        return true;
      }
      int point = mantissa.indexOf('.');
      int end = point < 0 ? mantissa.length() : point;
      // Power of ten of the last digit that is not zero, before the exponent is added.
      long lowest = last < end ? end - 1L - last : (long) end - last;
      return lowest + (exponentMark < 0 ? 0 : exponent(exponentMark + 1)) >= 0;
    }

    /** The exponent; beyond nine digits any of its sign, as no text has so many digits. */
    private long exponent(int start) {
      boolean negative = text.startsWith("-", start);
      int digit = start;
      while (digit < text.length() && "+-0".indexOf(text.charAt(digit)) >= 0) {
        digit++;
      }
      String digits = text.substring(digit);
      long magnitude =
          digits.isEmpty() ? 0 : digits.length() > 9 ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
      return negative ? -magnitude : magnitude;
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
