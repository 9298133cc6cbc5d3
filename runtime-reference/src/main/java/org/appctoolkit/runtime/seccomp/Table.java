package org.appctoolkit.runtime.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Facts that come with these classes: lines of words with a space between them. */
final class Table {
  private Table() {}

  /** The lines of a resource, each of so many words. */
  static List<List<String>> load(String resource, int words) {
    try (InputStream in = Table.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      List<List<String>> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> Arrays.asList(line.split(" ", -1)))
              .toList();
      if (lines.stream().anyMatch(line -> line.size() != words)) {
        throw new IllegalStateException("a line of " + resource + " is wrong");
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
