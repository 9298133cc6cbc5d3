package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.PodPort;
import org.appctoolkit.model.Port;

/**
 * The ports of a pod: which ones of the host are forwarded to it, and which sockets its apps are
 * given.
 *
 * <p>A port that the pod describes itself takes the place of those of its name that images have,
 * for both. What nobody forwards and no app is given a socket for is information, and not looked
 * at.
 */
final class Ports {
  private static final int LAST = 65_535;

  /** As many as one process can watch without being slow. */
  private static final int MOST_FORWARDED = 1024;

  private static final String EVERY_ADDRESS = "0.0.0.0";

  private static final String ADDRESS =
      "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}";

  private final PodManifest pod;
  private final Network network;
  private final Host host;
  private final Remarks remarks;
  private final List<Step.Forward> forwards = new ArrayList<>();
  private final Map<String, String> sockets = new TreeMap<>();

  Ports(PodManifest pod, Network network, Host host, Remarks remarks) {
    this.pod = pod;
    this.network = network;
    this.host = host;
    this.remarks = remarks;
  }

  private record Range(Step.Protocol protocol, int first, int count) {}

  // --- of the host

  /** What is taken from ports of the host to the pod. */
  List<Step.Forward> forwards(List<RenderedApp> apps) {
    for (PodPort port : pod.podPorts()) {
      if (port.podPort().isPresent()) {
        forward(port, port.podPort().get());
        continue;
      }
      String name = port.name().map(Located::value).orElse("");
      List<Port> meant =
          apps.stream()
              .flatMap(app -> app.app().stream())
              .flatMap(app -> app.ports().stream())
              .filter(it -> name(it).equals(name))
              .toList();
      if (meant.size() == 1) {
        forward(port, meant.get(0));
      } else if (meant.isEmpty()) {
        remarks.refuse(
            port.pointer(),
            "no app of the pod has a port " + Quote.of(name),
            "name a port of an app, or describe it by podPort");
      } else {
        remarks.refuse(
            port.pointer(),
            "apps of the pod have several ports " + Quote.of(name),
            "give each a name of its own, or describe this one by podPort");
      }
    }
    if (forwards.size() > MOST_FORWARDED) {
      remarks.refuse(
          Pointer.ROOT,
          forwards.size() + " ports are to be forwarded",
          "at most " + MOST_FORWARDED + " of a pod are");
    }
    return List.copyOf(forwards);
  }

  private static String name(Port port) {
    return port.name().map(Located::value).orElse("");
  }

  private void forward(PodPort port, Port target) {
    String called = "port " + Quote.of(port.name().map(Located::value).orElse(""));
    Optional<Step.Protocol> protocol = protocol(target);
    if (protocol.isEmpty()) {
      remarks.reduce(
          port.pointer(),
          called
              + " is not forwarded: its protocol "
              + Quote.of(target.protocol().map(Located::value).orElse(""))
              + " is neither tcp nor udp");
      return;
    }
    Optional<Range> range = range(target, protocol.get(), called, remarks);
    long first = port.hostPort().map(Located::value).orElse(0L);
    String address = port.hostIp().map(Located::value).orElse(EVERY_ADDRESS);
    if (range.isEmpty()) {
      return;
    }
    if (first < 1 || first > LAST - range.get().count() + 1) {
      remarks.refuse(
          port.pointer(),
          called + " would be " + numbers(first, range.get().count()) + " of the host",
          "ports are from 1 to " + LAST);
    } else if (!address.matches(ADDRESS)) {
      remarks.refuse(
          port.pointer(),
          Quote.of(address) + " is no IPv4 address of the host",
          "write four numbers with dots between, such as 127.0.0.1");
    } else if (network instanceof Network.OfHost) {
      remarkSharedPort(port, called, (int) first, address, range.get());
    } else if (mayListen((int) first, port.pointer())) {
      add(port, (int) first, address, range.get());
    }
  }

  /** With the network of the host a port is what it is. */
  private void remarkSharedPort(
      PodPort port, String called, int first, String address, Range range) {
    if (first != range.first()) {
      remarks.reduce(
          port.pointer(),
          called
              + " is not forwarded from port "
              + first
              + " of the host: the pod shares its network, where the app listens at "
              + numbers(range.first(), range.count()));
    } else if (!address.equals(EVERY_ADDRESS)) {
      remarks.reduce(
          port.pointer(),
          called
              + " is not only at "
              + address
              + ": the pod shares the network of the host, and the app says where it listens");
    }
  }

