package org.appctoolkit.rule.page;

import java.util.List;
import org.appctoolkit.discovery.PublishedPage;
import org.appctoolkit.rule.Rule;

/** Rules for discovery pages. */
public final class PageRules {
  /** Each of them. */
  public static final List<Rule<PublishedPage>> ALL =
      List.of(
          new DiscoveryTagNamesAreKnown(),
          new DiscoveryTagsHaveAPrefixAndAUrl(),
          new DiscoveryPrefixesAreNames(),
          new DiscoveryPageSpeaksForTheName(),
          new DiscoveryTagHasAUrlTemplate(),
          new DiscoveryTemplatesAreRfc6570(),
          new DiscoveryTemplatesHaveExt(),
          new DiscoveryTemplatesUseSimpleExpressions(),
          new DiscoveryTemplatesUseTheVariablesOfTheText(),
          new DiscoveryOffersAnHttpsTemplate(),
          new PubkeysTagHasAUrl(),
          new PubkeysUrlIsNoTemplate(),
          new PubkeysAreServedByHttps(),
          new DiscoveryPageNamesPublicKeys());

  private PageRules() {}
}
