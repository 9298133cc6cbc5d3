package org.appctoolkit.rule.discovered;

import java.util.List;
import org.appctoolkit.discovery.DiscoveredManifest;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The name begins with the domain that was asked. */
final class ImageNameIsOfTheDomainAsked implements Rule<DiscoveredManifest> {
  @Override
  public List<Problem> check(DiscoveredManifest image) {
    String domain = image.asked().host();
    return image.manifest().name().stream()
        .filter(name -> !name.value().split("/", 2)[0].equals(domain))
        .map(
            name ->
                Problem.at(
                    name.pointer(),
                    Quote.of(name.value()) + " is not of the domain " + Quote.of(domain)))
        .toList();
  }
}
