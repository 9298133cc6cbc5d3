package org.appctoolkit.rule.manifest;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The protocol is one of the transport layer, in lower case. */
final class PortProtocolIsATransport implements Rule<Manifest> {
  private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp", "dccp", "udplite");

  @Override
  public List<Problem> check(Manifest manifest) {
    return manifest.ports().stream()
        .flatMap(port -> port.protocol().stream())
        .filter(protocol -> !TRANSPORTS.contains(protocol.value()))
        .map(PortProtocolIsATransport::problem)
        .toList();
  }

  private static Problem problem(Located<String> protocol) {
    Problem problem =
        Problem.at(
            protocol.pointer(),
            Quote.of(protocol.value()) + " is not known as a transport protocol");
    String lower = protocol.value().toLowerCase(Locale.ROOT);
    return TRANSPORTS.contains(lower) ? problem.help("write " + lower) : problem;
  }
}
