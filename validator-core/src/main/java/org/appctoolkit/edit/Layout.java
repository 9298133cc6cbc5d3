package org.appctoolkit.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;

/**
 * How the author of a document lays it out: line ends, indentation, blanks, and what stands on one
 * line. New values are written in the same way.
 *
 * <p>A new object or array takes the form of its model, the value it replaces or stands behind.
 * Without model it stands on one line if the document has others that do, and it fits into {@value
 * #WIDTH} columns.
 */
final class Layout {
  private static final int WIDTH = 80;
  private static final String LINE_ENDS = "\r\n";

  private final String text;

  /** Empty for a document of one line, where everything new stands on that line, too. */
  private final String lineEnd;

  private final String step;
  private final String colon;
  private final String comma;
  private final Habit objects;
  private final Habit arrays;

  /** How the containers of one kind are written in the document, as far as they hold anything. */
  private static final class Habit {
    private boolean inline;
    private boolean broken;
    private String padding = "";

    void see(boolean isBroken, String afterBracket) {
      if (isBroken) {
        broken = true;
      } else if (!inline) {
        inline = true;
        padding = afterBracket;
      }
    }

    boolean allowsOneLine() {
      return inline || !broken;
    }
  }

  private Layout(Document document, Json.Obj root) {
    text = document.text();
    lineEnd = firstLineEnd(text);
    objects = new Habit();
    arrays = new Habit();
    if (root.members().isEmpty()) {
      colon = ": ";
      step = "  ";
    } else {
      Json.Member first = root.members().get(0);
      String between =
          text.substring(first.keyRegion().end().offset(), first.value().region().start().offset());
      // Blanks that align values in columns are the author's own affair: one will do.
      colon =
          hasLineEnd(between)
              ? ": "
              : (between.startsWith(":") ? ":" : " :") + (between.endsWith(":") ? "" : " ");
      String outer = indentAt(root.region().start().offset());
      String inner = indentAt(first.keyRegion().start().offset());
      boolean deeper = isBroken(root) && inner.startsWith(outer);
      step = deeper ? inner.substring(outer.length()) : "  ";
    }
    comma = colon.endsWith(":") ? "," : ", ";
    root.members().forEach(member -> see(member.value()));
  }

  private Layout(String text, Layout habits) {
    this.text = text;
    this.lineEnd = habits.lineEnd;
    this.step = habits.step;
    this.colon = habits.colon;
    this.comma = habits.comma;
    this.objects = habits.objects;
    this.arrays = habits.arrays;
  }

  /** The habits that a document shows. */
  static Layout of(Document document, Json.Obj root) {
    return new Layout(document, root);
  }

  /** The same habits in an edited document: what shows them may be gone from it. */
  Layout in(Document edited) {
    return new Layout(edited.text(), this);
  }

  private void see(Json json) {
    if (json instanceof Json.Obj object && !object.members().isEmpty()) {
      objects.see(isBroken(object), afterBracket(object));
      object.members().forEach(member -> see(member.value()));
    } else if (json instanceof Json.Arr array && !array.elements().isEmpty()) {
      arrays.see(isBroken(array), afterBracket(array));
      array.elements().forEach(this::see);
    }
  }

  /** Whether the first thing in an object or array stands on another line than the bracket. */
  boolean isBroken(Json container) {
    return hasLineEnd(afterBracket(container));
  }

