package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.PodManifest;

/** The planning of one pod. */
final class PodPlanning {
  private final PodOptions options;

  PodPlanning(Host host, HostFiles files, PodManifest pod, PodOptions options) {
    this.options = options;
  }

  Planning plan(List<RenderedApp> apps) {
    return new Planning.Refused(
        List.of(
            new Remark(
                Optional.empty(), Pointer.ROOT, options.uuid() + " of " + apps.size(), "not yet")),
        List.of());
  }
}
