package org.appctoolkit.runtime.plan;

import java.util.Locale;
import java.util.Map;
import org.appctoolkit.edit.NewValue;

/** JSON as it is sent to programs: on one line, numbers as they were written. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /** The text of a value; needs stack in proportion to its depth, as the value itself does. */
  static String of(NewValue value) {
    JsonText json = new JsonText();
    json.append(value);
    return json.text.append('\n').toString();
  }

  private void append(NewValue value) {
    if (value instanceof NewValue.Text it) {
      append(it.text());
    } else if (value instanceof NewValue.Literal it) {
      text.append(it.text());
    } else if (value instanceof NewValue.Elements it) {
      String separator = "";
      text.append('[');
      for (NewValue element : it.values()) {
        text.append(separator);
        append(element);
        separator = ",";
      }
      text.append(']');
    } else if (value instanceof NewValue.Members it) {
      String separator = "";
      text.append('{');
      for (Map.Entry<String, NewValue> member : it.values().entrySet()) {
        text.append(separator);
        append(member.getKey());
        text.append(':');
        append(member.getValue());
        separator = ",";
      }
      text.append('}');
    }
  }

  private void append(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char each = string.charAt(i);
      if (each == '"' || each == '\\') {
        text.append('\\').append(each);
      } else if (each < ' ' || each == 0x7F) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
      } else {
        text.append(each);
      }
    }
    text.append('"');
  }
}
