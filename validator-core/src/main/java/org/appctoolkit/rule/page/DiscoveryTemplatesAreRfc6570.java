package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A template has the form of one. */
final class DiscoveryTemplatesAreRfc6570 implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isTemplate)
        .flatMap(
            parts ->
                UrlTemplate.of(parts.url()).fault().stream()
                    .map(
                        fault ->
                            Problem.inPage(
                                parts.urlPlace(), "the template is none of RFC 6570: " + fault)))
        .toList();
  }
}
