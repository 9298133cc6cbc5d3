package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A prefix is one that a name can have. */
final class DiscoveryPrefixesAreNames implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, tag -> true)
        .filter(parts -> !isPrefix(parts.prefix()))
        .map(
            parts ->
                Problem.inPage(
                    parts.prefixPlace(), "no name begins with " + Quote.of(parts.prefix())))
        .toList();
  }

  private static boolean isPrefix(String prefix) {
    String name = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return ImageReference.isIdentifier(name);
  }
}
