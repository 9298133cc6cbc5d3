package org.appctoolkit.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Malformation.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of one JSON text.
 *
 * <p>It walks the text once, from left to right, and keeps the open objects and arrays on a stack
 * of its own, so that neither depth nor size of the input can exhaust the thread's.
 */
final class JsonReader {
  /** What may come next. */
  private enum State {
    VALUE,
    FIRST_ELEMENT,
    FIRST_KEY,
    KEY,
    COLON,
    AFTER_VALUE,
    END,
    DONE,
    FAILED
  }

  private static final int MOST_RECOVERED = 100;
  private static final int EXPONENT_DIGITS = 4;
  private static final String ESCAPES =
      "the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits";

  private final String text;
  private final Lines lines;
  private final Limits limits;
  private final Mistakes mistakes;
  private final List<Defect> defects = new ArrayList<>();
  private final Deque<Open> stack = new ArrayDeque<>();
  private @Nullable Json root;
  private @Nullable Json lastValue;

  /** Offset of the next code unit. */
  private int at;

  /** Offset just behind the last token. */
  private int lastEnd;

  /** Offset of the comma before the next member or element. */
  private int comma;

  /** Whether the last string held half of a surrogate pair. */
  private boolean loneSurrogate;

  /** Whether the string being read is a key: its member has no pointer yet. */
  private boolean inKey;

  /** The first bracket whose partner is indented otherwise: it may have the wrong partner. */
  private @Nullable Open suspect;

  private int indentedLine = -1;
  private int indentation;

  JsonReader(String text, Lines lines, Limits limits) {
    this.text = text;
    this.lines = lines;
    this.limits = limits;
    this.mistakes = new Mistakes(text);
  }

  /** Reads the text, once; the outermost value, or empty if reading had to stop before the end. */
  Optional<Json> read() {
    State state = State.VALUE;
    while (state != State.DONE && state != State.FAILED) {
      skipWhiteSpace();
      state = at < text.length() ? step(state) : end(state);
    }
    return state == State.DONE ? Optional.ofNullable(root) : Optional.empty();
  }

  /** What was found to be wrong, in the order of finding. */
  List<Defect> defects() {
    return defects;
  }

  private State step(State state) {
    char c = text.charAt(at);
    return switch (state) {
      case VALUE -> value(c);
      case FIRST_ELEMENT -> c == ']' ? close() : value(c);
      case FIRST_KEY -> c == '}' ? close() : key(c, true);
      case KEY -> key(c, false);
      case COLON -> colon(c);
      case AFTER_VALUE -> afterValue(c);
      case END -> behindRoot(c);
      case DONE, FAILED -> state;
    };
  }

  private State end(State state) {
    if (state == State.END) {
      return State.DONE;
    }
    Open innermost = stack.peek();
    if (innermost == null) {
      return fail(
          0, 0, "the text is empty", "a JSON text holds one value, such as an object: { … }");
    }
    String others = stack.size() == 1 ? "" : "; " + stack.size() + " brackets are open in all";
    return fail(
        lastEnd,
        lastEnd,
        "the text ends before the " + opening(innermost) + " is closed",
        "close it with " + innermost.closing() + others + suspicion());
  }

  // --- values

  private State value(char c) {
    return switch (c) {
      case '{' -> openObject();
      case '[' -> open(new OpenArray(at, next()), State.FIRST_ELEMENT);
      case '"' -> stringValue();
      case '}', ']' -> noValueBefore(c);
      case ',', ':' -> noValue(c);
      default -> scalar(c);
    };
  }

  private State scalar(char c) {
    int end = mistakes.endOfWord(at);
    if (end - at == 4 && text.startsWith("true", at)) {
      return complete(new Json.Bool(next(), token(end), true));
    }
    if (end - at == 5 && text.startsWith("false", at)) {
      return complete(new Json.Bool(next(), token(end), false));
    }
    if (end - at == 4 && text.startsWith("null", at)) {
      return complete(new Json.Null(next(), token(end)));
    }
    if (isDigit(c) || c == '-') {
      int numberEnd = endOfNumber(at);
      // A number ends where its characters end; what follows is the business of the next state.
      if (numberEnd == endOfNumberRun(at)) {
        return number(numberEnd);
      }
    }
    if (stack.isEmpty()) {
      Optional<Defect> format = mistakes.otherFormat();
      if (format.isPresent()) {
        return fail(format.get());
      }
    }
    Optional<Defect> mistake = mistakes.anywhere(at);
    if (mistake.isPresent()) {
      return fail(mistake.get());
    }
    if (isDigit(c) || c == '-' || c == '+' || c == '.') {
      int runEnd = endOfNumberRun(at);
      return fail(Mistakes.number(at, runEnd, text.substring(at, runEnd)));
    }
    if (!Character.isLetter(text.codePointAt(at)) && "_/~$*!".indexOf(c) < 0) {
      return fail(at, behindCharacter(), "expected a value, found " + character(), "");
    }
    return fail(mistakes.word(at));
  }

