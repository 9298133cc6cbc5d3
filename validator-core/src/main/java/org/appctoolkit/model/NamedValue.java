package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/**
 * A name and what it stands for: a label, an annotation or an environment variable.
 *
 * @param pointer the object, or in a map the member
 * @param name the name, if it is a string
 * @param value the value, if there is one, of whatever type
 */
public record NamedValue(Pointer pointer, Optional<Located<String>> name, Optional<Json> value) {
  /** Whether it has exactly this name. */
  public boolean isNamed(String wanted) {
    return name.filter(given -> given.value().equals(wanted)).isPresent();
  }

  /** The value, if it is a string. */
  public Optional<Located<String>> text() {
    return value
        .filter(Json.Str.class::isInstance)
        .map(json -> new Located<>(((Json.Str) json).value(), json.pointer()));
  }
}
