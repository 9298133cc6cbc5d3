package org.appctoolkit.model;

import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;

/**
 * A directory that can be mounted into apps.
 *
 * @param pointer the object
 * @param name its name
 * @param kind {@code empty} or {@code host}
 * @param members everything the object says, by key
 */
public record Volume(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> kind,
    Map<String, Json> members) {
  /** Copies the members. */
  public Volume {
    members = Map.copyOf(members);
  }

  /** Whether it is of exactly this kind. */
  public boolean isOfKind(String wanted) {
    return kind.filter(given -> given.value().equals(wanted)).isPresent();
  }
}
