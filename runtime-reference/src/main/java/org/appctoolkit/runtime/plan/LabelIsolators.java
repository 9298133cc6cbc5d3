package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.appctoolkit.document.Quote;

/**
 * Labels of mandatory access control, which this executor cannot give. The text lets an executor
 * pass over them where the host has no such thing, and only there.
 */
final class LabelIsolators implements IsolatorKind {
  private record Scheme(String name, String file) {}

  private static final Map<String, Scheme> SCHEMES =
      Map.of(
          "os/linux/selinux-context", new Scheme("SELinux", "/sys/fs/selinux/enforce"),
          "os/linux/apparmor-profile", new Scheme("AppArmor", "/sys/kernel/security/apparmor"));

  /** What has to be known of a host. */
  static final List<String> ASKED = SCHEMES.values().stream().map(Scheme::file).sorted().toList();

  private final Host host;
  private final Remarks remarks;

  LabelIsolators(Host host, Remarks remarks) {
    this.host = host;
    this.remarks = remarks;
  }

  @Override
  public Set<String> names() {
    return SCHEMES.keySet();
  }

  @Override
  public void add(Fate fate) {
    Scheme scheme = SCHEMES.getOrDefault(fate.name(), new Scheme("", ""));
    if (host.present().contains(scheme.file())) {
      fate.ignore("this executor does not know " + scheme.name());
      remarks.refuse(
          fate.isolator().pointer(),
          Quote.of(fate.name())
              + " may not be ignored on a host with "
              + scheme.name()
              + ", which this executor does not know",
          "leave it out");
    } else {
      fate.ignore("this host does not have " + scheme.name());
    }
  }
}