  private State noValueBefore(char c) {
    Open innermost = stack.peek();
    if (innermost == null) {
      return fail(
          at, at + 1, "the " + c + " closes nothing", "remove it, or open a bracket for it");
    }
    if (innermost instanceof OpenObject object) {
      return fail(
          at,
          at + 1,
          "expected a value for the key " + quoted(object.key) + ", found " + c,
          "write a value behind the colon, or remove the key");
    }
    return c == innermost.closing() ? trailingComma(c) : mismatch(innermost, c);
  }

  private State noValue(char c) {
    if (c == ',' && lastEnd == comma + 1 && stack.peek() instanceof OpenArray) {
      return fail(at, at + 1, "two commas follow one another", "remove one of them");
    }
    return fail(at, at + 1, "expected a value, found " + c, "write a value before the " + c);
  }

  private State trailingComma(char c) {
    return fail(
        comma,
        comma + 1,
        "a comma stands before the closing " + c,
        "remove the comma: nothing follows it");
  }

  private State openObject() {
    if (at + 1 < text.length() && "{%#".indexOf(text.charAt(at + 1)) >= 0) {
      Optional<Defect> template = mistakes.placeholder(at);
      if (template.isPresent()) {
        return fail(template.get());
      }
    }
    return open(new OpenObject(at, next()), State.FIRST_KEY);
  }

  private State open(Open opened, State inside) {
    if (stack.size() >= limits.depth()) {
      return fail(
          new Defect(
              Kind.TOO_DEEP,
              at,
              at + 1,
              "objects and arrays are nested more than " + limits.depth() + " deep",
              ""));
    }
    opened.indentation = indentationOfLine();
    stack.push(opened);
    at++;
    lastEnd = at;
    return inside;
  }

  private State close() {
    Open closed = stack.pop();
    if (suspect == null && isFirstOfLine() && indentationOfLine() != closed.indentation) {
      suspect = closed;
    }
    at++;
    return complete(closed.close(lines.region(closed.start, at)));
  }

  private State complete(Json value) {
    lastValue = value;
    lastEnd = value.region().end().offset();
    at = lastEnd;
    Open around = stack.peek();
    if (around == null) {
      root = value;
      return State.END;
    }
    around.add(value);
    return State.AFTER_VALUE;
  }

  // --- what stands between values

  private State key(char c, boolean first) {
    if (c == '"') {
      int start = at;
      inKey = true;
      String key = string();
      inKey = false;
      return key == null ? State.FAILED : key(key, start);
    }
    if (c == '}') {
      return trailingComma(c);
    }
    Open object = stack.element();
    if (c == ']') {
      return mismatch(object, c);
    }
    if (c == ',') {
      return first
          ? fail(at, at + 1, "a comma stands before the first member", "remove it")
          : fail(at, at + 1, "two commas follow one another", "remove one of them");
    }
    Optional<Defect> mistake = mistakes.anywhere(at);
    if (mistake.isPresent()) {
      return fail(mistake.get());
    }
    if (c == '{' || c == '[') {
      return fail(
          at,
          at + 1,
          "expected a key, found " + c,
          "an object holds members (\"key\": value); a list of values stands in [ ]");
    }
    int end = mistakes.endOfWord(at);
    if (end == at) {
      return fail(at, behindCharacter(), "expected a key, found " + character(), "");
    }
    String word = Excerpt.of(text.substring(at, end));
    return fail(at, end, "the key " + word + " has no quotation marks", "write \"" + word + '"');
  }

  private State key(String key, int start) {
    OpenObject object = (OpenObject) stack.element();
    Region region = lines.region(start, at);
    Region earlier = object.keys.putIfAbsent(key, region);
    object.key = key;
    object.keyRegion = region;
    object.kept = earlier == null;
    // Halves that differ all read as U+FFFD: such keys need not be the same.
    if (earlier != null && !loneSurrogate) {
      recover(
          new Defect(
              Kind.DUPLICATE_KEY,
              next(),
              start,
              at,
              "the key " + quoted(key) + " occurs twice in this object",
              "remove one of them; the first is in line " + earlier.start().line()));
    }
    lastEnd = at;
    return State.COLON;
  }

