package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Files carry no attributes for the security of the machine they were made on. */
final class FilesHaveNoSecurityAttributes implements Rule<Arrival> {
  private static final List<String> NAME_SPACES = List.of("security.", "trusted.", "system.");

  @Override
  public List<Problem> check(Arrival arrival) {
    Entry entry = arrival.entry();
    if (entry.attributes().isEmpty()) {
      return List.of();
    }
    return entry.attributes().stream()
        .map(attribute -> attribute.name().text())
        .filter(name -> !name.equals(FilesHaveNoCapabilities.CAPABILITY))
        .filter(name -> NAME_SPACES.stream().anyMatch(name::startsWith))
        .map(
            name ->
                Problem.atEntry(
                    entry.name(),
                    entry.headerOffset(),
                    "the entry has the attribute " + Quote.of(name)))
        .toList();
  }
}