  private String afterBracket(Json container) {
    int start = container.region().start().offset() + 1;
    int end = start;
    while (" \t\r\n".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return text.substring(start, end);
  }

  /** The blanks at the start of the line in which an offset stands. */
  String indentAt(int offset) {
    int start = lineStart(offset);
    int end = start;
    while (end < offset && " \t".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return text.substring(start, end);
  }

  private int lineStart(int offset) {
    int start = offset;
    while (start > 0 && LINE_ENDS.indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    return start;
  }

  /** What stands between the comma behind a neighbour and something new in the same container. */
  String separation(Json container, int neighbour) {
    if (isBroken(container)) {
      return lineEnd + indentAt(neighbour);
    }
    return comma.substring(1);
  }

  /**
   * A key and its value.
   *
   * @param offset where in the text it will stand
   * @param indent the blanks before the line in which it will stand
   */
  String member(String key, NewValue value, int offset, String indent, boolean onNewLine) {
    String lead = string(key) + colon;
    int column = (onNewLine ? indent.length() : offset - lineStart(offset)) + lead.length();
    return lead + render(value, Optional.empty(), indent, column);
  }

  /** A value in the place of another, whose form it takes. */
  String replacement(NewValue value, Json old) {
    int offset = old.region().start().offset();
    return render(value, Optional.of(old), indentAt(offset), offset - lineStart(offset));
  }

  /** A value behind another in an array, whose form it takes. */
  String successor(NewValue value, Json.Arr array, Json last) {
    int offset = last.region().start().offset();
    String indent = indentAt(offset);
    int end = last.region().end().offset();
    int column = isBroken(array) ? indent.length() : end - lineStart(end) + comma.length();
    return render(value, Optional.of(last), indent, column);
  }

  private String render(NewValue value, Optional<Json> model, String indent, int column) {
    if (value instanceof NewValue.Elements array && !array.values().isEmpty()) {
      Optional<Json.Arr> like = model.filter(Json.Arr.class::isInstance).map(Json.Arr.class::cast);
      Optional<Json> last =
          like.filter(it -> !it.elements().isEmpty())
              .map(it -> it.elements().get(it.elements().size() - 1));
      if (staysOnOneLine(value, arrays, last.flatMap(it -> like), column)) {
        return inline(value);
      }
      List<String> items = new ArrayList<>();
      String inner = indent + step;
      array.values().forEach(item -> items.add(render(item, last, inner, inner.length())));
      return broken("[", items, "]", indent);
    }
    if (value instanceof NewValue.Members object && !object.values().isEmpty()) {
      Optional<Json.Obj> like =
          model
              .filter(Json.Obj.class::isInstance)
              .map(Json.Obj.class::cast)
              .filter(it -> !it.members().isEmpty());
      if (staysOnOneLine(value, objects, like, column)) {
        return inline(value);
      }
      List<String> items = new ArrayList<>();
      String inner = indent + step;
      object
          .values()
          .forEach(
              (key, item) -> {
                String lead = string(key) + colon;
                items.add(
                    lead
                        + render(
                            item,
                            like.flatMap(it -> it.get(key)),
                            inner,
                            inner.length() + lead.length()));
              });
      return broken("{", items, "}", indent);
    }
    return inline(value);
  }

  private boolean staysOnOneLine(
      NewValue value, Habit habit, Optional<? extends Json> model, int column) {
    if (lineEnd.isEmpty()) {
      return true;
    }
    boolean allowed = model.map(it -> !isBroken(it)).orElse(habit.allowsOneLine());
    return allowed && column + inline(value).length() < WIDTH;
  }

  private String broken(String open, List<String> items, String close, String indent) {
    String separator = lineEnd + indent + step;
    return open + separator + String.join("," + separator, items) + lineEnd + indent + close;
  }

  private String inline(NewValue value) {
    if (value instanceof NewValue.Text string) {
      return string(string.text());
    }
    if (value instanceof NewValue.Literal literal) {
      return literal.text();
    }
    List<String> items = new ArrayList<>();
    if (value instanceof NewValue.Elements array) {
      array.values().forEach(item -> items.add(inline(item)));
      return inline("[", items, "]", arrays);
    }
    if (value instanceof NewValue.Members object) {
      for (Map.Entry<String, NewValue> member : object.values().entrySet()) {
        items.add(string(member.getKey()) + colon + inline(member.getValue()));
      }
    }
    return inline("{", items, "}", objects);
  }

  private String inline(String open, List<String> items, String close, Habit habit) {
    String padding = items.isEmpty() ? "" : habit.padding;
    return open + padding + String.join(comma, items) + padding + close;
  }

  /** A string with the escapes that JSON asks for, and for halves of surrogate pairs. */
  private static String string(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '"', '\\' -> json.append('\\').append((char) character);
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                  if (character < ' ' || Character.getType(character) == Character.SURROGATE) {
                    json.append(String.format("\\u%04x", character));
                  } else {
                    json.appendCodePoint(character);
                  }
                }
              }
            });
    return json.append('"').toString();
  }

  private static String firstLineEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        // A document of one line may end in a line end all the same.
        return text.substring(i).isBlank() ? "" : "\n";
      }
      if (c == '\r') {
        String end = text.startsWith("\n", i + 1) ? "\r\n" : "\r";
        return text.substring(i).isBlank() ? "" : end;
      }
    }
    return "";
  }

  private static boolean hasLineEnd(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }
}
