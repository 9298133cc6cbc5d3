package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.runtime.plan.IsolatorRemark;
import org.appctoolkit.runtime.plan.IsolatorRemark.Outcome;

/** What became of the isolators of a pod, as it is kept: an isolator a line. */
final class IsolatorFile {
  private static final int MOST_BYTES = 64 << 20;
  private static final int WORDS = 4;

  private IsolatorFile() {}

  static void write(Path file, List<IsolatorRemark> isolators) throws IOException {
    List<List<String>> lines =
        isolators.stream()
            .map(
                it -> List.of(it.outcome().toString(), it.app().orElse(""), it.name(), it.reason()))
            .toList();
    SmallFile.write(file, new StatusFile(lines).text());
  }

  /** Reads them; none if there is no such file. */
  static List<IsolatorRemark> read(Path file) throws IOException {
    return SmallFile.read(file, MOST_BYTES)
        .map(text -> StatusFile.parse(text).lines())
        .orElse(List.of())
        .stream()
        .filter(line -> line.size() == WORDS)
        .flatMap(line -> remark(line).stream())
        .toList();
  }

  private static Optional<IsolatorRemark> remark(List<String> line) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.toString().equals(line.get(0))) {
        return Optional.of(
            new IsolatorRemark(
                Optional.of(line.get(1)).filter(it -> !it.isEmpty()),
                line.get(2),
                outcome,
                line.get(3)));
      }
    }
    return Optional.empty();
  }
}
