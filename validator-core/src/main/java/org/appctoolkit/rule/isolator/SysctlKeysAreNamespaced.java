package org.appctoolkit.rule.isolator;

import java.util.List;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A key belongs to the network or IPC namespace. */
final class SysctlKeysAreNamespaced implements Rule<Manifest> {
  /** Of the network, IPC and UTS namespaces, as documented in sysctl(8) and namespaces(7). */
  private static final Pattern NAMESPACED =
      Pattern.compile(
          "net\\..+|kernel\\.(?:shm|msg)[a-z_]*|kernel\\.(?:sem|auto_msgmni|domainname|hostname)"
              + "|fs\\.mqueue\\..+");

  @Override
  public List<Problem> check(Manifest manifest) {
    return Sysctl.keys(manifest).stream()
        .filter(key -> Sysctl.isWellFormed(key.value()))
        .filter(key -> !NAMESPACED.matcher(key.value().replace('/', '.')).matches())
        .map(
            key ->
                Problem.atKey(
                    key.pointer(), Quote.of(key.value()) + " is not of a namespace of the pod"))
        .toList();
  }
}
