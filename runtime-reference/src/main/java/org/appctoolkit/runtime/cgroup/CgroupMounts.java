package org.appctoolkit.runtime.cgroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where the cgroup of a process is, in each hierarchy that is mounted and can be written to.
 *
 * @param version1 the directory of its own cgroup for each controller of version 1
 * @param roots where those hierarchies are mounted
 * @param version2 where that of version 2 is mounted
 */
public record CgroupMounts(
    Map<Controller, String> version1, Map<Controller, String> roots, Optional<String> version2) {
  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;
  private static final int OPTIONS = 5;
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-3][0-7]{2})");

  /** Copies the maps. */
  public CgroupMounts {
    version1 = Map.copyOf(version1);
    roots = Map.copyOf(roots);
  }

  private record Mount(
      String root, String place, boolean writable, String type, List<String> options) {}

  /**
   * Reads what the kernel tells of a process; lines that it does not write are passed over.
   *
   * @param mountinfo its file {@code mountinfo}
   * @param cgroup its file {@code cgroup}
   */
  public static CgroupMounts of(String mountinfo, String cgroup) {
    Map<String, String> own = own(cgroup);
    Map<Controller, String> version1 = new EnumMap<>(Controller.class);
    Map<Controller, String> roots = new EnumMap<>(Controller.class);
    Optional<String> version2 = Optional.empty();
    for (Mount mount : mountinfo.lines().flatMap(it -> mount(it).stream()).toList()) {
      if (!mount.writable()) {
        continue;
      }
      if (mount.type().equals("cgroup2")) {
        version2 = version2.or(() -> Optional.of(mount.place()));
      } else if (mount.type().equals("cgroup")) {
        for (String option : mount.options()) {
          Optional<Controller> controller = Controller.ofVersion1(option);
          Optional<String> place = place(mount, own.getOrDefault(option, ""));
          if (controller.isPresent() && place.isPresent()) {
            version1.putIfAbsent(controller.get(), place.get());
            roots.putIfAbsent(controller.get(), mount.place());
          }
        }
      }
    }
    return new CgroupMounts(version1, roots, version2);
  }

  /** The paths of its cgroups, by the names of controllers. */
  private static Map<String, String> own(String cgroup) {
    Map<String, String> own = new HashMap<>();
    for (String line : cgroup.lines().toList()) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        for (String controller : parts[1].split(",", -1)) {
          own.put(controller, parts[2]);
        }
      }
    }
    return own;
  }

  private static Optional<Mount> mount(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    int dash = words.indexOf("-");
    if (dash <= OPTIONS || words.size() < dash + 4) {
      return Optional.empty();
    }
    return Optional.of(
        new Mount(
            text(words.get(ROOT)),
            text(words.get(MOUNT_POINT)),
            !list(words.get(OPTIONS)).contains("ro"),
            words.get(dash + 1),
            list(words.get(dash + 3))));
  }

  private static List<String> list(String word) {
    return new ArrayList<>(Arrays.asList(word.split(",", -1)));
  }

  private static String text(String word) {
    return ESCAPED
        .matcher(word)
        .replaceAll(
            (MatchResult it) -> {
              String character = Character.toString(Integer.parseInt(it.group(1), 8));
              return character.equals("\\") || character.equals("$") ? "\\" + character : character;
            });
  }

  /** Where a cgroup is; empty if it lies outside of what is mounted. */
  private static Optional<String> place(Mount mount, String path) {
    if (!path.startsWith("/") || Arrays.asList(path.split("/", -1)).contains("..")) {
      return Optional.empty();
    }
    if (mount.root().equals("/")) {
      return Optional.of(path.equals("/") ? mount.place() : mount.place() + path);
    }
    if (path.equals(mount.root())) {
      return Optional.of(mount.place());
    }
    return path.startsWith(mount.root() + "/")
        ? Optional.of(mount.place() + path.substring(mount.root().length()))
        : Optional.empty();
  }
}
