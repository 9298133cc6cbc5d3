package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/**
 * A step of isolation.
 *
 * @param pointer the object
 * @param name which isolator
 * @param value its parameters, as they are
 */
public record Isolator(Pointer pointer, Optional<Located<String>> name, Optional<Json> value) {
  /** Whether it is the isolator of exactly this name. */
  public boolean isNamed(String wanted) {
    return name.filter(given -> given.value().equals(wanted)).isPresent();
  }

  /** A parameter, if the value is an object that has it. */
  public Optional<Json> parameter(String key) {
    return value.filter(Json.Obj.class::isInstance).flatMap(json -> ((Json.Obj) json).get(key));
  }

  /** A parameter that is an amount, as written: the text of a string or number. */
  public Optional<Located<String>> amount(String key) {
    return parameter(key)
        .flatMap(
            json ->
                json instanceof Json.Str text
                    ? Optional.of(new Located<>(text.value(), json.pointer()))
                    : json instanceof Json.Num number
                        ? Optional.of(new Located<>(number.text(), json.pointer()))
                        : Optional.empty());
  }
}
