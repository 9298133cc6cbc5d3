package org.appctoolkit.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Who knows the addresses of hosts. */
@FunctionalInterface
public interface HostLookup {
  /** The resolver of this machine. */
  HostLookup OF_THE_MACHINE = host -> List.of(InetAddress.getAllByName(host));

  /**
   * The addresses of a host, the best first.
   *
   * @param host a name, or an address as text
   * @throws UnknownHostException if it has none
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
