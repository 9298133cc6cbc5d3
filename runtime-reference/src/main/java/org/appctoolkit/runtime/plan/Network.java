package org.appctoolkit.runtime.plan;

/** The network that the apps of a pod share. */
public sealed interface Network {
  /** What the interface of a pod is called in it, if it has one beside loopback. */
  String INTERFACE = "eth0";

  /** A network of their own that has nothing but a loopback interface. */
  record None() implements Network {}

  /** That of the host, with all its interfaces and ports. */
  record OfHost() implements Network {}

  /**
   * A network of their own with an interface that other pods on the same bridge, and the host, can
   * reach.
   *
   * @param bridge the bridge of the host, which has to be there
   * @param peer what the host's end of the cable is called
   * @param address the IPv4 address of the pod
   * @param prefix how many bits all pods on the bridge have in common
   * @param gateway the address of the bridge
   */
  record Bridged(String bridge, String peer, String address, int prefix, String gateway)
      implements Network {}
}
