package org.appctoolkit.dependency;

import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/** Makes values of one document stand at one place of another. */
final class Relocation {
  private Relocation() {}

  /**
   * A value of which every part stands at that place. Goes as deep as the value, which the limits
   * of documents bound.
   */
  static Json of(Json json, Pointer place) {
    if (json instanceof Json.Obj object) {
      return new Json.Obj(
          place,
          object.region(),
          object.members().stream()
              .map(it -> new Json.Member(it.key(), it.keyRegion(), of(it.value(), place)))
              .toList());
    }
    if (json instanceof Json.Arr array) {
      return new Json.Arr(
          place, array.region(), array.elements().stream().map(it -> of(it, place)).toList());
    }
    if (json instanceof Json.Str text) {
      return new Json.Str(place, text.region(), text.value());
    }
    if (json instanceof Json.Num number) {
      return new Json.Num(place, number.region(), number.text());
    }
    if (json instanceof Json.Bool bool) {
      return new Json.Bool(place, bool.region(), bool.value());
    }
    return new Json.Null(place, json.region());
  }
}
