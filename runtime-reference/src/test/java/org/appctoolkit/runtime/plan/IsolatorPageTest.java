package org.appctoolkit.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;

/** The guide tells what becomes of every isolator. */
class IsolatorPageTest {
  @Test
  void everyIsolatorThatIsDefinedStandsInTheTable() throws IOException {
    List<String> rows =
        Files.readString(Path.of("../docs/runtime.md"))
            .lines()
            .filter(it -> it.startsWith("| `"))
            .toList();

    for (SpecVersion version : SpecVersion.KNOWN) {
      for (String name : DefinedIsolators.names(version)) {
        assertThat(rows)
            .as(name)
            .anyMatch(row -> row.split("\\|", -1)[1].contains("`" + name + "`"));
      }
    }
  }
}
