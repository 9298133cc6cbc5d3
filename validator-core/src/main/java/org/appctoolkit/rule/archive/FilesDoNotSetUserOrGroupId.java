package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Files are executed with the rights of whoever executes them. */
final class FilesDoNotSetUserOrGroupId implements Rule<Arrival> {
  private static final int SETS_USER_ID = 04000;
  private static final int SETS_GROUP_ID = 02000;
  private static final int SETS_ID = SETS_USER_ID | SETS_GROUP_ID;

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.type() == EntryType.FILE && (entry.permissions() & SETS_ID) != 0) {
      return List.of(
          Problem.atEntry(
              entry.name(),
              entry.headerOffset(),
              "the file is executed with the rights of " + whose(entry)));
    }
    return List.of();
  }

  private static String whose(Entry entry) {
    String user = "user " + entry.user().id();
    String group = "group " + entry.group().id();
    return switch (entry.permissions() & SETS_ID) {
      case SETS_USER_ID -> user;
      case SETS_GROUP_ID -> group;
      default -> user + " and " + group;
    };
  }
}
