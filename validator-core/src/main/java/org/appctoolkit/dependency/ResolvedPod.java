package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.App;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.ImageReference;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.spec.SpecVersion;

/**
 * A pod and the images of its apps.
 *
 * @param manifest the manifest of the pod
 * @param apps its apps, in its order
 */
public record ResolvedPod(PodManifest manifest, List<ResolvedApp> apps) {
  /**
   * An app and its image.
   *
   * @param podApp the app
   * @param id the image ID that it names; empty if it names none
   * @param image the image with that ID; empty if there is none
   */
  public record ResolvedApp(PodApp podApp, Optional<ImageId> id, Optional<KnownImage> image) {
    /** Where the image is named: what is wrong with the image is told there. */
    public Pointer place() {
      return podApp.image().map(ImageReference::pointer).orElse(podApp.pointer());
    }

    /**
     * What is executed: the app of the pod or, where it has none, that of the image. All that the
     * latter consists of stands at {@link #place}.
     */
    public Optional<App> effective() {
      return podApp.app().or(this::ofImage);
    }

    private Optional<App> ofImage() {
      return image.flatMap(
          known ->
              known
                  .text()
                  .get("app")
                  .filter(Json.Obj.class::isInstance)
                  .map(app -> (Json.Obj) Relocation.of(app, place()))
                  .map(app -> ManifestReader.readApp(app, known.manifest().version())));
    }

    /**
     * The manifest of the image as if it described this app, so that what the app needs can be
     * looked for in its rootfs. What the pod mounts counts as a mount point.
     *
     * @param version that of the pod, whose rules apply to the apps in it
     */
    public Optional<ImageManifest> asImage(SpecVersion version) {
      return image.map(
          known -> {
            ImageManifest own = known.manifest();
            return new ImageManifest(
                podApp.app().isPresent() ? version : own.version(),
                own.acVersion(),
                own.name(),
                own.labels(),
                effective().map(this::withMounts),
                own.dependencies(),
                List.of(),
                List.of());
          });
    }

    private App withMounts(App app) {
      List<MountPoint> mountPoints = new ArrayList<>(app.mountPoints());
      podApp
          .mounts()
          .forEach(
              mount ->
                  mountPoints.add(
                      new MountPoint(mount.pointer(), Optional.empty(), mount.path(), false)));
      return new App(
          app.pointer(),
          app.exec(),
          app.user(),
          app.group(),
          app.supplementaryGids(),
          app.eventHandlers(),
          app.workingDirectory(),
          app.environment(),
          app.isolators(),
          mountPoints,
          app.ports());
    }
  }

  /** Copies the list. */
  public ResolvedPod {
    apps = List.copyOf(apps);
  }

  /**
   * Looks for the images of a pod.
   *
   * @throws IOException what the catalogue has thrown
   */
  public static ResolvedPod of(PodManifest pod, Catalogue catalogue) throws IOException {
    List<ResolvedApp> apps = new ArrayList<>();
    for (PodApp podApp : pod.podApps()) {
      Optional<ImageId> id =
          podApp.image().flatMap(ImageReference::id).map(Located::value).flatMap(ImageId::parse);
      Optional<KnownImage> image = id.isPresent() ? catalogue.find(id.get()) : Optional.empty();
      apps.add(new ResolvedApp(podApp, id, image));
    }
    return new ResolvedPod(pod, apps);
  }

  /** The manifest of the pod with every app that its images describe in its place. */
  public PodManifest effective() {
    return new PodManifest(
        manifest.version(),
        manifest.acVersion(),
        manifest.emptyApps(),
        apps.stream()
            .map(
                it ->
                    new PodApp(
                        it.podApp().pointer(),
                        it.podApp().name(),
                        it.podApp().image(),
                        it.effective(),
                        it.podApp().readOnlyRootFs(),
                        it.podApp().mounts(),
                        it.podApp().annotations(),
                        it.podApp().isolators()))
            .toList(),
        manifest.volumes(),
        manifest.ownIsolators(),
        manifest.annotations(),
        manifest.podPorts());
  }
}
