package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.runtime.execute.Bridge;
import org.appctoolkit.runtime.execute.HostFacts;
import org.appctoolkit.runtime.execute.NetworkRequest;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Stage1;
import org.appctoolkit.runtime.execute.Subnet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which network a pod has. */
final class NetworkOptions {
  /** The environment variable that stands for the first option. */
  static final String VARIABLE = "APPC_NET";

  @Option(
      names = "--net",
      paramLabel = "none|bridge|host",
      converter = KindConverter.class,
      description =
          "The network of the pod: none but its own loopback interface; an interface on a bridge,"
              + " by which it, other pods and the host reach one another; or that of the host"
              + " (default: $$APPC_NET; without that bridge for root, none for everybody else).")
  private Optional<Kind> kind = Optional.empty();

  @Option(
      names = "--bridge",
      paramLabel = "NAME",
      converter = NameConverter.class,
      description = "The bridge, which is made if need be (default: appc0).")
  private Optional<String> bridge = Optional.empty();

  @Option(
      names = "--subnet",
      paramLabel = "ADDRESS/PREFIX",
      converter = SubnetConverter.class,
      description =
          "The addresses of the bridge and the pods on it, of which the bridge has the first"
              + " (default: 10.214.0.0/16).")
  private Optional<Subnet> subnet = Optional.empty();

  private enum Kind {
    NONE,
    BRIDGE,
    HOST
  }

  private static Kind kind(String text) {
    return switch (text) {
      case "none" -> Kind.NONE;
      case "bridge" -> Kind.BRIDGE;
      case "host" -> Kind.HOST;
      default ->
          throw new TypeConversionException(
              Quote.of(text) + " is no network: write none, bridge or host");
    };
  }

  /** The kind of a network. */
  static final class KindConverter implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      return kind(text);
    }
  }

  /** The name of an interface. */
  static final class NameConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!Bridge.isName(text)) {
        throw new TypeConversionException(
            Quote.of(text)
                + " is no name of a bridge: write up to 15 letters, digits, hyphens, underscores"
                + " and dots");
      }
      return text;
    }
  }

  /** The addresses of a network. */
  static final class SubnetConverter implements ITypeConverter<Subnet> {
    @Override
    public Subnet convert(String text) {
      return Subnet.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      Quote.of(text)
                          + " is no subnet for pods: write its lowest address and a prefix from 8"
                          + " to 30, such as 10.214.0.0/16"));
    }
  }

  /** What is asked for. */
  NetworkRequest request(Terminal terminal, HostFacts facts, Pods pods)
      throws IOException, RefusedException, PodCommand.MisuseException {
    Kind wanted = wanted(terminal, facts);
    if (wanted != Kind.BRIDGE && (bridge.isPresent() || subnet.isPresent())) {
      throw new PodCommand.MisuseException(
          (bridge.isPresent() ? "--bridge" : "--subnet")
              + " goes with --net bridge"
              + (kind.isPresent() ? "" : ", which is what root has if nobody says otherwise"));
    }
    if (wanted == Kind.HOST) {
      return new NetworkRequest.OfHost();
    }
    if (wanted == Kind.NONE) {
      return new NetworkRequest.None();
    }
    if (!facts.mayMakeInterfaces()) {
      throw new RefusedException(
          "an interface on a bridge takes root, with CAP_NET_ADMIN; without, there are --net none"
              + " and --net host");
    }
    return new NetworkRequest.OnBridge(
        Bridge.of(
            Bridge.STATE,
            bridge.orElse(Bridge.USUAL_NAME),
            subnet.orElse(Subnet.USUAL),
            Stage1.ours(pods)));
  }

  private Kind wanted(Terminal terminal, HostFacts facts) throws PodCommand.MisuseException {
    if (kind.isPresent()) {
      return kind.get();
    }
    String usual = terminal.environment().getOrDefault(VARIABLE, "");
    if (usual.isEmpty()) {
      return facts.mayMakeInterfaces() ? Kind.BRIDGE : Kind.NONE;
    }
    try {
      return kind(usual);
    } catch (TypeConversionException e) {
      throw new PodCommand.MisuseException(VARIABLE + ": " + e.getMessage());
    }
  }
}
