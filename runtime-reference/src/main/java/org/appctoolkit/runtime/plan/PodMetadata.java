package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.ResolvedPod.ResolvedApp;
import org.appctoolkit.document.Json;
import org.appctoolkit.edit.NewValue;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.spec.SpecVersion;

/**
 * What the metadata service tells the apps of a pod.
 *
 * @param version that of the pod, which decides how it is told
 * @param uuid the pod's
 * @param manifest the reified manifest of the pod, JSON
 * @param annotations those of the pod, in its order
 * @param apps its apps, in its order
 */
public record PodMetadata(
    SpecVersion version,
    String uuid,
    String manifest,
    List<Annotation> annotations,
    List<AppMetadata> apps) {
  /** Copies the lists. */
  public PodMetadata {
    annotations = List.copyOf(annotations);
    apps = List.copyOf(apps);
  }

  /** A name and what is noted under it. */
  public record Annotation(String name, String value) {}

  /**
   * What is told of one app.
   *
   * @param name what the app is told its name is ({@code AC_APP_NAME})
   * @param imageId the image ID that the pod names
   * @param imageManifest the manifest of the image, JSON
   * @param annotations those of the image, with those of the pod in their place or behind them
   */
  public record AppMetadata(
      String name, String imageId, String imageManifest, List<Annotation> annotations) {
    /** Copies the list. */
    public AppMetadata {
      annotations = List.copyOf(annotations);
    }
  }

  /**
   * What is told of a pod that was planned.
   *
   * @param text its manifest, as it is written
   * @param manifest the same, read
   * @param apps its apps, all of which have an image
   * @param plan how it is run
   * @param options what was wanted
   */
  public static PodMetadata of(
      Json.Obj text,
      PodManifest manifest,
      List<ResolvedApp> apps,
      PodPlan plan,
      PodOptions options) {
    List<AppMetadata> told = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < apps.size(); i++) {
      ResolvedApp app = apps.get(i);
      String name =
          Names.told(
              manifest.version(),
              app.podApp(),
              app.image().map(KnownImage::name).orElse(""),
              plan.apps().get(i).name());
      names.add(name);
      told.add(
          new AppMetadata(
              name,
              app.id().map(ImageId::toString).orElse(""),
              app.image().map(it -> JsonText.of(NewValue.of(it.text()))).orElse("{}\n"),
              merged(app)));
    }
    NewValue reified = new Reification(text, manifest, options).of(apps, names);
    return new PodMetadata(
        manifest.version(),
        options.uuid(),
        JsonText.of(reified),
        annotations(manifest.annotations()),
        told);
  }

  private static List<Annotation> merged(ResolvedApp app) {
    Map<String, Annotation> merged = new LinkedHashMap<>();
    app.image()
        .map(it -> annotations(it.manifest().annotations()))
        .orElse(List.of())
        .forEach(it -> merged.put(it.name(), it));
    annotations(app.podApp().annotations()).forEach(it -> merged.put(it.name(), it));
    return List.copyOf(merged.values());
  }

  private static List<Annotation> annotations(List<NamedValue> values) {
    List<Annotation> annotations = new ArrayList<>();
    for (NamedValue value : values) {
      Optional<Located<String>> text = value.text();
      if (value.name().isPresent() && text.isPresent()) {
        annotations.add(new Annotation(value.name().get().value(), text.get().value()));
      }
    }
    return annotations;
  }
}
