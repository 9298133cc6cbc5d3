package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Names have no control characters. */
final class EntryNamesHaveNoControlCharacters implements Rule<Arrival> {
  private static final int DELETE = 0x7F;

  /** What stands in UTF-8 before the second set of control characters, U+0080 to U+009F. */
  private static final int LEAD = 0xC2;

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (hasControlCharacter(entry.name())) {
      return List.of(
          Problem.atEntry(entry.name(), entry.headerOffset(), "the name has a control character"));
    }
    return List.of();
  }

  private static boolean hasControlCharacter(Octets name) {
    for (int i = 0; i < name.length(); i++) {
      int octet = name.byteAt(i) & 0xFF;
      boolean second = i > 0 && (name.byteAt(i - 1) & 0xFF) == LEAD && octet < 0xA0;
      if (octet < ' ' || octet == DELETE || second) {
        return true;
      }
    }
    return false;
  }
}
