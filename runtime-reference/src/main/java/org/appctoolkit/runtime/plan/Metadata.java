package org.appctoolkit.runtime.plan;

import java.util.List;

/** Where the apps of a pod find the metadata service. */
public sealed interface Metadata {
  /** Nowhere. */
  record None() implements Metadata {}

  /** At a URL that is not ours. */
  record Elsewhere(String url) implements Metadata {}

  /**
   * At ours, on the loopback interface of the host.
   *
   * @param token what identifies the pod to it: letters, digits, dashes and underscores
   * @param portFile a file of the host that has the number of its port
   * @param port the number of its port, for pods that share the network of the host
   * @param command what starts it when it is wanted and not there
   */
  record Ours(String token, String portFile, int port, List<String> command) implements Metadata {
    /** Copies the list. */
    public Ours {
      command = List.copyOf(command);
    }
  }
}
