package org.appctoolkit.runtime.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The lines of an {@code /etc/passwd} or {@code /etc/group}, in their order.
 *
 * @param list each line that has a name and an ID, and no NUL character; others are passed over
 */
record Accounts(List<Account> list) {
  private static final int ID = 2;
  private static final int HOME = 5;
  private static final int SHELL = 6;

  /**
   * A user or a group.
   *
   * @param name how it is called
   * @param id its number
   * @param home home directory of a user; may be empty
   * @param shell login shell of a user; may be empty
   */
  record Account(String name, long id, String home, String shell) {}

  /** Copies the list. */
  Accounts {
    list = List.copyOf(list);
  }

  /** The accounts in the bytes of a file. */
  static Accounts read(byte[] bytes) {
    return new Accounts(
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            // A home directory with a NUL character could not be told to anybody.
            .filter(line -> line.indexOf('\0') < 0)
            .map(line -> line.split(":", -1))
            .filter(
                fields -> fields.length > ID && !fields[0].isEmpty() && Ids.areValid(fields[ID]))
            .map(
                fields ->
                    new Account(
                        fields[0],
                        Long.parseLong(fields[ID]),
                        fields.length > HOME ? fields[HOME] : "",
                        fields.length > SHELL ? fields[SHELL] : ""))
            .toList());
  }

  /** The first of that name. */
  Optional<Account> named(String name) {
    return list.stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** The first of that number. */
  Optional<Account> numbered(long id) {
    return list.stream().filter(account -> account.id() == id).findFirst();
  }
}
