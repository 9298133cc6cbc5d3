package org.appctoolkit.rule.page;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What a template renders to is a URL. */
final class DiscoveryTagHasAUrlTemplate implements Rule<PublishedPage> {
  /** What stands for a label whose value is not known. */
  private static final String SOME_VALUE = "x";

  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isTemplate)
        .flatMap(parts -> problem(parts, published.asked()).stream())
        .toList();
  }

  private static Optional<Problem> problem(MetaTag.Parts parts, ImageReference asked) {
    UrlTemplate template = UrlTemplate.of(parts.url());
    boolean isJudgedElsewhere =
        template.fault().isPresent()
            || template.expressions().stream().anyMatch(expression -> !expression.simple());
    if (isJudgedElsewhere) {
      return Optional.empty();
    }
    UrlTemplate.Expansion expansion =
        template.expand(
            variable ->
                Optional.of(
                    variable.equals("name")
                        ? asked.name()
                        : asked.labels().getOrDefault(variable, SOME_VALUE)));
    return expansion instanceof UrlTemplate.Expansion.NoUrl none
        ? Optional.of(
            Problem.inPage(parts.urlPlace(), none.reason())
                .help("write an absolute URL, such as https://example.com/{name}-{version}.{ext}"))
        : Optional.empty();
  }
}