  private State colon(char c) {
    if (c == ':') {
      at++;
      lastEnd = at;
      return State.VALUE;
    }
    OpenObject object = (OpenObject) stack.element();
    String key = object.key.strip();
    if (key.endsWith(":")) {
      String name = key.substring(0, key.length() - 1);
      return fail(
          object.keyRegion.start().offset(),
          lastEnd,
          "the colon stands inside the quotation marks of the key " + quoted(object.key),
          "write " + quoted(name) + ':');
    }
    if (c == '=') {
      return fail(
          at,
          at + (text.startsWith("=>", at) ? 2 : 1),
          "expected a colon behind the key " + quoted(object.key) + ", found =",
          "write " + quoted(object.key) + ": and its value");
    }
    Optional<Defect> mistake = mistakes.anywhere(at);
    boolean value = c == '"' || c == '\'' || c == '{' || c == '[';
    if (mistake.isPresent() && !value) {
      return fail(mistake.get());
    }
    if (c == ',' || c == '}' || c == ']') {
      return fail(
          object.keyRegion.start().offset(),
          lastEnd,
          "the key " + quoted(object.key) + " has no value",
          "write "
              + quoted(object.key)
              + ": and its value; a list of values stands in [ ], not in { }");
    }
    return fail(
        lastEnd,
        lastEnd,
        "expected a colon behind the key " + quoted(object.key),
        "write " + quoted(object.key) + ": and its value");
  }

  private State afterValue(char c) {
    Open around = stack.element();
    if (c == ',') {
      comma = at;
      at++;
      lastEnd = at;
      return around instanceof OpenObject ? State.KEY : State.VALUE;
    }
    if (c == around.closing()) {
      return close();
    }
    if (c == '}' || c == ']') {
      return mismatch(around, c);
    }
    Optional<Defect> mistake = mistakes.anywhere(at);
    if (mistake.isPresent()) {
      return fail(mistake.get());
    }
    if (c == ':') {
      return unexpectedColon(around);
    }
    if (c == ';') {
      return fail(at, at + 1, "expected a comma, found ;", "write a comma");
    }
    if (at == lastEnd && lastValue instanceof Json.Str && isOfText(c)) {
      return fail(
          lastEnd - 1,
          lastEnd,
          "the string ends here, but text follows",
          "write a quotation mark inside a string as \\\"");
    }
    String what = around instanceof OpenObject ? "members" : "elements";
    if (isOfText(c) || c == '"' || c == '{' || c == '[' || c == '-') {
      int line = lines.position(at).line();
      String next =
          line == lines.position(lastEnd).line() ? "" : "; the next one begins in line " + line;
      return fail(lastEnd, lastEnd, "expected a comma", what + " are separated by commas" + next);
    }
    return fail(
        at,
        behindCharacter(),
        "expected a comma or " + around.closing() + ", found " + character(),
        "");
  }

  private State unexpectedColon(Open around) {
    if (around instanceof OpenArray && lastValue instanceof Json.Str key) {
      return fail(
          key.region().start().offset(),
          at + 1,
          "the member " + quoted(key.value()) + " stands in an array, not in an object",
          "put { } around the members of each element: [ { "
              + quoted(key.value())
              + ": … } ]; the [ is in line "
              + lines.position(around.start).line());
    }
    return fail(
        at,
        at + 1,
        "expected a comma or " + around.closing() + ", found a colon",
        "a colon follows a key only");
  }

  private State behindRoot(char c) {
    if (c == '}' || c == ']') {
      return fail(
          at,
          at + 1,
          "there is one closing " + c + " too many",
          "remove it, or open a bracket for it" + suspicion());
    }
    if (c == ':' && lastValue instanceof Json.Str key) {
      return fail(
          key.region().start().offset(),
          at + 1,
          "the member " + quoted(key.value()) + " stands outside of an object",
          "put { } around all members");
    }
    Optional<Defect> mistake = mistakes.anywhere(at);
    if (mistake.isPresent()) {
      return fail(mistake.get());
    }
    boolean another = c == '{' || c == '[' || c == '"';
    return fail(
        at,
        behindCharacter(),
        another
            ? "a second value stands behind the end of the first"
            : "text stands behind the end of the value: " + Excerpt.of(rest()),
        "a document holds one value: remove what follows it" + suspicion());
  }

  private State mismatch(Open around, char c) {
    return fail(
        at,
        at + 1,
        "expected " + around.closing() + " to close the " + opening(around) + ", found " + c,
        "close the inner bracket first, or remove the " + c + suspicion());
  }

  // --- strings

  private State stringValue() {
    int start = at;
    String value = string();
    return value == null
        ? State.FAILED
        : complete(new Json.Str(next(), lines.region(start, at), value));
  }