  private boolean mayListen(int port, Pointer place) {
    boolean may = host.uid() == 0 || port >= host.firstFreePort();
    if (!may) {
      remarks.refuse(
          place,
          "port " + port + " of the host is for root",
          "take one from " + host.firstFreePort() + " on, or run the pod as root");
    }
    return may;
  }

  private void add(PodPort port, int first, String address, Range range) {
    for (int i = 0; i < range.count() && forwards.size() <= MOST_FORWARDED; i++) {
      int hostPort = first + i;
      boolean taken =
          forwards.stream()
              .anyMatch(
                  it ->
                      it.protocol() == range.protocol()
                          && it.hostPort() == hostPort
                          && (it.hostAddress().equals(address)
                              || it.hostAddress().equals(EVERY_ADDRESS)
                              || address.equals(EVERY_ADDRESS)));
      if (taken) {
        remarks.refuse(
            port.pointer(),
            range.protocol().name().toLowerCase(Locale.ROOT)
                + " port "
                + hostPort
                + " of the host is forwarded twice",
            "take another for one of them");
        return;
      }
      forwards.add(new Step.Forward(range.protocol(), address, hostPort, range.first() + i));
    }
  }

  // --- of an app

  /**
   * The sockets that an app is given.
   *
   * @param ofApp remarks about the app
   */
  List<Step.Listen> sockets(App app, Remarks ofApp) {
    Map<String, Port> replaced =
        pod.podPorts().stream()
            .filter(it -> it.podPort().isPresent() && it.name().isPresent())
            .collect(
                Collectors.toMap(
                    it -> it.name().get().value(),
                    it -> it.podPort().get(),
                    (one, other) -> other));
    List<Step.Listen> steps = new ArrayList<>();
    for (Port own : app.ports()) {
      Port port = replaced.getOrDefault(name(own), own);
      String called = "port " + Quote.of(name(own));
      if (!port.socketActivated()) {
        continue;
      }
      Optional<Step.Protocol> protocol = protocol(port);
      if (protocol.isEmpty()) {
        ofApp.refuse(
            own.pointer(),
            "no socket can be made for "
                + called
                + ": its protocol "
                + Quote.of(port.protocol().map(Located::value).orElse(""))
                + " is neither tcp nor udp",
            "write one of them, or leave out socketActivated");
        continue;
      }
      range(port, protocol.get(), called, ofApp)
          .ifPresent(range -> listen(steps, own, range, ofApp));
    }
    return steps;
  }

  private void listen(List<Step.Listen> steps, Port port, Range range, Remarks ofApp) {
    for (int i = 0; i < range.count(); i++) {
      int number = range.first() + i;
      String words = range.protocol().name().toLowerCase(Locale.ROOT) + " port " + number;
      if (network instanceof Network.OfHost && !mayListen(number, port.pointer())) {
        return;
      }
      if (sockets.putIfAbsent(words, name(port)) != null) {
        ofApp.refuse(
            port.pointer(),
            "two sockets are wanted for " + words,
            "the apps of a pod share its ports: take another for one of them");
        return;
      }
      if (steps.size() == MOST_FORWARDED) {
        ofApp.refuse(
            port.pointer(),
            "more than " + MOST_FORWARDED + " sockets are wanted",
            "divide the app, or give it fewer ports that are socketActivated");
        return;
      }
      steps.add(new Step.Listen(range.protocol(), number, name(port)));
    }
  }

  // --- both

  private static Optional<Step.Protocol> protocol(Port port) {
    return switch (port.protocol().map(it -> it.value().toLowerCase(Locale.ROOT)).orElse("")) {
      case "tcp" -> Optional.of(Step.Protocol.TCP);
      case "udp" -> Optional.of(Step.Protocol.UDP);
      default -> Optional.empty();
    };
  }

  private static Optional<Range> range(
      Port port, Step.Protocol protocol, String called, Remarks remarks) {
    long first = port.first();
    long count = port.count().map(Located::value).orElse(1L);
    if (first >= 1 && count >= 1 && first <= LAST && count <= LAST - first + 1) {
      return Optional.of(new Range(protocol, (int) first, (int) count));
    }
    remarks.refuse(
        port.pointer(), called + " is " + numbers(first, count), "ports are from 1 to " + LAST);
    return Optional.empty();
  }

  private static String numbers(long first, long count) {
    return count == 1 ? "port " + first : count + " ports from " + first + " on";
  }
}
