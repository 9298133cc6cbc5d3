package org.appctoolkit.web;

import java.time.Duration;
import java.util.Optional;

/**
 * How to ask.
 *
 * @param userAgent how the program names itself
 * @param connectTime how long a connection may take
 * @param silence how long the server may be silent
 * @param totalTime how long one request may take, from the connection to the last byte
 * @param addresses which addresses may be asked
 * @param proxies which requests go through a proxy
 * @param authorities whose certificates are trusted; empty for those that Java trusts
 */
public record HttpSettings(
    String userAgent,
    Duration connectTime,
    Duration silence,
    Duration totalTime,
    AddressPolicy addresses,
    Proxies proxies,
    Optional<Authorities> authorities) {
  /** Ten seconds to connect, thirty of silence, a minute in all; public addresses, no proxies. */
  public static HttpSettings of(String userAgent) {
    return new HttpSettings(
        userAgent,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        new AddressPolicy(false),
        Proxies.NONE,
        Optional.empty());
  }

  /** The same with other times. */
  public HttpSettings withTimes(Duration otherConnect, Duration otherSilence, Duration otherTotal) {
    return new HttpSettings(
        userAgent, otherConnect, otherSilence, otherTotal, addresses, proxies, authorities);
  }

  /** The same for other addresses. */
  public HttpSettings withAddresses(AddressPolicy other) {
    return new HttpSettings(
        userAgent, connectTime, silence, totalTime, other, proxies, authorities);
  }

  /** The same through other proxies. */
  public HttpSettings withProxies(Proxies other) {
    return new HttpSettings(
        userAgent, connectTime, silence, totalTime, addresses, other, authorities);
  }

  /** The same with other authorities. */
  public HttpSettings withAuthorities(Authorities other) {
    return new HttpSettings(
        userAgent, connectTime, silence, totalTime, addresses, proxies, Optional.of(other));
  }
}
