package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.model.PodPort;
import org.appctoolkit.model.Port;

/**
 * How the apps of a pod reach the metadata service: at a port of the pod that none of them uses, at
 * its loopback address, from which stage1 takes them to the host.
 */
final class MetadataPlanning {
  /** The port, if no app wants it. */
  static final int FIRST_PORT = 18112;

  private static final int LAST_PORT = 65535;
  private static final int USUAL_PORT = 80;
  private static final String LOOPBACK = "127.0.0.1";

  /** Where it is by convention. */
  private static final String USUAL_ADDRESS = "169.254.169.255";

  private final PodManifest pod;
  private final Metadata metadata;
  private final boolean ownNetwork;
  private final List<RenderedApp> apps;
  private final List<Port> ports;
  private final Optional<Integer> port;

  MetadataPlanning(PodManifest pod, List<RenderedApp> apps, PodOptions options) {
    this.pod = pod;
    this.metadata = options.metadata();
    this.ownNetwork = !(options.network() instanceof Network.OfHost);
    this.apps = apps;
    this.ports =
        Stream.concat(
                apps.stream().flatMap(it -> it.app().stream()).flatMap(it -> it.ports().stream()),
                pod.podPorts().stream().map(PodPort::podPort).flatMap(Optional::stream))
            .filter(it -> it.protocol().map(Located::value).filter("udp"::equals).isEmpty())
            .toList();
    this.port = free();
  }

  private Optional<Integer> free() {
    for (int number = FIRST_PORT; number <= LAST_PORT; number++) {
      if (!isUsed(number)) {
        return Optional.of(number);
      }
    }
    return Optional.empty();
  }

  private boolean isUsed(int number) {
    return ports.stream().anyMatch(it -> it.first() <= number && number <= it.last());
  }

  /** What the apps are told; empty if there is nothing to tell. */
  Optional<String> url() {
    if (metadata instanceof Metadata.Elsewhere elsewhere) {
      return Optional.of(elsewhere.url());
    }
    if (!(metadata instanceof Metadata.Ours ours)) {
      return Optional.empty();
    }
    String scheme = Since.metadataUrlHasAScheme(pod.version()) ? "http://" : "";
    return (ownNetwork ? port : Optional.of(ours.port()))
        .map(it -> scheme + LOOPBACK + ":" + it + "/" + ours.token());
  }

  /** Whether the pod has the service at its usual address as well. */
  private boolean isAtUsualAddress() {
    return metadata instanceof Metadata.Ours
        && !Since.metadataHasNoUsualAddress(pod.version())
        && ownNetwork
        && !isUsed(USUAL_PORT);
  }

  /** What the loopback interface has beside its own address. */
  List<String> addresses() {
    return isAtUsualAddress() ? List.of(USUAL_ADDRESS) : List.of();
  }

  /** What takes the apps to the service. */
  List<Step.OfPod> steps() {
    List<Step.OfPod> steps = new ArrayList<>();
    if (ownNetwork && metadata instanceof Metadata.Ours ours && port.isPresent()) {
      steps.add(new Step.Service(LOOPBACK, port.get(), ours.portFile(), ""));
      if (isAtUsualAddress()) {
        steps.add(
            new Step.Service(
                USUAL_ADDRESS, USUAL_PORT, ours.portFile(), "/default/" + ours.token()));
      }
      steps.add(new Step.ServiceStart(ours.command()));
    }
    return steps;
  }

  /**
   * Tells what is less than the text asks for.
   *
   * @param names what the apps are called on disk
   */
  void remark(List<String> names, Remarks remarks) {
    if (metadata instanceof Metadata.None) {
      remarks.reduce(
          Pointer.ROOT, "AC_METADATA_URL is not set, because there is no metadata service");
    } else if (url().isEmpty()) {
      remarks.reduce(
          Pointer.ROOT,
          "AC_METADATA_URL is not set, because the apps want every port from "
              + FIRST_PORT
              + " on");
    }
    if (!(metadata instanceof Metadata.Ours)) {
      return;
    }
    if (!Since.metadataHasNoUsualAddress(pod.version()) && !isAtUsualAddress()) {
      remarks.reduce(
          Pointer.ROOT,
          "the metadata service is not at its usual address "
              + USUAL_ADDRESS
              + " but only where AC_METADATA_URL says, because "
              + (ownNetwork
                  ? "an app uses port " + USUAL_PORT
                  : "the pod has the network of the host"));
    }
    Set<String> told = new HashSet<>();
    for (int i = 0; i < apps.size(); i++) {
      RenderedApp app = apps.get(i);
      String name = Names.told(pod.version(), app.podApp(), app.imageName(), names.get(i));
      if (!told.add(name)) {
        remarks.warn(
            app.podApp().pointer(),
            "more than one app is told that it is called "
                + Quote.of(name)
                + ": the metadata service answers for the first of them");
      }
    }
  }
}
