package org.appctoolkit.runtime.plan;

import java.util.Optional;

/**
 * What is wanted of a run beside what the manifest says.
 *
 * @param uuid the pod's
 * @param places its directory
 * @param hostname the host name; absent for the UUID
 * @param metadataUrl where the metadata service is; absent if there is none
 * @param lifeline whether the pod stops when standard input of stage1 ends
 * @param graceMilliseconds between TERM and KILL
 * @param logLimitBytes of each log file
 * @param restarts how often an app that has failed is begun again; 0 for never
 * @param fillMountPoints whether a mount point that nothing is mounted at gets an empty volume of
 *     its own; else that is refused
 */
public record PodOptions(
    String uuid,
    Places places,
    Optional<String> hostname,
    Optional<String> metadataUrl,
    boolean lifeline,
    long graceMilliseconds,
    long logLimitBytes,
    int restarts,
    boolean fillMountPoints) {
  /** Ten seconds. */
  public static final long DEFAULT_GRACE_MILLISECONDS = 10_000;

  /** 64 MiB. */
  public static final long DEFAULT_LOG_LIMIT_BYTES = 64L << 20;

  /** With a lifeline, and nothing out of the ordinary. */
  public static PodOptions of(String uuid, Places places) {
    return new PodOptions(
        uuid,
        places,
        Optional.empty(),
        Optional.empty(),
        true,
        DEFAULT_GRACE_MILLISECONDS,
        DEFAULT_LOG_LIMIT_BYTES,
        0,
        false);
  }

  /** The same with this host name. */
  public PodOptions withHostname(String name) {
    return new PodOptions(
        uuid,
        places,
        Optional.of(name),
        metadataUrl,
        lifeline,
        graceMilliseconds,
        logLimitBytes,
        restarts,
        fillMountPoints);
  }

  /** The same with a metadata service. */
  public PodOptions withMetadataUrl(String url) {
    return new PodOptions(
        uuid,
        places,
        hostname,
        Optional.of(url),
        lifeline,
        graceMilliseconds,
        logLimitBytes,
        restarts,
        fillMountPoints);
  }

  /** The same for a pod that nobody holds on to. */
  public PodOptions withoutLifeline() {
    return new PodOptions(
        uuid,
        places,
        hostname,
        metadataUrl,
        false,
        graceMilliseconds,
        logLimitBytes,
        restarts,
        fillMountPoints);
  }

  /** The same with another time between TERM and KILL. */
  public PodOptions withGraceMilliseconds(long milliseconds) {
    return new PodOptions(
        uuid,
        places,
        hostname,
        metadataUrl,
        lifeline,
        milliseconds,
        logLimitBytes,
        restarts,
        fillMountPoints);
  }

  /** The same with other log files. */
  public PodOptions withLogLimitBytes(long bytes) {
    return new PodOptions(
        uuid,
        places,
        hostname,
        metadataUrl,
        lifeline,
        graceMilliseconds,
        bytes,
        restarts,
        fillMountPoints);
  }

  /** The same with apps that are begun again. */
  public PodOptions withRestarts(int maximum) {
    return new PodOptions(
        uuid,
        places,
        hostname,
        metadataUrl,
        lifeline,
        graceMilliseconds,
        logLimitBytes,
        maximum,
        fillMountPoints);
  }

  /** The same with empty volumes wherever nothing is mounted. */
  public PodOptions withFilledMountPoints() {
    return new PodOptions(
        uuid,
        places,
        hostname,
        metadataUrl,
        lifeline,
        graceMilliseconds,
        logLimitBytes,
        restarts,
        true);
  }
}
