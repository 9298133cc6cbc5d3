package org.appctoolkit.rule.isolator;

import java.util.List;
import java.util.Set;
import org.appctoolkit.model.Isolator;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Duplicates;
import org.appctoolkit.rule.Problem;

/** The isolators of which the specification says that they stand at most once in their place. */
final class Once {
  static final String SECCOMP_REMOVE_SET = "os/linux/seccomp-remove-set";
  static final String SECCOMP_RETAIN_SET = "os/linux/seccomp-retain-set";
  static final String SELINUX_CONTEXT = "os/linux/selinux-context";
  static final String APPARMOR_PROFILE = "os/linux/apparmor-profile";
  static final String SYSCTL = "os/unix/sysctl";

  /** All of them; each has a rule of its own. */
  static final Set<String> NAMES =
      Set.of(SECCOMP_REMOVE_SET, SECCOMP_RETAIN_SET, SELINUX_CONTEXT, APPARMOR_PROFILE, SYSCTL);

  private Once() {}

  /** A problem for every isolator of this name that stands in its place a second time. */
  static List<Problem> repeated(Manifest manifest, String name) {
    return manifest.isolators().stream()
        .flatMap(
            isolators -> Duplicates.of("isolator", isolators.named(name), Isolator::name).stream())
        .toList();
  }
}
