package org.appctoolkit.rule.discovered;

import java.util.List;
import org.appctoolkit.discovery.DiscoveredManifest;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The name is the one that discovery began with. */
final class ImageNameMatchesDiscovery implements Rule<DiscoveredManifest> {
  @Override
  public List<Problem> check(DiscoveredManifest image) {
    String asked = image.asked().name();
    return image.manifest().name().stream()
        .filter(name -> !name.value().equals(asked))
        .map(
            name ->
                Problem.at(
                    name.pointer(),
                    Quote.of(name.value()) + " is not what was asked for: " + Quote.of(asked)))
        .toList();
  }
}
