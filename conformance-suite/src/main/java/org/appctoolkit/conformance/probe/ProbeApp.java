package org.appctoolkit.conformance.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An app that runs the probe, in words that every version of the specification has a form for.
 *
 * <p>A value; each method that changes something returns another app. Unless it is said otherwise
 * it runs as user 0 and group 0 and nothing else is asked for.
 */
public final class ProbeApp {
  private final String name;
  private final ProbeImage image;
  private List<String> main = List.of();
  private Optional<List<String>> exec = Optional.empty();
  private Optional<List<String>> preStart = Optional.empty();
  private Optional<List<String>> postStop = Optional.empty();
  private String user = "0";
  private String group = "0";
  private List<Integer> supplementary = List.of();
  private Map<String, String> environment = Map.of();
  private Optional<String> directory = Optional.empty();
  private List<Isolator> isolators = List.of();
  private List<Isolator> isolatorsBesideImage = List.of();
  private List<MountPoint> mountPoints = List.of();
  private List<Mount> mounts = List.of();
  private List<Port> ports = List.of();
  private Map<String, String> annotations = Map.of();
  private Map<String, String> more = Map.of();
  private boolean readOnlyRoot;
  private boolean fromImage;

  private ProbeApp(String name, ProbeImage image) {
    this.name = name;
    this.image = image;
  }

  private ProbeApp(ProbeApp other) {
    this.name = other.name;
    this.image = other.image;
    this.main = other.main;
    this.exec = other.exec;
    this.preStart = other.preStart;
    this.postStop = other.postStop;
    this.user = other.user;
    this.group = other.group;
    this.supplementary = other.supplementary;
    this.environment = other.environment;
    this.directory = other.directory;
    this.isolators = other.isolators;
    this.isolatorsBesideImage = other.isolatorsBesideImage;
    this.mountPoints = other.mountPoints;
    this.mounts = other.mounts;
    this.ports = other.ports;
    this.annotations = other.annotations;
    this.more = other.more;
    this.readOnlyRoot = other.readOnlyRoot;
    this.fromImage = other.fromImage;
  }

  /**
   * An app whose main process does these things, in the role {@code main}.
   *
   * @param name its name in the pod, an AC Name
   * @param actions what docs/probe.md lists
   */
  public static ProbeApp of(String name, ProbeImage image, String... actions) {
    ProbeApp app = new ProbeApp(name, image);
    app.main = List.of(actions);
    return app;
  }

  /**
   * What an isolator asks for.
   *
   * @param value its value as JSON
   */
  public record Isolator(String name, String value) {}

  /** A place for a volume, which its image names. */
  public record MountPoint(String name, String path, boolean readOnly) {}

  /**
   * A volume of the pod, by its name, at a mount point.
   *
   * @param own the volume that is there in its place, for this app alone
   */
  public record Mount(
      String volume, String mountPoint, String path, Optional<ProbePod.Volume> own) {}

  /** A port that the image names. */
  public record Port(String name, String protocol, int port, boolean socketActivated) {}

  /** Its name in the pod. */
  public String name() {
    return name;
  }

  /** What it is run from. */
  public ProbeImage image() {
    return image;
  }

  List<String> main() {
    return main;
  }

  Optional<List<String>> exec() {
    return exec;
  }

  Optional<List<String>> preStart() {
    return preStart;
  }

  Optional<List<String>> postStop() {
    return postStop;
  }

  String user() {
    return user;
  }

  String group() {
    return group;
  }

  List<Integer> supplementary() {
    return supplementary;
  }

  Map<String, String> environment() {
    return environment;
  }

  Optional<String> directory() {
    return directory;
  }

  List<Isolator> isolators() {
    return isolators;
  }

  List<Isolator> isolatorsBesideImage() {
    return isolatorsBesideImage;
  }

  List<MountPoint> mountPoints() {
    return mountPoints;
  }

  List<Mount> mounts() {
    return mounts;
  }

