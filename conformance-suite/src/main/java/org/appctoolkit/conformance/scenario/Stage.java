package org.appctoolkit.conformance.scenario;

import java.io.IOException;
import java.nio.file.Path;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.spec.SpecVersion;

/**
 * Where a scenario is played: it asks the runtime for things, and what it sees goes into the scene.
 *
 * <p>Pods and images are removed when the scenario is over, whatever happened.
 */
public interface Stage {
  /** The version whose manifests are used. */
  SpecVersion version();

  /** Whether the runtime claims a capability. */
  boolean can(String capability);

  /**
   * A directory of the host that is the scenario's own; world-writable, removed afterwards. No part
   * of its path is a symbolic link.
   */
  Path directory();

  /**
   * A directory below it, which apps of any user may use; it and those above it are made unless
   * they are there.
   *
   * @param name its relative path
   */
  Path directory(String name) throws IOException;

  /** How slow the machine is. */
  Pace pace();

  /** Imports an image that pods depend on or that is tried by itself, and returns its image ID. */
  String importImage(String label, ProbeImage image)
      throws RefusedException, DriverException, IOException, InterruptedException;

  /** The archive that is imported for an image, as a file of the host. */
  Path archive(ProbeImage image) throws IOException;

  /** The same for an archive that was made in another way. */
  String importArchive(String label, Path archive, String expectedId)
      throws RefusedException, DriverException, InterruptedException;

  /** Imports an image that may be refused; what happens is in the scene. */
  void tryImport(String label, ProbeImage image)
      throws DriverException, IOException, InterruptedException;

  /** Whether the image of a label was imported. */
  boolean has(String label);

  /** The same for an archive that was made in another way. */
  void tryImport(String label, Path archive) throws DriverException, InterruptedException;

  /** Starts a pod, after it has imported the images of its apps. */
  LivePod start(ProbePod pod)
      throws RefusedException, DriverException, IOException, InterruptedException;

  /** Runs a pod to its end. */
  default void run(ProbePod pod)
      throws RefusedException, DriverException, IOException, InterruptedException {
    start(pod).await();
  }

  /** Runs a pod that may be refused, to its end if it is not; what happens is in the scene. */
  void tryRun(ProbePod pod) throws DriverException, IOException, InterruptedException;

  /** Notes something that was found out on the host. */
  void note(String key, String value);
}
