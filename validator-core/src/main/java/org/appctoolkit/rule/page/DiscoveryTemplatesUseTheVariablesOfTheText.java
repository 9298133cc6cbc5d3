package org.appctoolkit.rule.page;

import java.util.List;
import java.util.Set;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.document.Quote;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The variables are those that everybody knows. */
final class DiscoveryTemplatesUseTheVariablesOfTheText implements Rule<PublishedPage> {
  private static final Set<String> OF_THE_TEXT = Set.of("name", "version", "os", "arch", "ext");
  private static final List<String> BRACED =
      List.of("{name}", "{version}", "{os}", "{arch}", "{ext}");

  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isTemplate)
        .flatMap(
            parts ->
                UrlTemplate.of(parts.url()).variables().stream()
                    .filter(variable -> !OF_THE_TEXT.contains(variable))
                    .map(
                        variable ->
                            Problem.inPage(
                                    parts.urlPlace(),
                                    "{"
                                        + Quote.escape(variable)
                                        + "} is rendered only for those who give that label")
                                .help(
                                    "there are {name}, {version}, {os}, {arch} and {ext}"
                                        + Nearest.question("{" + variable + "}", BRACED))))
        .toList();
  }
}
