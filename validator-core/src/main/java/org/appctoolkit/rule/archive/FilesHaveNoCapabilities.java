package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Files give no capabilities to whoever executes them. */
final class FilesHaveNoCapabilities implements Rule<Arrival> {
  static final String CAPABILITY = "security.capability";

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.attributes().isEmpty()) {
      return List.of();
    }
    return entry.attributes().stream()
        .filter(attribute -> attribute.name().text().equals(CAPABILITY))
        .map(
            attribute ->
                Problem.atEntry(entry.name(), entry.headerOffset(), "the file has capabilities"))
        .toList();
  }
}
