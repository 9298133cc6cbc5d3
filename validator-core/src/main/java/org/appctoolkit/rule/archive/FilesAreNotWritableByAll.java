package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Not everybody may change a file, or replace what is in a directory. */
final class FilesAreNotWritableByAll implements Rule<Arrival> {
  private static final int WRITABLE_BY_ALL = 00002;
  private static final int STICKY = 01000;

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    int permissions = entry.permissions();
    boolean open =
        (permissions & WRITABLE_BY_ALL) != 0
            && switch (entry.type()) {
              case FILE, SPARSE_FILE -> true;
              case DIRECTORY -> (permissions & STICKY) == 0;
              default -> false;
            };
    if (!open) {
      return List.of();
    }
    String message = "everybody may write to it (mode %04o)".formatted(permissions);
    return List.of(Problem.atEntry(entry.name(), entry.headerOffset(), message));
  }
}
