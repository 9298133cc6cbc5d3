package org.appctoolkit.rule.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The protocol is one of the transport layer, in lower case. */
final class PortProtocolIsATransport implements Rule<Manifest> {
  private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp", "dccp", "udplite");

  @Override
  public List<Problem> check(Manifest manifest) {
    List<Problem> problems = new ArrayList<>();
    for (App app : manifest.apps()) {
      app.ports().stream()
          .flatMap(port -> port.protocol().stream())
          .filter(protocol -> !TRANSPORTS.contains(protocol.value()))
          .map(
              protocol ->
                  Problem.at(
                      protocol.pointer(),
                      Quote.of(protocol.value()) + " is not known as a transport protocol"))
          .forEach(problems::add);
    }
    return problems;
  }
}
