package org.appctoolkit.image;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The names in an {@code /etc/passwd} or {@code /etc/group}.
 *
 * @param names those of lines that have an ID as well
 */
public record Accounts(Set<String> names) {
  /** The longest file that is looked at, in bytes. */
  public static final int MOST = 1 << 20;

  private static final int ID = 2;

  /** Copies the names. */
  public Accounts {
    names = Set.copyOf(names);
  }

  /** The names in the bytes of a file; lines of another form are passed over. */
  public static Accounts read(byte[] bytes) {
    Set<String> names = new HashSet<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(":", ID + 2))
        .filter(fields -> fields.length > ID && fields[ID].matches("[0-9]{1,10}"))
        .forEach(fields -> names.add(fields[0]));
    return new Accounts(names);
  }
}