  List<Port> ports() {
    return ports;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  Map<String, String> more() {
    return more;
  }

  boolean readOnlyRoot() {
    return readOnlyRoot;
  }

  boolean fromImage() {
    return fromImage;
  }

  /** The same, doing something before its main process, in the role {@code pre}. */
  public ProbeApp before(String... actions) {
    ProbeApp copy = new ProbeApp(this);
    copy.preStart = Optional.of(List.of(actions));
    return copy;
  }

  /** The same, doing something after its main process, in the role {@code post}. */
  public ProbeApp after(String... actions) {
    ProbeApp copy = new ProbeApp(this);
    copy.postStop = Optional.of(List.of(actions));
    return copy;
  }

  /**
   * The same, with other words to execute; {@code $NONCE} in a word is the nonce of the run.
   *
   * @param words none for an app without {@code exec}
   */
  public ProbeApp executing(String... words) {
    ProbeApp copy = new ProbeApp(this);
    copy.exec = Optional.of(List.of(words));
    return copy;
  }

  /** The same, as a user and a group, in any form that manifests have. */
  public ProbeApp as(String otherUser, String otherGroup) {
    ProbeApp copy = new ProbeApp(this);
    copy.user = otherUser;
    copy.group = otherGroup;
    return copy;
  }

  /** The same, with further groups. */
  public ProbeApp alsoIn(Integer... groups) {
    ProbeApp copy = new ProbeApp(this);
    copy.supplementary = List.of(groups);
    return copy;
  }

  /** The same, with an environment variable. */
  public ProbeApp with(String variable, String value) {
    ProbeApp copy = new ProbeApp(this);
    copy.environment = Copies.with(environment, variable, value);
    return copy;
  }

  /** The same, in a working directory. */
  public ProbeApp in(String workingDirectory) {
    ProbeApp copy = new ProbeApp(this);
    copy.directory = Optional.of(workingDirectory);
    return copy;
  }

  /** The same, with an isolator whose value is this JSON. */
  public ProbeApp isolated(String isolator, String value) {
    ProbeApp copy = new ProbeApp(this);
    copy.isolators = Copies.with(isolators, new Isolator(isolator, value));
    return copy;
  }

  /**
   * The same, with an isolator that the manifest of the pod has beside the image ID, as up to
   * 0.3.0.
   */
  public ProbeApp isolatedBesideImage(String isolator, String value) {
    ProbeApp copy = new ProbeApp(this);
    copy.isolatorsBesideImage = Copies.with(isolatorsBesideImage, new Isolator(isolator, value));
    return copy;
  }

  /** The same, with a volume of the pod at a path, for which there is a mount point {@code at}. */
  public ProbeApp mounting(String volume, String at, String path) {
    return pointing(at, path, false).mountingAt(volume, at, path);
  }

  /** The same, with a mount point alone. */
  public ProbeApp pointing(String at, String path, boolean readOnly) {
    ProbeApp copy = new ProbeApp(this);
    copy.mountPoints = Copies.with(mountPoints, new MountPoint(at, path, readOnly));
    return copy;
  }

  /** The same, with a volume of the pod where a mount point is. */
  public ProbeApp mountingAt(String volume, String at, String path) {
    ProbeApp copy = new ProbeApp(this);
    copy.mounts = Copies.with(mounts, new Mount(volume, at, path, Optional.empty()));
    return copy;
  }

  /** The same, with a volume of its own at a path, for which there is a mount point {@code at}. */
  public ProbeApp mounting(ProbePod.Volume own, String at, String path) {
    ProbeApp copy = pointing(at, path, false);
    copy.mounts = Copies.with(mounts, new Mount(own.name(), at, path, Optional.of(own)));
    return copy;
  }

  /** The same, with a port. */
  public ProbeApp listening(String port, String protocol, int number) {
    ProbeApp copy = new ProbeApp(this);
    copy.ports = Copies.with(ports, new Port(port, protocol, number, false));
    return copy;
  }

  /** The same, with a port at which a socket listens for it before it begins. */
  public ProbeApp activatedAt(String port, String protocol, int number) {
    ProbeApp copy = new ProbeApp(this);
    copy.ports = Copies.with(ports, new Port(port, protocol, number, true));
    return copy;
  }

  /** The same, with an annotation in the manifest of the pod. */
  public ProbeApp annotated(String key, String value) {
    ProbeApp copy = new ProbeApp(this);
    copy.annotations = Copies.with(annotations, key, value);
    return copy;
  }

  /** The same, with a further member of the app, whose value is this JSON. */
  public ProbeApp telling(String key, String value) {
    ProbeApp copy = new ProbeApp(this);
    copy.more = Copies.with(more, key, value);
    return copy;
  }

  /** The same, with a root file system that cannot be written to. */
  public ProbeApp onReadOnlyRoot() {
    ProbeApp copy = new ProbeApp(this);
    copy.readOnlyRoot = true;
    return copy;
  }

  /** The same, but told by the manifest of its image; that of the pod names the image only. */
  public ProbeApp fromItsImage() {
    ProbeApp copy = new ProbeApp(this);
    copy.fromImage = true;
    return copy;
  }
}
