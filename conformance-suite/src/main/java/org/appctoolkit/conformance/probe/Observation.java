package org.appctoolkit.conformance.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line that a probe has written: something it saw, or the result of something it did.
 *
 * @param who the role of the process that wrote it
 * @param number its place among those of its process, from 0
 * @param see what it is about
 * @param values the rest of the line: {@code String}, {@code Long} or {@code Boolean}
 * @param line the text of the line, from its first brace to its last
 */
public record Observation(
    String who, long number, String see, Map<String, Object> values, String line) {
  /** Copies the values. */
  public Observation {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * A value as text.
   *
   * @throws MissingObservationException if the line has no such value
   */
  public String text(String key) throws MissingObservationException {
    return String.valueOf(value(key));
  }

  /**
   * A value that is a number.
   *
   * @throws MissingObservationException if the line has no such number
   */
  public long number(String key) throws MissingObservationException {
    if (value(key) instanceof Long number) {
      return number;
    }
    throw new MissingObservationException("%s is no number in %s".formatted(key, line));
  }

  /**
   * A value that is true or false.
   *
   * @throws MissingObservationException if the line has no such value
   */
  public boolean is(String key) throws MissingObservationException {
    if (value(key) instanceof Boolean truth) {
      return truth;
    }
    throw new MissingObservationException(
        "%s is neither true nor false in %s".formatted(key, line));
  }

  /**
   * What became of what the probe tried, in a word: {@code done}, or the name of the error.
   *
   * @throws MissingObservationException if the line does not tell
   */
  public String result() throws MissingObservationException {
    return is("ok") ? "done" : text("error");
  }

  /**
   * What came of what the probe tried: a value as text, or the name of the error.
   *
   * @throws MissingObservationException if the line tells neither
   */
  public String result(String key) throws MissingObservationException {
    return text(is("ok") ? key : "error");
  }

  /** Whether the line has a value of this name and text. */
  public boolean has(String key, @Nullable Object value) {
    return String.valueOf(value).equals(String.valueOf(values.get(key)));
  }

  private Object value(String key) throws MissingObservationException {
    return Optional.ofNullable(values.get(key))
        .orElseThrow(() -> new MissingObservationException("no %s in %s".formatted(key, line)));
  }
}
