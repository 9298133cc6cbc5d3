package org.appctoolkit.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way in: from a name with labels to URLs. */
public final class Discovery {
  /** The clauses that are observed here, on the side of whoever looks for an image. */
  public static final Set<String> CLAUSES =
      Set.of(
          "simple-discovery-comes-first",
          "simple-discovery-has-a-signature-beside",
          "failed-simple-discovery-moves-on",
          "simple-discovery-has-no-public-keys",
          "discovery-url-is-https-and-the-name",
          "discovery-prefix-matches-the-name",
          "discovery-prefix-ends-with-a-segment",
          "templates-are-substituted",
          "ext-is-aci-or-sig",
          "ext-is-aci-or-aci-asc",
          "version-defaults-to-latest",
          Walk.LABELS,
          "parent-is-asked-after-other-statuses",
          "parent-is-asked-after-a-4xx",
          "redirects-are-followed",
          Pages.DOWNGRADE,
          Pages.CYCLE,
          Pages.NO_WEB_PAGE,
          Pages.REDIRECTS,
          Pages.REQUESTS,
          Pages.LENGTH,
          Pages.ADDRESS,
          Walk.NOTHING);

  private Discovery() {}

  /**
   * Discovers where an image is.
   *
   * <p>Ends for whatever is answered, after no more than {@link DiscoverySettings#requests()}
   * requests; what they cost is bounded by the {@link Web}. Up to version 0.7.4 simple discovery
   * comes first, for which an image is asked for without reading it.
   */
  public static Discovered discover(ImageReference asked, Web web, DiscoverySettings settings) {
    return new Walk(asked, new Pages(web, settings), settings).discover();
  }

  /**
   * Asks for one page, as discovery does, but for no other page if there is none.
   *
   * @param url an http or https URL
   */
  public static FetchedPage page(URI url, Web web, DiscoverySettings settings) {
    Pages pages = new Pages(web, settings);
    Pages.Answer answer = pages.get(url, true);
    if (answer instanceof Pages.Answer.Blocked blocked) {
      return new FetchedPage(Optional.empty(), pages.steps(), Optional.of(blocked.obstacle()));
    }
    Pages.Answer.Final reached = (Pages.Answer.Final) answer;
    String result = reached.page().isPresent() ? "a page" : "no page";
    pages.note(reached.url(), reached.status(), result, List.of());
    Obstacle none =
        new Obstacle(
            Obstacle.Kind.FAILED,
            Optional.empty(),
            Pages.shown(reached.url()) + ": the server answers with status " + reached.status(),
            "");
    return reached.page().isPresent()
        ? new FetchedPage(reached.page(), pages.steps(), Optional.empty())
        : new FetchedPage(Optional.empty(), pages.steps(), Optional.of(none));
  }

  /**
   * Sends one request, and follows redirects as discovery does.
   *
   * @return the answer, which the caller closes; or why there is none
   */
  public static Opened open(WebRequest request, Web web, DiscoverySettings settings) {
    return new Pages(web, settings).open(request);
  }
}
