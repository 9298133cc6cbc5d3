package org.appctoolkit.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.appctoolkit.document.Json;

/** A JSON value that is yet to be written, without place or layout. */
public sealed interface NewValue {
  /** Whether a value that stands in a document is the same; the order of keys does not count. */
  boolean means(Json json);

  /** A string. */
  record Text(String text) implements NewValue {
    @Override
    public boolean means(Json json) {
      return json instanceof Json.Str string && string.value().equals(text);
    }
  }

  /** A number, {@code true}, {@code false} or {@code null}, exactly as it is to be written. */
  record Literal(String text) implements NewValue {
    private static final Pattern FORM =
        Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null");

    /**
     * Refuses what is none of them.
     *
     * @throws IllegalArgumentException if the text is no such value
     */
    public Literal {
      if (!FORM.matcher(text).matches()) {
        throw new IllegalArgumentException("no number, boolean or null: " + text);
      }
    }

    @Override
    public boolean means(Json json) {
      return (json instanceof Json.Num number && number.text().equals(text))
          || (json instanceof Json.Bool bool && Boolean.toString(bool.value()).equals(text))
          || (json instanceof Json.Null && text.equals("null"));
    }
  }

  /** An array. */
  record Elements(List<NewValue> values) implements NewValue {
    /** Copies the values. */
    public Elements {
      values = List.copyOf(values);
    }

    @Override
    public boolean means(Json json) {
      if (!(json instanceof Json.Arr array) || array.elements().size() != values.size()) {
        return false;
      }
      for (int i = 0; i < values.size(); i++) {
        if (!values.get(i).means(array.elements().get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** An object; its keys are written in the order of the map. */
  record Members(Map<String, NewValue> values) implements NewValue {
    /** Copies the map with its order. */
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public boolean means(Json json) {
      if (!(json instanceof Json.Obj object) || object.members().size() != values.size()) {
        return false;
      }
      for (Json.Member member : object.members()) {
        NewValue value = values.get(member.key());
        if (value == null || !value.means(member.value())) {
          return false;
        }
      }
      return true;
    }
  }

  /** A number. */
  static NewValue of(long number) {
    return new Literal(Long.toString(number));
  }

  /** A boolean. */
  static NewValue of(boolean value) {
    return new Literal(Boolean.toString(value));
  }

  /** An array of strings. */
  static NewValue of(List<String> texts) {
    return new Elements(texts.stream().<NewValue>map(Text::new).toList());
  }

  /**
   * The same value as one that stands in a document, with its numbers as they are written there.
   *
   * <p>Needs stack in proportion to the depth, which the limits of documents bound.
   */
  static NewValue of(Json json) {
    if (json instanceof Json.Str string) {
      return new Text(string.value());
    }
    if (json instanceof Json.Num number) {
      return new Literal(number.text());
    }
    if (json instanceof Json.Bool bool) {
      return of(bool.value());
    }
    if (json instanceof Json.Arr array) {
      List<NewValue> values = new ArrayList<>();
      array.elements().forEach(element -> values.add(of(element)));
      return new Elements(values);
    }
    if (json instanceof Json.Obj object) {
      Map<String, NewValue> values = new LinkedHashMap<>();
      object.members().forEach(member -> values.put(member.key(), of(member.value())));
      return new Members(values);
    }
    return new Literal("null");
  }
}
