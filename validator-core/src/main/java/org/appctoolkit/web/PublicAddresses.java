package org.appctoolkit.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.appctoolkit.document.Quote;

/**
 * Resolves hosts to those addresses that may be asked.
 *
 * <p>HttpClient connects to what it is told here, so that no second look-up can give another
 * address than the one that was checked.
 */
final class PublicAddresses implements DnsResolver {
  private final HostLookup lookup;
  private final AddressPolicy policy;

  PublicAddresses(HostLookup lookup, AddressPolicy policy) {
    this.lookup = lookup;
    this.policy = policy;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    List<InetAddress> allowed = new ArrayList<>();
    Optional<String> objection = Optional.empty();
    for (InetAddress address : lookup.addresses(host)) {
      Optional<String> found = policy.objection(address);
      if (found.isEmpty()) {
        allowed.add(address);
      } else if (objection.isEmpty()) {
        objection = found.map(it -> words(host, address, it));
      }
    }
    if (allowed.isEmpty()) {
      throw objection
          .<UnknownHostException>map(ForbiddenAddressException::new)
          .orElseGet(() -> new UnknownHostException(host));
    }
    return allowed.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  private static String words(String host, InetAddress address, String objection) {
    String literal = address.getHostAddress();
    return literal.equals(host)
        ? "the address " + literal + " is " + objection
        : Quote.escape(host) + " has the address " + literal + ", which is " + objection;
  }
}
