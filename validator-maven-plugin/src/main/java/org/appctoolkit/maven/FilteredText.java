package org.appctoolkit.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Position;

/**
 * A text in which placeholders were replaced, and where everything stood before.
 *
 * <p>{@code ${name}} is replaced by a value, written as JSON writes it inside a string, so that no
 * value ends the string it stands in. Two dollars before a brace become one, and what follows
 * stays. Lines stay the same.
 *
 * @param text the text that came of it
 * @param patches what was replaced, in the order of the text
 * @param leftovers what should have been replaced, in the order of the text
 */
record FilteredText(String text, List<Patch> patches, List<Leftover> leftovers) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$(?<escape>\\$\\{)|\\$\\{(?<name>[^{}\"\\r\\n]*)}");

  /** Copies the lists. */
  FilteredText {
    patches = List.copyOf(patches);
    leftovers = List.copyOf(leftovers);
  }

  /**
   * A place in a file.
   *
   * @param line from 1; lines end at LF, CR or CR LF
   * @param column code points from the start of the line, from 1
   */
  record Spot(int line, int column) {}

  /**
   * Something that was replaced.
   *
   * @param from where it stood
   * @param width how many code points it had
   * @param newWidth how many stand there now
   */
  record Patch(Spot from, int width, int newWidth) {}

  /**
   * A placeholder that nothing is known for.
   *
   * @param at where it stands
   * @param name its name
   */
  record Leftover(Spot at, String name) {}

  /**
   * Replaces what can be replaced.
   *
   * @param values the value of a name, if there is one
   */
  static FilteredText of(String original, Function<String, Optional<String>> values) {
    StringBuilder text = new StringBuilder();
    List<Patch> patches = new ArrayList<>();
    List<Leftover> leftovers = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(original);
    Place place = new Place(original);
    int written = 0;
    while (matcher.find()) {
      text.append(original, written, matcher.start());
      written = matcher.end();
      Spot from = place.at(matcher.start());
      String name = matcher.group("name");
      String found = matcher.group();
      Optional<String> value =
          name == null ? Optional.of("${") : values.apply(name).map(FilteredText::escaped);
      if (value.isEmpty()) {
        leftovers.add(new Leftover(from, name));
      }
      String put = value.orElse(found);
      text.append(put);
      patches.add(new Patch(from, width(found), width(put)));
    }
    text.append(original, written, original.length());
    return new FilteredText(text.toString(), patches, leftovers);
  }

  /** Where a place of this text was before; of what was put in, where the placeholder began. */
  Spot before(Position position) {
    int column = position.column();
    for (Patch patch : patches) {
      if (patch.from().line() == position.line() && patch.from().column() <= column) {
        if (column < patch.from().column() + patch.newWidth()) {
          return patch.from();
        }
        column += patch.width() - patch.newWidth();
      }
    }
    return new Spot(position.line(), column);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Counts lines and columns, ahead only. */
  private static final class Place {
    private final String text;
    private int offset;
    private int line = 1;
    private int lineStart;

    Place(String text) {
      this.text = text;
      // A byte order mark takes no column.
      lineStart = text.startsWith("\uFEFF") ? 1 : 0;
    }

    Spot at(int goal) {
      for (; offset < goal; offset++) {
        char c = text.charAt(offset);
        boolean half = c == '\r' && offset + 1 < text.length() && text.charAt(offset + 1) == '\n';
        if (c == '\n' || (c == '\r' && !half)) {
          line++;
          lineStart = offset + 1;
        }
      }
      return new Spot(line, text.codePointCount(lineStart, goal) + 1);
    }
  }
}
