package org.appctoolkit.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Quote;
import org.appctoolkit.store.StoredImage;

/** Images of a store in columns, with names escaped and times in UTC. */
final class StoreTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> HEADINGS =
      List.of("ID", "NAME", "LABELS", "SIZE", "ADDED", "REQUESTED", "SIGNED");
  private static final int SIZE = 3;

  /** As long as a person likes to copy, and long enough for a few images. */
  private static final int FEW_DIGITS = 12;

  private StoreTable() {}

  /**
   * What is shown of an image.
   *
   * @param cells behind the image ID; fewer than there are columns if less is known
   */
  record Row(ImageId id, List<String> cells) {
    static Row of(StoredImage image) {
      return new Row(
          image.id(),
          List.of(
              Quote.escape(image.name()),
              labels(image),
              size(image.archiveBytes()),
              TIME.format(image.added()),
              image.requested() ? "yes" : "no",
              image.signed() ? "yes" : "no"));
    }

    static Row damaged(ImageId id) {
      return new Row(id, List.of("(damaged)"));
    }
  }

  /** The lines of a table without line ends; none for no rows. */
  static List<String> lines(List<Row> rows, boolean wholeIds) {
    if (rows.isEmpty()) {
      return List.of();
    }
    int length = wholeIds ? Integer.MAX_VALUE : shortest(rows);
    List<List<String>> table = new ArrayList<>(List.of(HEADINGS));
    for (Row row : rows) {
      String id = row.id().toString();
      List<String> cells = new ArrayList<>(List.of(id.substring(0, Math.min(length, id.length()))));
      cells.addAll(row.cells());
      table.add(cells);
    }
    int[] widths = new int[HEADINGS.size()];
    for (List<String> cells : table) {
      for (int i = 0; i < cells.size(); i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    return table.stream().map(cells -> line(cells, widths)).toList();
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(i == SIZE ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  /** How much of the image IDs tells one from the other. */
  private static int shortest(List<Row> rows) {
    int prefix = rows.get(0).id().algorithm().prefix().length() + 1;
    for (int length = prefix + FEW_DIGITS; true; length++) {
      Set<String> beginnings = new HashSet<>();
      int end = length;
      if (rows.stream()
          .map(row -> row.id().toString())
          .allMatch(id -> end >= id.length() || beginnings.add(id.substring(0, end)))) {
        return length;
      }
    }
  }

  private static String labels(StoredImage image) {
    return image.labels().entrySet().stream()
        .map(label -> Quote.escape(label.getKey() + "=" + label.getValue()))
        .collect(Collectors.joining(","));
  }

  /** A length with at most four digits, in powers of 1000. */
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    String units = "kMGTPE";
    double number = bytes;
    int unit = -1;
    // What would be rounded to 1000.0 belongs to the next unit.
    while (number >= 999.95) {
      number /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", number, units.charAt(unit));
  }
}
