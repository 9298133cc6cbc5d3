package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.List;
import org.appctoolkit.model.PodManifest;

/** Decides how pods are run; a pure function of what it is given. */
public final class Planner {
  private final Host host;
  private final HostFiles files;

  /**
   * A planner.
   *
   * @param host where the pods are run
   * @param files the sources of volumes
   */
  public Planner(Host host, HostFiles files) {
    this.host = host;
    this.files = files;
  }

  /**
   * Decides how a pod is run.
   *
   * @param pod a manifest without errors
   * @param apps its apps, in its order
   * @throws IOException if a rootfs or the source of a volume cannot be looked at
   */
  public Planning plan(PodManifest pod, List<RenderedApp> apps, PodOptions options)
      throws IOException {
    return new PodPlanning(host, files, pod, options).plan(apps);
  }
}
