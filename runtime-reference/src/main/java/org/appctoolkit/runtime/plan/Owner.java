package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.Optional;

/**
 * Whose processes those of an app are.
 *
 * @param uid the user
 * @param gid the group
 * @param supplementary the groups beside it, each once
 * @param substituted whether it is not the user that was asked for, which the user namespace does
 *     not have
 * @param name user name, or the number of a user without one
 * @param account the user that was asked for, if the rootfs knows it
 */
record Owner(
    long uid,
    long gid,
    List<Long> supplementary,
    boolean substituted,
    String name,
    Optional<Accounts.Account> account) {
  /** Copies the list. */
  Owner {
    supplementary = List.copyOf(supplementary);
  }

  /** The home directory; the root for a user without one. */
  String home() {
    return account.map(Accounts.Account::home).filter(it -> !it.isEmpty()).orElse("/");
  }

  /** The login shell; that of POSIX for a user without one, as in {@code passwd(5)}. */
  String shell() {
    return account.map(Accounts.Account::shell).filter(it -> !it.isEmpty()).orElse("/bin/sh");
  }
}
