package org.appctoolkit.discovery;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.Clauses;

/** Asks for pages: follows redirects within bounds, and notes every request. */
final class Pages {
  static final String DOWNGRADE = "redirects-stay-with-https";
  static final String CYCLE = "redirects-form-no-cycle";
  static final String NO_WEB_PAGE = "redirects-lead-to-a-web-page";
  static final String REDIRECTS = "redirect-count-is-limited";
  static final String REQUESTS = "discovery-request-count-is-limited";
  static final String LENGTH = "discovery-page-length-is-limited";
  static final String ADDRESS = "private-addresses-are-not-asked";

  private static final int NOT_MODIFIED = 304;

  private final Web web;
  private final DiscoverySettings settings;
  private final List<Step> steps = new ArrayList<>();
  private int requests;

  Pages(Web web, DiscoverySettings settings) {
    this.web = web;
    this.settings = settings;
  }

  /** What an answer is. */
  sealed interface Answer {
    /**
     * An answer at the end of all redirects; its step is not noted yet.
     *
     * @param page the page, if the status is one of success: at most one byte more than is read
     */
    record Final(URI url, int status, Optional<Source> page) implements Answer {}

    /** None that could be gone on with. */
    record Blocked(Obstacle obstacle) implements Answer {}
  }

  /** Every request so far. */
  List<Step> steps() {
    return steps;
  }

  void note(URI url, int status, String result, List<TagUse> tags) {
    steps.add(new Step(url, OptionalInt.of(status), result, tags));
  }

  /**
   * Asks for a page.
   *
   * @param wantsPage whether the answer is read as a page
   */
  Answer get(URI url, boolean wantsPage) {
    Opened opened = open(WebRequest.of(url));
    if (opened instanceof Opened.Blocked blocked) {
      return new Answer.Blocked(blocked.obstacle());
    }
    Opened.Reached reached = (Opened.Reached) opened;
    try (Reply reply = reached.reply()) {
      return answer(reached.url(), reply, wantsPage);
    } catch (WebException e) {
      return new Answer.Blocked(failed(reached.url(), e));
    }
  }

  /** Sends a request, by http where https fails and that is allowed, and follows redirects. */
  Opened open(WebRequest request) {
    Opened opened = follow(request);
    boolean mayBeInsecure =
        settings.insecureHttp()
            && WebRequest.isSecure(request.url())
            && opened instanceof Opened.Blocked blocked
            && blocked.obstacle().kind() == Obstacle.Kind.FAILED;
    return mayBeInsecure
        ? follow(
            new WebRequest(
                URI.create("http" + request.url().toString().substring(5)), request.headers()))
        : opened;
  }

  private Opened follow(WebRequest request) {
    Set<URI> seen = new HashSet<>();
    URI url = request.url();
    for (int redirects = 0; ; redirects++) {
      seen.add(url);
      if (requests == settings.requests()) {
        return new Opened.Blocked(
            limit(REQUESTS, "there were " + requests + " requests, and it is not found yet"));
      }
      requests++;
      Reply reply;
      try {
        reply = web.get(new WebRequest(url, request.headers()));
      } catch (WebException e) {
        return new Opened.Blocked(failed(url, e));
      }
      if (!isRedirect(reply.status())) {
        return new Opened.Reached(url, reply);
      }
      reply.close();
      Optional<URI> target = target(url, reply.header("location"));
      note(
          url,
          reply.status(),
          target
              .map(it -> "redirects to " + Quote.escape(it.toString()))
              .orElse("redirects to nowhere"),
          List.of());
      Optional<Obstacle> obstacle = objection(url, target, reply.header("location"), seen);
      if (obstacle.isPresent()) {
        return new Opened.Blocked(obstacle.get());
      }
      if (redirects == settings.redirects()) {
        return new Opened.Blocked(
            limit(
                REDIRECTS,
                "there are more than " + redirects + " redirects from " + shown(request.url())));
      }
      url = target.orElseThrow();
    }
  }

