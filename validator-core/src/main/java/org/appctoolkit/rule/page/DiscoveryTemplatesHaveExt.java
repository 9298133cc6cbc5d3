package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.MetaTag;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** A template tells image and signature apart. */
final class DiscoveryTemplatesHaveExt implements Rule<PublishedPage> {
  @Override
  public List<Problem> check(PublishedPage published) {
    return Tags.parts(published, MetaTag::isTemplate)
        .filter(parts -> UrlTemplate.of(parts.url()).fault().isEmpty())
        .filter(parts -> !UrlTemplate.of(parts.url()).variables().contains("ext"))
        .map(
            parts ->
                Problem.inPage(parts.urlPlace(), "the template has no {ext}")
                    .help("{ext} becomes aci for the image and aci.asc for its signature"))
        .toList();
  }
}
