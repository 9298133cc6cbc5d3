package org.appctoolkit.model;

import java.util.List;
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
 * @param fulfills names of the mount points that it is for; up to 0.3.0
 * @param source its path on the host
 * @param readOnly whether no app can write to it
 * @param recursive whether what the host has mounted below it is mounted as well; from 0.8.6 on
 * @param mode permissions in octal digits, as written; from 0.7.2 on
 * @param uid whose it is; from 0.7.2 on
 * @param gid the group whose it is; from 0.7.2 on
 * @param members everything the object says, by key
 */
public record Volume(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> kind,
    List<Located<String>> fulfills,
    Optional<Located<String>> source,
    boolean readOnly,
    Optional<Boolean> recursive,
    Optional<Located<String>> mode,
    Optional<Located<Long>> uid,
    Optional<Located<Long>> gid,
    Map<String, Json> members) {
  /** Copies the collections. */
  public Volume {
    fulfills = List.copyOf(fulfills);
    members = Map.copyOf(members);
  }

  /** Whether it is of exactly this kind. */
  public boolean isOfKind(String wanted) {
    return kind.filter(given -> given.value().equals(wanted)).isPresent();
  }
}
