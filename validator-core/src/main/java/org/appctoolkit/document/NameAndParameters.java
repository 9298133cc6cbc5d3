package org.appctoolkit.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words of a user such as {@code web,protocol=tcp,port=80}.
 *
 * @param name what stands first
 * @param parameters the others by their keys, in their order
 */
public record NameAndParameters(String name, Map<String, String> parameters) {
  /** Copies the parameters with their order. */
  public NameAndParameters {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Reads an argument whose keys are known, so that a value may have commas.
   *
   * @throws IllegalArgumentException if it has another form; the message says what would be right
   */
  public static NameAndParameters parse(String argument, List<String> keys) {
    NameAndParameters parsed =
        of(argument, argument.split(",(?=(?:" + String.join("|", keys) + ")=)", -1));
    for (String key : parsed.parameters.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            Quote.of(key) + " is none of " + String.join(", ", keys) + Nearest.question(key, keys));
      }
    }
    return parsed;
  }

  /**
   * Reads an argument with any keys.
   *
   * @throws IllegalArgumentException if it has another form; the message says what would be right
   */
  public static NameAndParameters parse(String argument) {
    return of(argument, argument.split(",", -1));
  }

  private static NameAndParameters of(String argument, String[] parts) {
    List<String> rest = new ArrayList<>(List.of(parts));
    String first = rest.remove(0);
    int comma = first.indexOf(',');
    if (comma >= 0) {
      // What follows the name has none of the known keys.
      rest.addAll(0, List.of(first.substring(comma + 1).split(",", -1)));
      first = first.substring(0, comma);
    }
    if (first.isEmpty() || first.indexOf('=') >= 0) {
      throw new IllegalArgumentException(Quote.of(argument) + " does not begin with a name");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : rest) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException(
            Quote.of(part) + " is not of the form KEY=VALUE, as it should be behind a name");
      }
      if (parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            Quote.of(part.substring(0, equals)) + " stands twice in " + Quote.of(argument));
      }
    }
    return new NameAndParameters(first, parameters);
  }

  /**
   * A parameter that has to be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public String required(String key) {
    return Optional.ofNullable(parameters.get(key))
        .orElseThrow(
            () -> new IllegalArgumentException(Quote.of(name) + " has no " + key + "=..."));
  }

  /**
   * A parameter that is true or false.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public Optional<Boolean> flag(String key) {
    return Optional.ofNullable(parameters.get(key))
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          key + " is true or false, not " + Quote.of(text));
                });
  }
}