  private Answer answer(URI url, Reply reply, boolean wantsPage) throws WebException {
    boolean success = reply.status() >= 200 && reply.status() < 300;
    if (!success || !wantsPage) {
      return new Answer.Final(url, reply.status(), Optional.empty());
    }
    String encoding = reply.header("content-encoding").map(String::strip).orElse("");
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      throw new WebException(
          WebException.Kind.PROTOCOL,
          "the page comes encoded as %s, although it was asked for as it is"
              .formatted(Quote.of(encoding)));
    }
    byte[] bytes;
    try {
      bytes = reply.body().readNBytes(settings.pageBytes() + 1);
    } catch (WebException e) {
      throw e;
    } catch (IOException e) {
      throw new WebException(WebException.Kind.CONNECTION, "the connection broke");
    }
    return new Answer.Final(url, reply.status(), Optional.of(Source.of(url.toString(), bytes)));
  }

  /** Why a page is not read. */
  Optional<Obstacle> tooLong(URI url, Source page) {
    return page.size() > settings.pageBytes()
        ? Optional.of(
            limit(LENGTH, shown(url) + " is longer than " + settings.pageBytes() + " bytes"))
        : Optional.empty();
  }

  private Optional<Obstacle> objection(
      URI from, Optional<URI> target, Optional<String> location, Set<URI> seen) {
    if (target.isEmpty()) {
      return Optional.of(
          refused(
              NO_WEB_PAGE,
              location
                  .map(it -> shown(from) + " redirects to " + Quote.of(it))
                  .orElse(shown(from) + " redirects without saying where to"),
              "a redirect has a Location with an http or https URL"));
    }
    if (WebRequest.isSecure(from)
        && !WebRequest.isSecure(target.get())
        && !settings.insecureHttp()) {
      return Optional.of(
          refused(
              DOWNGRADE,
              shown(from) + " redirects to " + shown(target.get()) + ", without TLS",
              "the publisher has to redirect to an https URL"));
    }
    return seen.contains(target.get())
        ? Optional.of(
            refused(
                CYCLE,
                shown(from) + " redirects back to " + shown(target.get()),
                "the publisher has to end the circle"))
        : Optional.empty();
  }

  private Obstacle failed(URI url, WebException e) {
    steps.add(new Step(url, OptionalInt.empty(), e.reason(), List.of()));
    String message = shown(url) + ": " + e.reason();
    return e.kind() == WebException.Kind.FORBIDDEN_ADDRESS
        ? refused(ADDRESS, message, "the address has to be a public one, unless others are allowed")
        : new Obstacle(Obstacle.Kind.FAILED, Optional.empty(), message, "");
  }

  private static Obstacle limit(String clause, String message) {
    return new Obstacle(Obstacle.Kind.LIMIT, Optional.of(Clauses.get(clause)), message, "");
  }

  private static Obstacle refused(String clause, String message, String help) {
    return new Obstacle(Obstacle.Kind.REFUSED, Optional.of(Clauses.get(clause)), message, help);
  }

  private static boolean isRedirect(int status) {
    return status >= 300 && status < 400 && status != NOT_MODIFIED;
  }

  /** Where a redirect leads; empty if that is no page of the web. */
  private static Optional<URI> target(URI from, Optional<String> location) {
    try {
      if (location.isEmpty()) {
        return Optional.empty();
      }
      URI target = resolved(from, new URI(location.get().strip()));
      boolean asked = WebRequest.isWeb(target) && WebRequest.fault(target).isEmpty();
      return asked ? Optional.of(withoutFragment(target)) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * RFC 3986, section 5.2. Java loses the last segment of the path where a reference is a query or
   * nothing; older ones join a host without a path and a relative path to another host.
   */
  private static URI resolved(URI from, URI reference) throws URISyntaxException {
    String origin = from.getScheme() + "://" + from.getRawAuthority();
    String path = from.getRawPath().isEmpty() ? "/" : from.getRawPath();
    boolean isSamePath =
        !reference.isAbsolute()
            && reference.getRawAuthority() == null
            && reference.getRawPath().isEmpty();
    if (!isSamePath) {
      return new URI(origin + path).resolve(reference);
    }
    String query = reference.getRawQuery() == null ? from.getRawQuery() : reference.getRawQuery();
    return new URI(origin + from.getRawPath() + (query == null ? "" : "?" + query));
  }

  private static URI withoutFragment(URI url) {
    String text = url.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? url : URI.create(text.substring(0, fragment));
  }

  static String shown(URI url) {
    String text = Quote.escape(url.toString());
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
