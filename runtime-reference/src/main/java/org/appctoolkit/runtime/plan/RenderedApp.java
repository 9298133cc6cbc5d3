package org.appctoolkit.runtime.plan;

import java.util.Optional;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.ResolvedPod.ResolvedApp;
import org.appctoolkit.model.App;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.spec.SpecVersion;

/**
 * An app of a pod with its rootfs.
 *
 * @param podApp the app as the pod has it
 * @param app what is executed; absent if neither the pod nor the image says so
 * @param version the version of the manifest in which the latter stands
 * @param imageName the name in the manifest of the image; may be empty
 * @param tree the rendered rootfs on the host: an absolute path without symbolic links
 * @param rootfs the same, to be looked at
 */
public record RenderedApp(
    PodApp podApp,
    Optional<App> app,
    SpecVersion version,
    String imageName,
    String tree,
    Rootfs rootfs) {
  /**
   * An app whose image was found and rendered.
   *
   * @param podVersion the version of the pod
   */
  public static RenderedApp of(
      ResolvedApp app, SpecVersion podVersion, String tree, Rootfs rootfs) {
    boolean ofPod = app.podApp().app().isPresent();
    return new RenderedApp(
        app.podApp(),
        app.effective(),
        ofPod ? podVersion : app.image().map(KnownImage::version).orElse(podVersion),
        app.image().map(KnownImage::name).orElse(""),
        tree,
        rootfs);
  }
}
