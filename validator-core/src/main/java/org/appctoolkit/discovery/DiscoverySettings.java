package org.appctoolkit.discovery;

import java.util.OptionalInt;
import org.appctoolkit.spec.SpecVersion;

/**
 * How to discover.
 *
 * @param version the version of the specification whose discovery this is
 * @param insecureHttp whether http will do where https does not answer
 * @param port the port of discovery pages and of simple discovery, unless it is that of the scheme
 * @param pageBytes the longest page that is read
 * @param redirects how many redirects lead to one page at the most
 * @param requests how many requests are sent at the most
 */
public record DiscoverySettings(
    SpecVersion version,
    boolean insecureHttp,
    OptionalInt port,
    int pageBytes,
    int redirects,
    int requests) {
  /** The newest version, https only, 1 MiB, 10 redirects, 100 requests. */
  public static final DiscoverySettings DEFAULT =
      new DiscoverySettings(SpecVersion.NEWEST, false, OptionalInt.empty(), 1 << 20, 10, 100);

  /** Refuses what could not be asked. */
  public DiscoverySettings {
    if (!version.isKnown()) {
      throw new IllegalArgumentException("no tagged version: " + version);
    }
    if (pageBytes < 1 || redirects < 0 || requests < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 0xffff)) {
      throw new IllegalArgumentException("no such port: " + port.getAsInt());
    }
  }

  /** The same for another version. */
  public DiscoverySettings withVersion(SpecVersion other) {
    return new DiscoverySettings(other, insecureHttp, port, pageBytes, redirects, requests);
  }

  /** The same with plain http allowed or not. */
  public DiscoverySettings withInsecureHttp(boolean other) {
    return new DiscoverySettings(version, other, port, pageBytes, redirects, requests);
  }

  /** The same with another port. */
  public DiscoverySettings withPort(OptionalInt other) {
    return new DiscoverySettings(version, insecureHttp, other, pageBytes, redirects, requests);
  }

  /** The same with other limits. */
  public DiscoverySettings withLimits(int otherPageBytes, int otherRedirects, int otherRequests) {
    return new DiscoverySettings(
        version, insecureHttp, port, otherPageBytes, otherRedirects, otherRequests);
  }
}
