package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.SpecVersion;

/**
 * Describes an image: what it is, what it needs, how it is executed.
 *
 * @param version the version whose rules apply
 * @param acVersion the version it names
 * @param name name of the image
 * @param labels what it is found by
 * @param app what to execute
 * @param dependencies images below it
 * @param pathWhitelist the only paths that exist after rendering; empty for all
 * @param annotations metadata
 */
public record ImageManifest(
    SpecVersion version,
    Optional<Located<String>> acVersion,
    Optional<Located<String>> name,
    List<NamedValue> labels,
    Optional<App> app,
    List<Dependency> dependencies,
    List<Located<String>> pathWhitelist,
    List<NamedValue> annotations)
    implements Manifest {
  /** Copies the lists. */
  public ImageManifest {
    labels = List.copyOf(labels);
    dependencies = List.copyOf(dependencies);
    pathWhitelist = List.copyOf(pathWhitelist);
    annotations = List.copyOf(annotations);
  }

  @Override
  public List<App> apps() {
    return app.stream().toList();
  }

  @Override
  public List<Port> ports() {
    return app.map(App::ports).orElse(List.of());
  }

  @Override
  public List<Isolators> isolators() {
    return app.map(App::isolators).stream().toList();
  }
}
