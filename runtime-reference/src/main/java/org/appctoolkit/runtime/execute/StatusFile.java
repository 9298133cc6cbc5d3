package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines of a key and words behind it, as stage1 writes the status of a pod and its apps, and as
 * what is remembered of a pod is kept.
 *
 * @param lines in their order; each has at least a key
 */
record StatusFile(List<List<String>> lines) {
  /** The longest of these files that is read. */
  static final int MOST_BYTES = 1 << 20;

  static final StatusFile EMPTY = new StatusFile(List.of());

  /** Copies the lists. */
  StatusFile {
    lines = lines.stream().map(List::copyOf).toList();
  }

  /**
   * Reads a file; nothing is in it if there is none.
   *
   * @throws IOException if it cannot be read or is too long
   */
  static StatusFile read(Path file) throws IOException {
    return SmallFile.read(file, MOST_BYTES).map(StatusFile::parse).orElse(EMPTY);
  }

  /** Reads a text; never fails. */
  static StatusFile parse(String text) {
    List<List<String>> lines = new ArrayList<>();
    text.lines().filter(it -> !it.isEmpty()).forEach(line -> lines.add(words(line)));
    return new StatusFile(lines);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(Word.text(word));
    }
    return words;
  }

  /** The same as text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(String.join(" ", line.stream().map(Word::of).toList())).append('\n');
    }
    return text.toString();
  }

  /** What stands behind a key, of several lines the last. */
  Optional<String> get(String key) {
    return all(key).stream()
        .reduce((one, other) -> other)
        .map(words -> String.join(" ", words.subList(1, words.size())));
  }

  /** A number behind a key; empty if there is none, or it is none. */
  Optional<Long> number(String key) {
    return get(key).filter(it -> it.matches("[0-9]{1,18}")).map(Long::parseLong);
  }

  /** The lines with a key. */
  List<List<String>> all(String key) {
    return lines.stream().filter(line -> line.get(0).equals(key)).toList();
  }
}
