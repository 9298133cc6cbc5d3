package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is in braces is the name of a variable. */
final class DiscoveryTemplatesUseSimpleExpressions implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isTemplate)
        .flatMap(
            parts ->
                UrlTemplate.of(parts.url()).expressions().stream()
                    .filter(expression -> !expression.simple())
                    .map(
                        expression ->
                            Problem.inPage(
                                parts.urlPlace(),
                                Quote.of(expression.text())
                                    + " is more than the name of a variable in braces")))
        .toList();
  }
}
