package org.appctoolkit.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;

/** One discovery: simple discovery where there is one, then the pages of the name and above it. */
final class Walk {
  static final String LABELS = "template-labels-are-given";
  static final String NOTHING = "name-leads-to-a-page";

  /** What follows the name in simple discovery. */
  private static final String ENDING = "-{version}-{os}-{arch}.{ext}";

  private static final Clause SIMPLE = Clauses.get("simple-discovery-comes-first");
  private static final Clause PARENT_OF_OLD = Clauses.get("parent-is-asked-after-other-statuses");
  private static final Clause PARENT = Clauses.get("parent-is-asked-after-a-4xx");
  private static final Clause SIG = Clauses.get("ext-is-aci-or-sig");

  private final ImageReference asked;
  private final Pages pages;
  private final DiscoverySettings settings;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final Set<URI> publicKeys = new LinkedHashSet<>();
  private final Set<String> missing = new LinkedHashSet<>();

  Walk(ImageReference asked, Pages pages, DiscoverySettings settings) {
    this.asked = asked;
    this.pages = pages;
    this.settings = settings;
  }

  Discovered discover() {
    if (SIMPLE.versions().contains(settings.version()) && isFoundSimply()) {
      return found();
    }
    Optional<String> path = Optional.of(asked.name());
    while (path.isPresent()) {
      Optional<URI> url = url(path.get());
      if (url.isEmpty()) {
        return without(
            nothing(
                Quote.of(asked.host()) + " is no host that could be asked",
                "a name begins with a domain, such as example.com/worker"));
      }
      Pages.Answer answer = pages.get(url.get(), true);
      if (answer instanceof Pages.Answer.Blocked blocked) {
        return without(blocked.obstacle());
      }
      Pages.Answer.Final reached = (Pages.Answer.Final) answer;
      Optional<String> parent =
          PARENT_OF_OLD.versions().first().compareTo(settings.version()) <= 0
              ? parent(path.get())
              : Optional.empty();
      String next = parent.map(it -> "; its parent is asked").orElse("");
      if (reached.page().isPresent() && isPage(reached.status())) {
        Optional<Obstacle> tooLong = pages.tooLong(reached.url(), reached.page().get());
        if (tooLong.isPresent()) {
          pages.note(reached.url(), reached.status(), "a page that is too long", List.of());
          return without(tooLong.get());
        }
        Page page = Page.read(reached.page().get());
        List<TagUse> uses = use(page);
        boolean speaks = page.tags().stream().anyMatch(it -> it.isTemplate() && it.isFor(asked));
        pages.note(reached.url(), reached.status(), told(uses, speaks, next), uses);
        if (speaks) {
          return endpoints.isEmpty() ? without(unusable(uses)) : found();
        }
      } else if (leadsToTheParent(reached.status())) {
        pages.note(reached.url(), reached.status(), "no page" + next, List.of());
      } else {
        String trouble = "the server answers with status " + reached.status();
        pages.note(reached.url(), reached.status(), trouble, List.of());
        return without(
            new Obstacle(
                Obstacle.Kind.FAILED,
                Optional.empty(),
                Pages.shown(reached.url()) + ": " + trouble,
                ""));
      }
      path = parent;
    }
    return without(
        nothing(
            "no page leads to " + Quote.of(asked.name()),
            "the publisher puts a tag ac-discovery into the page of the name or of a parent path"));
  }

  /** Up to 0.5.1 only 200 is a page; later nothing is said, and what says it is right is one. */
  private boolean isPage(int status) {
    return !PARENT_OF_OLD.versions().contains(settings.version()) || status == 200;
  }

  private boolean leadsToTheParent(int status) {
    if (PARENT.versions().contains(settings.version())) {
      return status >= 400 && status < 500;
    }
    return PARENT_OF_OLD.versions().contains(settings.version()) || status < 500;
  }

  private boolean isFoundSimply() {
    // The port, if there is one, stands in the middle of the name.
    UrlTemplate template =
        UrlTemplate.of(
            origin(asked.host()) + asked.name().substring(asked.host().length()) + ENDING);
    boolean complete =
        asked.name().indexOf('/') > 0 && asked.labels().keySet().containsAll(Set.of("os", "arch"));
    if (!complete
        || !(expand(template, "aci") instanceof UrlTemplate.Expansion.Url image)
        || !(expand(template, signatureExtension())
            instanceof UrlTemplate.Expansion.Url signature)) {
      return false;
    }
    Pages.Answer answer = pages.get(image.url(), false);
    if (!(answer instanceof Pages.Answer.Final reached)) {
      return false;
    }
    boolean found = reached.status() == 200;
    pages.note(
        reached.url(),
        reached.status(),
        found ? "the image, by simple discovery" : "no image; simple discovery ends here",
        List.of());
    if (found) {
      endpoints.add(new Endpoint("https://{name}" + ENDING, image.url(), signature.url()));
    }
    return found;
  }

  private List<TagUse> use(Page page) {
    List<TagUse> uses = new ArrayList<>();
    for (MetaTag tag : page.tags()) {
      uses.add(use(tag));
    }
    return uses;
  }

