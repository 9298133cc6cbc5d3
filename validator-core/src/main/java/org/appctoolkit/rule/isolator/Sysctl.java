package org.appctoolkit.rule.isolator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;

/** The keys of os/unix/sysctl. */
final class Sysctl {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_:@-]+(?:/[0-9]+)?)+");

  /** With slashes for dots and dots for slashes, as sysctl(8) allows. */
  private static final Pattern SLASHED =
      Pattern.compile("[A-Za-z0-9_-]+(?:/[A-Za-z0-9_:@-]+(?:\\.[0-9]+)?)+");

  private Sysctl() {}

  /** Every key, with the place of its member. */
  static List<Located<String>> keys(Manifest manifest) {
    List<Located<String>> keys = new ArrayList<>();
    for (Isolator isolator : Sets.isolators(manifest, List.of("os/unix/sysctl"))) {
      if (isolator.value().orElse(null) instanceof Json.Obj object) {
        object
            .members()
            .forEach(member -> keys.add(new Located<>(member.key(), member.value().pointer())));
      }
    }
    return keys;
  }

  /** Whether a key is a sysctl name: parts with dots between them. */
  static boolean isWellFormed(String key) {
    return key.length() <= 255 && (FORM.matcher(key).matches() || SLASHED.matcher(key).matches());
  }
}
