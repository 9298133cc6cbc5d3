package org.appctoolkit.conformance.driver;

import java.nio.file.Path;

/**
 * What makes a container runtime do what the suite asks for.
 *
 * <p>It is asked by several threads at the same time unless the suite was told otherwise, never
 * about one pod by two of them. Every method throws {@link RefusedException} when the runtime
 * itself declined, which may be right or wrong and is judged, and {@link DriverException} when
 * nothing can be said about the runtime: the driver, the host or the time is to blame. Identifiers
 * of pods and images are whatever the runtime calls them.
 */
public interface RuntimeDriver {
  /** What the runtime is and what it claims to do; always the same. */
  RuntimeDescription describe() throws DriverException, InterruptedException;

  /**
   * Makes an image known to the runtime.
   *
   * @param archive an image archive, in any compression
   * @return its image ID, as manifests of pods name it
   */
  String importImage(Path archive) throws DriverException, RefusedException, InterruptedException;

  /**
   * Starts a pod and returns when it was started.
   *
   * @param manifest a file with a pod manifest, or a container runtime manifest up to 0.4.1
   * @return what the runtime calls the pod
   */
  String run(Path manifest) throws DriverException, RefusedException, InterruptedException;

  /** Waits until a pod is over, and tells how it ended. */
  PodStatus await(String pod) throws DriverException, RefusedException, InterruptedException;

  /** What is known of a pod. */
  PodStatus status(String pod) throws DriverException, RefusedException, InterruptedException;

  /**
   * Copies what an app has written so far.
   *
   * @param file where to; it does not exist, its directory does
   */
  void logs(String pod, String app, LogStream stream, Path file)
      throws DriverException, RefusedException, InterruptedException;

  /** Has a pod end in the orderly way, and returns when it is over. */
  void stop(String pod) throws DriverException, RefusedException, InterruptedException;

  /** Kills the main process of an app; only asked of those with {@code kill-app}. */
  void killApp(String pod, String app)
      throws DriverException, RefusedException, InterruptedException;

  /** Removes a pod that is over, with all that was kept of it. */
  void remove(String pod) throws DriverException, RefusedException, InterruptedException;

  /** Removes an image. */
  void removeImage(String image) throws DriverException, RefusedException, InterruptedException;
}
