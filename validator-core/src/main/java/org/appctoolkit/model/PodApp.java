package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * An app of a pod: an image, and what the pod adds to it.
 *
 * @param pointer the object
 * @param name its name in the pod
 * @param image the image it is executed in
 * @param app what takes the place of the image's app
 * @param readOnlyRootFs whether its rootfs cannot be written to; from 0.8.1 on
 * @param mounts what is mounted where
 * @param annotations metadata
 * @param isolators its isolators up to 0.3.0, when they stood beside the image ID
 */
public record PodApp(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<ImageReference> image,
    Optional<App> app,
    boolean readOnlyRootFs,
    List<Mount> mounts,
    List<NamedValue> annotations,
    Isolators isolators) {
  /** Copies the lists. */
  public PodApp {
    mounts = List.copyOf(mounts);
    annotations = List.copyOf(annotations);
  }
}
