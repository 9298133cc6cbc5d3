package org.appctoolkit.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.discovery.WebRequest;
import org.appctoolkit.document.Quote;

/**
 * Which requests go through a proxy, after the environment variables {@code HTTPS_PROXY}, {@code
 * HTTP_PROXY} and {@code NO_PROXY}, or the same in lower case.
 *
 * <p>A proxy resolves hosts by itself: which addresses it asks is then its decision. {@code
 * NO_PROXY} lists hosts, each for the domains below it as well, with a port or without; {@code *}
 * is every host.
 */
public final class Proxies {
  /** No proxy at all. */
  public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

  private final Optional<URI> secure;
  private final Optional<URI> plain;
  private final List<String> exceptions;

  private Proxies(Optional<URI> secure, Optional<URI> plain, List<String> exceptions) {
    this.secure = secure;
    this.plain = plain;
    this.exceptions = List.copyOf(exceptions);
  }

  /**
   * What an environment says.
   *
   * @throws MalformedProxyException if a proxy in it is none that can be used
   */
  public static Proxies of(Map<String, String> environment) throws MalformedProxyException {
    String exceptions = value(environment, "NO_PROXY").orElse("");
    return new Proxies(
        proxy(environment, "HTTPS_PROXY"),
        proxy(environment, "HTTP_PROXY"),
        Stream.of(exceptions.split("[,\\s]+", -1))
            .map(it -> it.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
            .filter(it -> !it.isEmpty())
            .toList());
  }

  /** The proxy for a URL; empty if it is asked directly. */
  Optional<URI> proxyFor(URI url) {
    boolean isException = exceptions.stream().anyMatch(exception -> matches(exception, url));
    return isException ? Optional.empty() : WebRequest.isSecure(url) ? secure : plain;
  }

  private static boolean matches(String exception, URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : WebRequest.isSecure(url) ? 443 : 80;
    int colon = exception.lastIndexOf(':');
    boolean hasPort = colon > 0 && exception.indexOf(':') == colon;
    String wanted = hasPort ? exception.substring(0, colon) : exception;
    boolean samePort = !hasPort || exception.substring(colon + 1).equals(Integer.toString(port));
    return exception.equals("*")
        || (samePort && (host.equals(wanted) || host.endsWith("." + wanted)));
  }

  private static Optional<URI> proxy(Map<String, String> environment, String name)
      throws MalformedProxyException {
    Optional<String> value = value(environment, name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    String text = value.get().contains("://") ? value.get() : "http://" + value.get();
    try {
      URI proxy = new URI(text);
      if (proxy.getRawUserInfo() != null) {
        throw new MalformedProxyException(
            "the proxy of " + name + " has a user or a password, which is not supported");
      }
      if (!"http".equals(proxy.getScheme()) || WebRequest.fault(proxy).isPresent()) {
        throw new MalformedProxyException(
            "the proxy of "
                + name
                + " is not of the form http://host:port: "
                + Quote.of(value.get()));
      }
      return Optional.of(proxy);
    } catch (URISyntaxException e) {
      throw new MalformedProxyException(
          "the proxy of " + name + " is no URL: " + Quote.of(value.get()));
    }
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .map(it -> environment.getOrDefault(it, "").strip())
        .filter(it -> !it.isEmpty())
        .findFirst();
  }
}
