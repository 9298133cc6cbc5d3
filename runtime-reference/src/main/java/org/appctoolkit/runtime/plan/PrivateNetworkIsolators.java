package org.appctoolkit.runtime.plan;

import java.util.Set;

/** Whether the network is not that of the host, which is the same for all apps of a pod. */
final class PrivateNetworkIsolators implements IsolatorKind {
  private final Network network;

  PrivateNetworkIsolators(Network network) {
    this.network = network;
  }

  @Override
  public Set<String> names() {
    return Set.of("privateNetwork", "private-network");
  }

  @Override
  public void add(Fate fate) {
    String wanted = fate.text().orElse("");
    boolean shared = network instanceof Network.OfHost;
    if (!wanted.equals("true") && !wanted.equals("false")) {
      fate.misunderstand();
    } else if (wanted.equals("true") && shared) {
      fate.ignore("the pod has the network of the host");
    } else if (wanted.equals("false") && !shared) {
      fate.modify("the pod has a network of its own all the same");
    }
  }
}
