package org.appctoolkit.conformance.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A pod of probes, in words that every version of the specification has a form for.
 *
 * <p>A value; each method that changes something returns another pod.
 */
public final class ProbePod {
  private final String label;
  private List<ProbeApp> apps = List.of();
  private List<Volume> volumes = List.of();
  private List<ProbeApp.Isolator> isolators = List.of();
  private List<HostPort> ports = List.of();
  private Map<String, String> annotations = Map.of();
  private Map<String, String> more = Map.of();
  private Optional<String> manifest = Optional.empty();
  private UnaryOperator<String> edit = UnaryOperator.identity();

  private ProbePod(String label) {
    this.label = label;
  }

  private ProbePod(ProbePod other) {
    this.label = other.label;
    this.apps = other.apps;
    this.volumes = other.volumes;
    this.isolators = other.isolators;
    this.ports = other.ports;
    this.annotations = other.annotations;
    this.more = other.more;
    this.manifest = other.manifest;
    this.edit = other.edit;
  }

  /**
   * A pod of these apps.
   *
   * @param label what the scenario and its evidence call it; no two of a scenario have the same
   */
  public static ProbePod of(String label, ProbeApp... apps) {
    ProbePod pod = new ProbePod(label);
    pod.apps = List.of(apps);
    return pod;
  }

  /**
   * A volume.
   *
   * @param source the directory of the host; empty for a volume of the kind {@code empty}
   * @param more further members, with values as JSON
   */
  public record Volume(
      String name, Optional<String> source, boolean readOnly, Map<String, String> more) {
    /** A volume that begins empty. */
    public static Volume empty(String name) {
      return new Volume(name, Optional.empty(), false, Map.of());
    }

    /** A directory of the host. */
    public static Volume host(String name, String source) {
      return new Volume(name, Optional.of(source), false, Map.of());
    }

    /** The same, not to be written to. */
    public Volume asReadOnly() {
      return new Volume(name, source, true, more);
    }

    /** The same, with a further member whose value is this JSON. */
    public Volume with(String key, String value) {
      return new Volume(name, source, readOnly, Copies.with(more, key, value));
    }
  }

  /**
   * A port of an app that is to be reached at a port of the host.
   *
   * @param hostIp the one address of the host that it is for
   * @param podPort where it leads, whatever the image says
   */
  public record HostPort(
      String name, int hostPort, Optional<String> hostIp, Optional<ProbeApp.Port> podPort) {
    /** A port at all addresses of the host. */
    public static HostPort of(String name, int hostPort) {
      return new HostPort(name, hostPort, Optional.empty(), Optional.empty());
    }

    /** The same, at one address of the host. */
    public HostPort at(String address) {
      return new HostPort(name, hostPort, Optional.of(address), podPort);
    }

    /** The same, leading to this port of the pod. */
    public HostPort leadingTo(String protocol, int number) {
      ProbeApp.Port port = new ProbeApp.Port(name, protocol, number, false);
      return new HostPort(name, hostPort, hostIp, Optional.of(port));
    }
  }

  /** What the scenario calls it. */
  public String label() {
    return label;
  }

  /** Its apps. */
  public List<ProbeApp> apps() {
    return apps;
  }

  List<Volume> volumes() {
    return volumes;
  }

  List<ProbeApp.Isolator> isolators() {
    return isolators;
  }

  List<HostPort> ports() {
    return ports;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  Map<String, String> more() {
    return more;
  }

  Optional<String> manifest() {
    return manifest;
  }

  UnaryOperator<String> edit() {
    return edit;
  }

  /** The same, with a volume. */
  public ProbePod sharing(Volume volume) {
    ProbePod copy = new ProbePod(this);
    copy.volumes = Copies.with(volumes, volume);
    return copy;
  }

  /** The same, with an isolator of the pod whose value is this JSON. */
  public ProbePod isolated(String isolator, String value) {
    ProbePod copy = new ProbePod(this);
    copy.isolators = Copies.with(isolators, new ProbeApp.Isolator(isolator, value));
    return copy;
  }

  /** The same, with a port at the host. */
  public ProbePod exposing(String port, int hostPort) {
    return exposing(HostPort.of(port, hostPort));
  }

  /** The same, with a port at the host. */
  public ProbePod exposing(HostPort port) {
    ProbePod copy = new ProbePod(this);
    copy.ports = Copies.with(ports, port);
    return copy;
  }

  /** The same, with an annotation of the pod. */
  public ProbePod annotated(String key, String value) {
    ProbePod copy = new ProbePod(this);
    copy.annotations = Copies.with(annotations, key, value);
    return copy;
  }

  /** The same, with a further member of the manifest, whose value is this JSON. */
  public ProbePod with(String key, String value) {
    ProbePod copy = new ProbePod(this);
    copy.more = Copies.with(more, key, value);
    return copy;
  }

  /** The same, with this text in place of a manifest of ours. */
  public ProbePod withManifest(String text) {
    ProbePod copy = new ProbePod(this);
    copy.manifest = Optional.of(text);
    return copy;
  }

  /** The same, with its manifest changed when it is written. */
  public ProbePod edited(UnaryOperator<String> change) {
    ProbePod copy = new ProbePod(this);
    copy.edit = change;
    return copy;
  }
}
