package org.appctoolkit.runtime.execute;

/** The network that is wanted for a pod. */
public sealed interface NetworkRequest {
  /** A loopback interface, and nothing else. */
  record None() implements NetworkRequest {}

  /** That of the host. */
  record OfHost() implements NetworkRequest {}

  /** An interface on a bridge. */
  record OnBridge(Bridge bridge) implements NetworkRequest {}
}
