package org.appctoolkit.runtime.plan;

import java.util.Set;
import org.appctoolkit.document.Json;

/** Whether processes never gain what they do not have. */
final class PrivilegeIsolators implements IsolatorKind {
  private boolean forbidden;

  @Override
  public Set<String> names() {
    return Set.of("os/linux/no-new-privileges");
  }

  @Override
  public void add(Fate fate) {
    if (fate.isolator().value().orElse(null) instanceof Json.Bool value) {
      forbidden |= value.value();
    } else {
      fate.misunderstand();
    }
  }

  /** Whether they never do. */
  boolean isForbidden() {
    return forbidden;
  }
}
