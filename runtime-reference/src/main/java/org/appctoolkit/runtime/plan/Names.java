package org.appctoolkit.runtime.plan;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.spec.SpecVersion;

/** Names that are in use in one directory, each a strict AC Name and therefore a safe file name. */
final class Names {
  /** Leaves room for a number, and for what a path has before it. */
  private static final int LONGEST = 128;

  private final Set<String> taken = new HashSet<>();

  /** Whether a name can be used as it is. */
  static boolean isStrict(String name) {
    return name.length() <= LONGEST && name.matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  /**
   * What an app is told its name is: the one that the pod gives it or, where pods do not, that of
   * its image.
   *
   * @param version of the pod
   * @param onDisk what it is called if neither has one
   */
  static String told(SpecVersion version, PodApp app, String imageName, String onDisk) {
    Optional<String> ofPod =
        app.name().map(Located::value).filter(it -> Since.podAppsHaveNames(version));
    return ofPod.orElse(imageName.isEmpty() ? onDisk : imageName);
  }

  /** Uses a name that is strict; false if it is in use. */
  boolean take(String name) {
    return taken.add(name);
  }

  /**
   * Uses a name like this one: its last segment with dashes for whatever an AC Name cannot have,
   * and a number behind it if need be.
   */
  String takeLike(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String strict =
        last.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String base = strict.isEmpty() ? "app" : strict;
    if (base.length() > LONGEST) {
      base = base.substring(0, LONGEST).replaceAll("-$", "");
    }
    String unique = base;
    for (int number = 2; !taken.add(unique); number++) {
      unique = base + "-" + number;
    }
    return unique;
  }
}
