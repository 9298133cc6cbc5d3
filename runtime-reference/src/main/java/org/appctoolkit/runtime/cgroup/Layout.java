package org.appctoolkit.runtime.cgroup;

import java.util.List;
import java.util.Map;

/**
 * The cgroups of a pod.
 *
 * @param groups all of them, each behind the one it lies in
 * @param members the cgroups in which the processes of each app are; an app that is in none is
 *     missing
 */
public record Layout(List<Group> groups, Map<String, List<String>> members) {
  /** No cgroup at all. */
  public static final Layout NONE = new Layout(List.of(), Map.of());

  /** Copies the collections. */
  public Layout {
    groups = List.copyOf(groups);
    members = Map.copyOf(members);
  }

  /** The cgroups that the processes of an app are in. */
  public List<String> of(String app) {
    return members.getOrDefault(app, List.of());
  }
}