  /** Reads a string from its opening mark to behind its closing one; null after a failure. */
  private @Nullable String string() {
    int start = at;
    int copied = start + 1;
    StringBuilder value = new StringBuilder();
    loneSurrogate = false;
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        value.append(text, copied, at);
        at++;
        return value.toString();
      }
      if (c == '\\') {
        value.append(text, copied, at);
        if (!escape(value, start)) {
          return null;
        }
        copied = at;
      } else if (c < ' ') {
        controlCharacter(c, start);
        return null;
      } else {
        at++;
      }
    }
    unclosedString(start);
    return null;
  }

  private void controlCharacter(char c, int start) {
    if (c == '\n' || c == '\r') {
      unclosedString(start);
      return;
    }
    String escape =
        switch (c) {
          case '\t' -> "\\t";
          case '\b' -> "\\b";
          case '\f' -> "\\f";
          default -> String.format("\\u%04x", (int) c);
        };
    fail(
        at,
        at + 1,
        String.format(
            "a %s (U+%04X) stands in a string", c == '\t' ? "tab" : "control character", (int) c),
        "write " + escape);
  }

  private void unclosedString(int start) {
    fail(
        start,
        at,
        "the string is not closed on its line: " + Excerpt.of(text.substring(start, at)),
        "close it with \"; a line break inside a string is written \\n");
  }

  private boolean escape(StringBuilder value, int start) {
    if (at + 1 == text.length()) {
      at++;
      unclosedString(start);
      return false;
    }
    char c = text.charAt(at + 1);
    if (c == 'u') {
      return unicodeEscape(value);
    }
    int index = "\"\\/bfnrt".indexOf(c);
    if (index < 0) {
      badEscape(c);
      return false;
    }
    value.append("\"\\/\b\f\n\r\t".charAt(index));
    at += 2;
    return true;
  }

  private void badEscape(char c) {
    String help =
        switch (c) {
          case '\'' -> "a single quotation mark needs no backslash";
          case 'x', 'U' -> ESCAPES;
          default -> ESCAPES + "; a backslash itself is written \\\\";
        };
    int end = text.offsetByCodePoints(at, 2);
    boolean lineBreak = c == '\n' || c == '\r';
    fail(
        at,
        lineBreak ? at + 1 : end,
        lineBreak
            ? "a string cannot go on in the next line"
            : "there is no escape " + Excerpt.of(text.substring(at, end)),
        lineBreak ? "write it in one line; a line break inside is written \\n" : help);
  }

  private boolean unicodeEscape(StringBuilder value) {
    int first = hexadecimal(at);
    if (first < 0) {
      int end = at + 2;
      while (end < Math.min(at + 6, text.length()) && hex(text.charAt(end)) >= 0) {
        end++;
      }
      fail(
          at,
          end,
          "the escape " + text.substring(at, end) + " is not complete",
          "four hexadecimal digits follow \\u");
      return false;
    }
    char half = (char) first;
    if (!Character.isSurrogate(half)) {
      value.append(half);
      at += 6;
      return true;
    }
    int second = Character.isHighSurrogate(half) ? hexadecimal(at + 6) : -1;
    if (second >= 0 && Character.isLowSurrogate((char) second)) {
      value.append(half).append((char) second);
      at += 12;
      return true;
    }
    if (!loneSurrogate) {
      recover(
          new Defect(
              Kind.LONE_SURROGATE,
              inKey ? stack.element().pointer : next(),
              at,
              at + 6,
              "the escape " + text.substring(at, at + 6) + " is half of a surrogate pair",
              "write the character itself, or both halves, as in \\ud83d\\ude00"));
    }
    loneSurrogate = true;
    value.append('\ufffd');
    at += 6;
    return true;
  }

  /** The value of the {@code \\uXXXX} at an offset; negative if none stands there. */
  private int hexadecimal(int offset) {
    if (offset + 6 > text.length() || !text.startsWith("\\u", offset)) {
      return -1;
    }
    int value = 0;
    for (int i = offset + 2; i < offset + 6; i++) {
      int digit = hex(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** {@link Character#digit} takes the digits of every script: JSON takes ASCII only. */
  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  // --- numbers

  private State number(int end) {
    if (end - at > limits.numberCharacters()) {
      return fail(
          new Defect(
              Kind.NUMBER_TOO_LONG,
              at,
              end,
              "the number " + Excerpt.of(text.substring(at, end)) + " is too long",
              "at most " + limits.numberCharacters() + " characters are read"));
    }
    String number = text.substring(at, end);
    if (hasLongExponent(number)) {
      return fail(
          new Defect(
              Kind.NUMBER_TOO_LONG,
              at,
              end,
              "the exponent of the number " + Excerpt.of(number) + " is too large",
              "exponents from -9999 to 9999 are read"));
    }
    return complete(new Json.Num(next(), token(end), number));
  }

  private static boolean hasLongExponent(String number) {
    int digit = Math.max(number.indexOf('e'), number.indexOf('E')) + 1;
    if (digit == 0) {
      return false;
    }
    while (digit < number.length() && "+-0".indexOf(number.charAt(digit)) >= 0) {
      digit++;
    }
    return number.length() - digit > EXPONENT_DIGITS;
  }

  /** Where the number of RFC 8259 at an offset ends; the offset itself if there is none. */
  private int endOfNumber(int start) {
    int end = text.charAt(start) == '-' ? start + 1 : start;
    int integer = end;
    end = endOfDigits(end);
    if (end == integer || (end > integer + 1 && text.charAt(integer) == '0')) {
      return start;
    }
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = end + 1;
      end = endOfDigits(fraction);
      if (end == fraction) {
        return start;
      }
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1;
      if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
        exponent++;
      }
      end = endOfDigits(exponent);
      if (end == exponent) {
        return start;
      }
    }
    return end;
  }

  private int endOfDigits(int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int endOfNumberRun(int start) {
    int end = start;
    while (end < text.length()
        && (isOfText(text.charAt(end)) || "+-.".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  // --- places and failures

  private void skipWhiteSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return;
      }
      at++;
    }
  }

  private Region token(int end) {
    return lines.region(at, end);
  }

  private Pointer next() {
    Open around = stack.peek();
    return around == null ? Pointer.ROOT : around.next();
  }

  private void recover(Defect defect) {
    if (defects.size() < MOST_RECOVERED) {
      defects.add(defect);
    }
  }

  private State fail(int start, int end, String message, String help) {
    return fail(Defect.syntax(start, end, message, help));
  }

  private State fail(Defect defect) {
    defects.add(defect);
    return State.FAILED;
  }

  private String opening(Open open) {
    return text.charAt(open.start) + " of line " + lines.position(open.start).line();
  }

  private String suspicion() {
    return suspect == null
        ? ""
        : "; by the indentation, the " + opening(suspect) + " got the wrong closing bracket";
  }

  private boolean isFirstOfLine() {
    int before = at - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n' || text.charAt(before) == '\r';
  }

  /** Remembered for the line: a long line may hold many brackets. */
  private int indentationOfLine() {
    int start = lines.startOfLineAt(at);
    if (start != indentedLine) {
      int end = start;
      while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
        end++;
      }
      indentedLine = start;
      indentation = end - start;
    }
    return indentation;
  }

  private int behindCharacter() {
    return text.offsetByCodePoints(at, 1);
  }

  private String character() {
    return Excerpt.of(text.substring(at, behindCharacter()));
  }

  private String rest() {
    int end = at;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(at, end);
  }

  private static String quoted(String key) {
    return '"' + Excerpt.of(key) + '"';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOfText(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_';
  }

  // --- open objects and arrays

  /** An object or array whose closing bracket has not come yet. */
  private abstract static sealed class Open {
    final int start;
    final Pointer pointer;
    int indentation;

    Open(int start, Pointer pointer) {
      this.start = start;
      this.pointer = pointer;
    }

    abstract char closing();

    abstract Pointer next();

    abstract void add(Json value);

    abstract Json close(Region region);
  }

  private static final class OpenObject extends Open {
    final Map<String, Region> keys = new HashMap<>();
    private final List<Json.Member> members = new ArrayList<>();
    String key = "";
    Region keyRegion = new Region(Position.START, Position.START);
    boolean kept = true;

    OpenObject(int start, Pointer pointer) {
      super(start, pointer);
    }

    @Override
    char closing() {
      return '}';
    }

    @Override
    Pointer next() {
      return pointer.key(key);
    }

    @Override
    void add(Json value) {
      if (kept) {
        members.add(new Json.Member(key, keyRegion, value));
      }
    }

    @Override
    Json close(Region region) {
      return new Json.Obj(pointer, region, members);
    }
  }

  private static final class OpenArray extends Open {
    private final List<Json> elements = new ArrayList<>();

    OpenArray(int start, Pointer pointer) {
      super(start, pointer);
    }

    @Override
    char closing() {
      return ']';
    }

    @Override
    Pointer next() {
      return pointer.index(elements.size());
    }

    @Override
    void add(Json value) {
      elements.add(value);
    }

    @Override
    Json close(Region region) {
      return new Json.Arr(pointer, region, elements);
    }
  }
}