  private TagUse use(MetaTag tag) {
    if (!tag.isTemplate() && !tag.isPublicKeys()) {
      return new TagUse(tag, false, "is no tag that the specification knows");
    }
    if (tag.parts().isEmpty()) {
      return new TagUse(tag, false, "is not a prefix, a blank and a URL");
    }
    MetaTag.Parts parts = tag.parts().get();
    if (!tag.isFor(asked)) {
      return new TagUse(tag, false, "is for other names: " + Quote.of(parts.prefix()));
    }
    return tag.isTemplate() ? useTemplate(tag, parts.url()) : useKeys(tag, parts.url());
  }

  private TagUse useTemplate(MetaTag tag, String text) {
    UrlTemplate template = UrlTemplate.of(text);
    if (template.fault().isEmpty() && !template.variables().contains("ext")) {
      return new TagUse(tag, false, "has no {ext}, so image and signature would be the same");
    }
    UrlTemplate.Expansion image = expand(template, "aci");
    UrlTemplate.Expansion signature = expand(template, signatureExtension());
    if (image instanceof UrlTemplate.Expansion.Missing lacking) {
      missing.addAll(lacking.variables());
      return new TagUse(
          tag,
          false,
          "needs labels that were not given: " + String.join(", ", lacking.variables()));
    }
    if (image instanceof UrlTemplate.Expansion.NoUrl none) {
      return new TagUse(tag, false, none.reason());
    }
    if (!(signature instanceof UrlTemplate.Expansion.Url ofSignature)) {
      return new TagUse(tag, false, "has no URL for a signature");
    }
    URI url = ((UrlTemplate.Expansion.Url) image).url();
    Endpoint endpoint = new Endpoint(template.text(), url, ofSignature.url());
    endpoints.add(endpoint);
    return new TagUse(
        tag,
        true,
        endpoint.isFetchable() ? Pages.shown(url) : Pages.shown(url) + ", which appc cannot fetch");
  }

  private TagUse useKeys(MetaTag tag, String text) {
    UrlTemplate.Expansion expansion = UrlTemplate.url(text);
    if (expansion instanceof UrlTemplate.Expansion.Url keys) {
      publicKeys.add(keys.url());
      return new TagUse(tag, true, Pages.shown(keys.url()));
    }
    return new TagUse(tag, false, Quote.of(text) + " is no URL");
  }

  private UrlTemplate.Expansion expand(UrlTemplate template, String extension) {
    return template.expand(
        variable ->
            switch (variable) {
              case "name" -> Optional.of(asked.name());
              case "ext" -> Optional.of(extension);
              case "version" ->
                  Optional.of(Optional.ofNullable(asked.labels().get(variable)).orElse("latest"));
              default -> Optional.ofNullable(asked.labels().get(variable));
            });
  }

  private String signatureExtension() {
    return SIG.versions().contains(settings.version()) ? "sig" : "aci.asc";
  }

  private Optional<URI> url(String path) {
    int slash = path.indexOf('/');
    String host = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash);
    return UrlTemplate.url(origin(host) + rest + "?ac-discovery=1")
            instanceof UrlTemplate.Expansion.Url url
        ? Optional.of(url.url())
        : Optional.empty();
  }

  private String origin(String host) {
    String port = settings.port().isPresent() ? ":" + settings.port().getAsInt() : "";
    return "https://" + host + port;
  }

  private static Optional<String> parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
  }

  private static String told(List<TagUse> uses, boolean speaks, String next) {
    if (uses.isEmpty()) {
      return "a page without discovery tags" + next;
    }
    return speaks
        ? "a page with templates for the name"
        : "a page without templates for the name" + next;
  }

  private Obstacle unusable(List<TagUse> uses) {
    if (!missing.isEmpty()) {
      Set<String> sorted = new TreeSet<>(missing);
      return new Obstacle(
          Obstacle.Kind.NOTHING_FOUND,
          Optional.of(Clauses.get(LABELS)),
          "the page has templates for labels that were not given: "
              + Quote.escape(String.join(", ", sorted)),
          "give them behind the name: "
              + Quote.escape(asked + ",")
              + Quote.escape(String.join("=…,", sorted))
              + "=…");
    }
    String why =
        uses.stream()
            .filter(use -> use.tag().isTemplate() && use.tag().isFor(asked))
            .map(TagUse::result)
            .findFirst()
            .orElse("");
    return nothing(
        "the page has no template that can be used: " + why,
        "appc validate --discovery-page tells the publisher what is wrong with it");
  }

  private static Obstacle nothing(String message, String help) {
    return new Obstacle(
        Obstacle.Kind.NOTHING_FOUND, Optional.of(Clauses.get(NOTHING)), message, help);
  }

  private Discovered found() {
    return new Discovered(
        asked,
        settings.version(),
        endpoints,
        List.copyOf(publicKeys),
        pages.steps(),
        Optional.empty());
  }

  private Discovered without(Obstacle obstacle) {
    return new Discovered(
        asked,
        settings.version(),
        List.of(),
        List.copyOf(publicKeys),
        pages.steps(),
        Optional.of(obstacle));
  }
}
