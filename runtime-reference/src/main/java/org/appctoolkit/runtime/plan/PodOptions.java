package org.appctoolkit.runtime.plan;

import java.util.Optional;

/** What is wanted of a run beside what the manifest says; immutable. */
public final class PodOptions {
  /** Ten seconds. */
  public static final long DEFAULT_GRACE_MILLISECONDS = 10_000;

  /** 64 MiB. */
  public static final long DEFAULT_LOG_LIMIT_BYTES = 64L << 20;

  private final String uuid;
  private final Places places;
  private Optional<String> hostname = Optional.empty();
  private Network network = new Network.None();
  private Metadata metadata = new Metadata.None();
  private boolean lifeline = true;
  private long graceMilliseconds = DEFAULT_GRACE_MILLISECONDS;
  private long logLimitBytes = DEFAULT_LOG_LIMIT_BYTES;
  private int restarts;
  private boolean fillMountPoints;
  private boolean strictIsolators;
  private ProcessLimit processes = new ProcessLimit.Usual();

  private PodOptions(String uuid, Places places) {
    this.uuid = uuid;
    this.places = places;
  }

  /**
   * With a lifeline, and nothing out of the ordinary.
   *
   * @param uuid the pod's
   * @param places its directory
   */
  public static PodOptions of(String uuid, Places places) {
    return new PodOptions(uuid, places);
  }

  private PodOptions copy() {
    PodOptions copy = new PodOptions(uuid, places);
    copy.hostname = hostname;
    copy.network = network;
    copy.metadata = metadata;
    copy.lifeline = lifeline;
    copy.graceMilliseconds = graceMilliseconds;
    copy.logLimitBytes = logLimitBytes;
    copy.restarts = restarts;
    copy.fillMountPoints = fillMountPoints;
    copy.strictIsolators = strictIsolators;
    copy.processes = processes;
    return copy;
  }

  /** The same with this host name. */
  public PodOptions withHostname(String name) {
    PodOptions copy = copy();
    copy.hostname = Optional.of(name);
    return copy;
  }

  /** The same with another network. */
  public PodOptions withNetwork(Network wanted) {
    PodOptions copy = copy();
    copy.network = wanted;
    return copy;
  }

  /** The same with a metadata service. */
  public PodOptions withMetadata(Metadata service) {
    PodOptions copy = copy();
    copy.metadata = service;
    return copy;
  }

  /** The same for a pod that nobody holds on to. */
  public PodOptions withoutLifeline() {
    PodOptions copy = copy();
    copy.lifeline = false;
    return copy;
  }

  /** The same with another time between TERM and KILL. */
  public PodOptions withGraceMilliseconds(long milliseconds) {
    PodOptions copy = copy();
    copy.graceMilliseconds = milliseconds;
    return copy;
  }

  /** The same with other log files. */
  public PodOptions withLogLimitBytes(long bytes) {
    PodOptions copy = copy();
    copy.logLimitBytes = bytes;
    return copy;
  }

  /** The same with apps that are begun again. */
  public PodOptions withRestarts(int maximum) {
    PodOptions copy = copy();
    copy.restarts = maximum;
    return copy;
  }

  /** The same with empty volumes wherever nothing is mounted. */
  public PodOptions withFilledMountPoints() {
    PodOptions copy = copy();
    copy.fillMountPoints = true;
    return copy;
  }

  /** The same, but only if every isolator does what it says. */
  public PodOptions withStrictIsolators() {
    PodOptions copy = copy();
    copy.strictIsolators = true;
    return copy;
  }

  /** The same with another number of processes. */
  public PodOptions withProcesses(ProcessLimit limit) {
    PodOptions copy = copy();
    copy.processes = limit;
    return copy;
  }

  String uuid() {
    return uuid;
  }

  Places places() {
    return places;
  }

  /** The host name; absent for the UUID. */
  Optional<String> hostname() {
    return hostname;
  }

  /** The network of the pod. */
  public Network network() {
    return network;
  }

  /** Where the apps find a metadata service. */
  public Metadata metadata() {
    return metadata;
  }

  /** Whether the pod stops when standard input of stage1 ends. */
  boolean lifeline() {
    return lifeline;
  }

  /** Between TERM and KILL. */
  long graceMilliseconds() {
    return graceMilliseconds;
  }

  /** Of each log file. */
  long logLimitBytes() {
    return logLimitBytes;
  }

  /** How often an app that has failed is begun again; 0 for never. */
  int restarts() {
    return restarts;
  }

  /**
   * Whether a mount point that nothing is mounted at gets an empty volume of its own; else that is
   * refused.
   */
  boolean fillMountPoints() {
    return fillMountPoints;
  }

  /** Whether a pod is refused of which some isolator does not do what it says. */
  boolean strictIsolators() {
    return strictIsolators;
  }

  /** How many processes and threads the pod may have. */
  ProcessLimit processes() {
    return processes;
  }
}
