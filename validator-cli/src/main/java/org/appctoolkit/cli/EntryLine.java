package org.appctoolkit.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Owner;
import org.appctoolkit.document.Quote;

/** An entry as {@code tar tv} shows it, with names escaped and times in UTC. */
final class EntryLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private EntryLine() {}

  static String of(Entry entry) {
    String owners = owner(entry.user()) + "/" + owner(entry.group());
    return "%s %-9s %10s %s %s%s"
        .formatted(
            mode(entry), owners, size(entry), time(entry.modified()), name(entry), link(entry));
  }

  /** The name, safe to print. */
  static String name(Entry entry) {
    return Quote.escape(entry.name().text());
  }

  private static String mode(Entry entry) {
    StringBuilder mode = new StringBuilder(10).append(letter(entry.type()));
    int permissions = entry.permissions();
    for (int shift = 6; shift >= 0; shift -= 3) {
      mode.append((permissions >> shift & 4) != 0 ? 'r' : '-');
      mode.append((permissions >> shift & 2) != 0 ? 'w' : '-');
      mode.append((permissions >> shift & 1) != 0 ? 'x' : '-');
    }
    special(mode, 3, permissions & 04000, 's');
    special(mode, 6, permissions & 02000, 's');
    special(mode, 9, permissions & 01000, 't');
    return mode.toString();
  }

  /** Capital where nobody may execute what the bit is for. */
  private static void special(StringBuilder mode, int index, int bit, char letter) {
    if (bit != 0) {
      boolean executable = mode.charAt(index) == 'x';
      mode.setCharAt(index, executable ? letter : Character.toUpperCase(letter));
    }
  }

  /** The letter that stands for what an entry is. */
  static char letter(EntryType type) {
    return switch (type) {
      case FILE, SPARSE_FILE -> '-';
      case HARD_LINK -> 'h';
      case SYMBOLIC_LINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case DIRECTORY -> 'd';
      case FIFO -> 'p';
      case OTHER -> '?';
    };
  }

  private static String owner(Owner owner) {
    return owner.name().isEmpty() ? Long.toString(owner.id()) : Quote.escape(owner.name().text());
  }

  private static String size(Entry entry) {
    return switch (entry.type()) {
      case CHARACTER_DEVICE, BLOCK_DEVICE -> entry.device().major() + "," + entry.device().minor();
      case FILE, HARD_LINK, SYMBOLIC_LINK, DIRECTORY, FIFO, SPARSE_FILE, OTHER ->
          Long.toString(entry.size());
    };
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }

  private static String link(Entry entry) {
    return switch (entry.type()) {
      case SYMBOLIC_LINK -> " -> " + Quote.escape(entry.linkName().text());
      case HARD_LINK -> " link to " + Quote.escape(entry.linkName().text());
      case FILE, CHARACTER_DEVICE, BLOCK_DEVICE, DIRECTORY, FIFO, SPARSE_FILE, OTHER -> "";
    };
  }
}
