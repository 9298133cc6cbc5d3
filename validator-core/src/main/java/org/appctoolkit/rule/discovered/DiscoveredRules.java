package org.appctoolkit.rule.discovered;

import java.util.List;
import org.appctoolkit.discovery.DiscoveredManifest;
import org.appctoolkit.rule.Rule;

/** Rules for image manifests of which it is known what they were discovered by. */
public final class DiscoveredRules {
  /** Each of them. */
  public static final List<Rule<DiscoveredManifest>> ALL =
      List.of(
          new ImageNameIsOfTheDomainAsked(),
          new ImageNameMatchesDiscovery(),
          new ImageLabelsMatchDiscovery());

  private DiscoveredRules() {}
}
