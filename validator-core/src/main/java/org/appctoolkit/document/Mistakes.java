package org.appctoolkit.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people write where JSON is expected, recognised by its looks.
 *
 * <p>Nothing here decides whether a text is JSON: the reader asks only once it has to refuse, to
 * say what its author most likely meant.
 */
final class Mistakes {
  /** Bounded, so that no pattern walks far: they are tried where reading has stopped. */
  private static final List<Pattern> PLACEHOLDERS =
      List.of(
          Pattern.compile("\\{\\{[^\r\n]{0,200}?\\}\\}"),
          Pattern.compile("\\{[%#][^\r\n]{0,200}?[%#]\\}"),
          Pattern.compile("\\$\\{[^}\r\n]{0,200}\\}"),
          Pattern.compile("\\$\\([^)\r\n]{0,200}\\)"),
          Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]{0,100}"),
          Pattern.compile("<%[^\r\n]{0,200}?%>"),
          Pattern.compile("<[^<>\"\r\n]{1,100}>"),
          Pattern.compile("%[A-Za-z_][A-Za-z0-9_]{0,100}%"),
          Pattern.compile("%\\([^)\r\n]{1,100}\\)[a-z]"),
          Pattern.compile("%[-+ #0-9.]{0,10}[a-zA-Z]"),
          Pattern.compile("@[A-Za-z_][A-Za-z0-9_.-]{0,100}@"),
          Pattern.compile("__[A-Za-z][A-Za-z0-9_]{0,100}__"));

  private static final Pattern CONFLICT = Pattern.compile("<{7}|={7}|>{7}");
  private static final Pattern YAML_LINE =
      Pattern.compile("---(\\s|$)|%YAML |- |[A-Za-z_][A-Za-z0-9_./-]{0,100}:(\\s|$)");

  /** Words of other languages, each with the JSON one. */
  private static final Map<String, String> FOREIGN_WORDS =
      Map.ofEntries(
          Map.entry("True", "true"),
          Map.entry("TRUE", "true"),
          Map.entry("False", "false"),
          Map.entry("FALSE", "false"),
          Map.entry("None", "null"),
          Map.entry("Null", "null"),
          Map.entry("NULL", "null"),
          Map.entry("nil", "null"),
          Map.entry("undefined", "null"));

  private static final List<String> YAML_BOOLEANS = List.of("yes", "no", "on", "off");
  private static final List<String> NO_NUMBERS = List.of("NaN", "Infinity", "inf", "nan");

  private static final String QUOTES_OF_TYPOGRAPHY = "“”„‟«»‘’‚‛″＂";

  private final String text;

  Mistakes(String text) {
    this.text = text;
  }

  /** What stands at an offset and is wrong wherever a token may begin. */
  Optional<Defect> anywhere(int at) {
    char c = text.charAt(at);
    if (c == '#' || text.startsWith("//", at)) {
      return Optional.of(comment(at, endOfLine(at)));
    }
    if (text.startsWith("/*", at)) {
      int close = text.indexOf("*/", at + 2);
      return Optional.of(comment(at, close < 0 ? text.length() : close + 2));
    }
    if (c == '\'' || c == '`') {
      return Optional.of(
          Defect.syntax(
              at,
              behindNext(c, at),
              "a string stands in " + (c == '`' ? "backquotes" : "single quotation marks"),
              "strings stand in double quotation marks: \""));
    }
    if (QUOTES_OF_TYPOGRAPHY.indexOf(c) >= 0) {
      return Optional.of(
          Defect.syntax(
              at,
              at + 1,
              "the typographic quotation mark " + c + " stands here",
              "strings stand in straight double quotation marks: \""));
    }
    if (text.startsWith("...", at) || c == '…') {
      return Optional.of(
          Defect.syntax(
              at,
              at + (c == '…' ? 1 : 3),
              "an ellipsis stands for something left out",
              "write out what belongs here, or remove the ellipsis"));
    }
    return space(at).or(() -> conflict(at)).or(() -> placeholder(at));
  }

  /** A placeholder of some template language. */
  Optional<Defect> placeholder(int at) {
    for (Pattern pattern : PLACEHOLDERS) {
      Matcher matcher = pattern.matcher(text).region(at, text.length());
      if (matcher.lookingAt()) {
        return Optional.of(
            Defect.syntax(
                at,
                matcher.end(),
                "a placeholder is not filled in: " + Excerpt.of(matcher.group()),
                "judge the text after the template was rendered; what stands for text needs"
                    + " quotation marks around it"));
      }
    }
    return Optional.empty();
  }

  /** Another format than JSON, judged by the first line that says something. */
  Optional<Defect> otherFormat() {
    int at = 0;
    while (at < text.length()) {
      int end = endOfLine(at);
      String line = text.substring(at, Math.min(end, at + 300)).strip();
      if (!line.isEmpty() && !(line.startsWith("#") && !line.startsWith("#!"))) {
        int start = text.indexOf(line.charAt(0), at);
        return formatOf(line)
            .map(
                name ->
                    Defect.syntax(
                        start,
                        start + line.length(),
                        "the content looks like " + name + ", not like JSON",
                        "write the same as a JSON text"));
      }
      at = end + 1;
    }
    return Optional.empty();
  }

  private static Optional<String> formatOf(String line) {
    if (line.startsWith("-----BEGIN")) {
      return Optional.of("a signature or key");
    }
    if (line.startsWith("#!")) {
      return Optional.of("a script");
    }
    if (line.matches("(?i)<(!doctype\\s+html|html)\\b.*")) {
      return Optional.of("HTML");
    }
    if (line.startsWith("<?xml") || line.startsWith("<!")) {
      return Optional.of("XML");
    }
    if (line.matches("<[A-Za-z][^>]*>.*</.*|<[A-Za-z][\\w:.-]*(\\s+[\\w:.-]+=.*)?>")) {
      return Optional.of("XML");
    }
    return YAML_LINE.matcher(line).lookingAt() ? Optional.of("YAML") : Optional.empty();
  }

  /** A word where a value should be, which is none of {@code true}, {@code false}, {@code null}. */
  Defect word(int at) {
    int end = endOfWord(at);
    String word = text.substring(at, end);
    String shown = Excerpt.of(word);
    String json = FOREIGN_WORDS.get(word);
    if (json != null) {
      return Defect.syntax(at, end, shown + " is no JSON value", "write " + json);
    }
    if (YAML_BOOLEANS.contains(word)) {
      return Defect.syntax(
          at,
          end,
          shown + " is no JSON value",
          "write true or false, or \"" + word + "\" if text is meant");
    }
    if (NO_NUMBERS.contains(word)) {
      return Defect.syntax(
          at, end, "JSON has no number " + shown, "write a number, or leave the member out");
    }
    return Defect.syntax(
        at,
        end,
        "text stands without quotation marks: " + shown,
        "put text in double quotation marks: \"" + shown + '"');
  }

  /** Where a stretch of unquoted text ends. */
  int endOfWord(int at) {
    int end = at;
    while (end < text.length() && isOfWord(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** What a run of characters that begins like a number lacks to be one. */
  static Defect number(int start, int end, String run) {
    String shown = Excerpt.of(run);
    String digits = run.startsWith("-") || run.startsWith("+") ? run.substring(1) : run;
    String message = shown + " is no number";
    String help = "if text is meant, put it in double quotation marks: \"" + shown + '"';
    if (NO_NUMBERS.contains(digits)) {
      message = "JSON has no number " + shown;
      help = "write a number, or leave the member out";
    } else if (digits.isEmpty()) {
      message = "no digit follows the " + shown;
      help = "";
    } else if (run.startsWith("+") && isPlain(digits)) {
      message = "a number has no leading +";
      help = "write " + Excerpt.of(digits);
    } else if (digits.matches("0[0-7]{1,9}")) {
      message = "a number has no leading zero: " + shown;
      help =
          "JSON has no octal numbers: write \""
              + shown
              + "\" as a string, or the decimal number ("
              + (run.length() > digits.length() ? run.substring(0, 1) : "")
              + Integer.parseInt(digits, 8)
              + " if it is octal)";
    } else if (digits.matches("0[0-9][0-9.]*")) {
      message = "a number has no leading zero: " + shown;
    } else if (digits.matches("0[xXoObB][0-9a-fA-F_]+")) {
      message = "JSON has decimal numbers only: " + shown;
      help = "write the decimal number, or \"" + shown + "\" as a string";
    } else if (digits.matches("\\.[0-9][0-9eE+-]*")) {
      message = "a digit is missing before the decimal point: " + shown;
      help = "write " + Excerpt.of(run.replaceFirst("\\.", "0."));
    } else if (digits.matches("[0-9]+\\.([eE][0-9+-]*)?")) {
      message = "a digit is missing behind the decimal point: " + shown;
      help = "write " + Excerpt.of(run.replaceFirst("\\.", ".0"));
    } else if (digits.matches("[0-9.]+[eE][+-]?")) {
      message = "the exponent has no digits: " + shown;
      help = "";
    } else if (digits.matches("[0-9][0-9_]*")) {
      message = "a number has no underscores: " + shown;
      help = "write " + Excerpt.of(run.replace("_", ""));
    }
    return Defect.syntax(start, end, message, help);
  }

  private static boolean isPlain(String digits) {
    return digits.matches("[0-9][0-9.eE+-]*");
  }

  private Optional<Defect> space(int at) {
    int c = text.codePointAt(at);
    int end = at + Character.charCount(c);
    if (c == 0xfeff) {
      return Optional.of(
          Defect.syntax(
              at,
              end,
              "a byte order mark (U+FEFF) stands amid the text",
              "remove it; it may come from joining two files"));
    }
    if (c == 0) {
      return Optional.of(
          Defect.syntax(at, end, "a NUL character (U+0000) stands here", "remove it"));
    }
    int type = Character.getType(c);
    if (c < 0x20
        || Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || type == Character.FORMAT
        || type == Character.CONTROL) {
      return Optional.of(
          Defect.syntax(
              at,
              end,
              String.format("the character U+%04X is no white space of JSON", c),
              "only spaces, tabs and line breaks may stand between values"));
    }
    return Optional.empty();
  }

  private Optional<Defect> conflict(int at) {
    Matcher matcher = CONFLICT.matcher(text).region(at, text.length());
    return matcher.lookingAt()
        ? Optional.of(
            Defect.syntax(
                at,
                endOfLine(at),
                "a merge conflict is not resolved",
                "keep one of the two versions and remove the marker lines"))
        : Optional.empty();
  }

  private static Defect comment(int start, int end) {
    return Defect.syntax(start, end, "a comment stands here", "JSON has no comments: remove it");
  }

  private int behindNext(char quote, int at) {
    int close = text.indexOf(quote, at + 1);
    return close < 0 || close > endOfLine(at) ? at + 1 : close + 1;
  }

  private int endOfLine(int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private static boolean isOfWord(char c) {
    return c > ' ' && ",:[]{}\"".indexOf(c) < 0 && !Character.isWhitespace(c);
  }
}
