package org.appctoolkit.discovery;

import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A GET request.
 *
 * @param url what is asked for: http or https, with a host
 * @param headers further headers, such as {@code range}; their names in lower case
 */
public record WebRequest(URI url, SortedMap<String, String> headers) {
  /**
   * Copies the headers and refuses URLs that cannot be asked for.
   *
   * @throws IllegalArgumentException if it is not http or https, or has no host
   */
  public WebRequest {
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    if (!isWeb(url) || fault(url).isPresent()) {
      throw new IllegalArgumentException("cannot be asked for: " + url);
    }
  }

  /** A request without further headers. */
  public static WebRequest of(URI url) {
    return new WebRequest(url, new TreeMap<>(Map.of()));
  }

  /** Whether the scheme is http or https. */
  public static boolean isWeb(URI url) {
    return isSecure(url) || scheme(url).equals("http");
  }

  /** Whether the scheme is https. */
  public static boolean isSecure(URI url) {
    return scheme(url).equals("https");
  }

  /** Why an http or https URL cannot be asked for: lower case, no full stop. */
  public static Optional<String> fault(URI url) {
    if (url.getHost() == null || url.getHost().isEmpty()) {
      return Optional.of("has no host");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("has a user or a password before its host");
    }
    return url.getPort() == 0 || url.getPort() > 0xffff
        ? Optional.of("has no port that exists")
        : Optional.empty();
  }

  private static String scheme(URI url) {
    return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
  }
}
