package org.appctoolkit.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Settings;

/**
 * A manifest that shows a rule: one of the fixtures, of which the build puts the shortest pair for
 * each rule beside this class.
 *
 * <p>The names of these fixtures are fixed ({@code fail-example.json}, {@code pass-example.json}),
 * so that nothing has to list the contents of a jar.
 *
 * @param document the manifest
 * @param settings how it is to be judged
 */
record Example(Document document, Settings settings) {
  /** Where to look first: what people write today. */
  private static final List<ManifestKind> KINDS =
      List.of(
          ManifestKind.IMAGE_MANIFEST,
          ManifestKind.POD_MANIFEST,
          ManifestKind.CONTAINER_RUNTIME_MANIFEST);

  /** The bad example of a rule and the good one. */
  record Pair(Optional<Example> bad, Optional<Example> good) {}

  /** The examples of a rule, of the same kind of manifest. */
  static Pair of(String rule) {
    for (ManifestKind kind : KINDS) {
      String folder = "examples/" + kind.id() + "/" + rule + "/";
      Optional<Source> bad = source(folder, "fail-example.json");
      if (bad.isPresent()) {
        Optional<Json> options =
            source(folder, "fail-example.expected.json").flatMap(it -> member(it, "options"));
        Optional<Json> goodOptions =
            source(folder, "pass-example.options.json").flatMap(it -> read(it).root());
        return new Pair(
            bad.map(it -> new Example(read(it), settings(options))),
            source(folder, "pass-example.json")
                .map(it -> new Example(read(it), settings(goodOptions))));
      }
    }
    return new Pair(Optional.empty(), Optional.empty());
  }

  /** The source that is to be judged. */
  Source source() {
    return document.source();
  }

  /** The settings as options of {@code appc validate}; empty when there are none. */
  String options() {
    StringBuilder options = new StringBuilder();
    settings.kind().ifPresent(kind -> options.append(" --kind ").append(kind.id()));
    settings.version().ifPresent(version -> options.append(" --spec-version ").append(version));
    settings.asked().ifPresent(asked -> options.append(" --discovered-as ").append(asked));
    options.append(settings.podTemplate() ? " --pod-template" : "");
    return options.toString();
  }

  /** A file that the build has put beside this class. */
  static Optional<Source> source(String folder, String name) {
    try (InputStream in = Example.class.getResourceAsStream(folder + name)) {
      return in == null ? Optional.empty() : Optional.of(Source.of(name, in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document read(Source source) {
    return Document.read(source, Limits.DEFAULT);
  }

  private static Optional<Json> member(Source source, String key) {
    return read(source).root().flatMap(root -> member(root, key));
  }

  private static Optional<Json> member(Json json, String key) {
    return json instanceof Json.Obj object ? object.get(key) : Optional.empty();
  }

  private static Settings settings(Optional<Json> options) {
    return new Settings(
        Limits.DEFAULT,
        ArchiveLimits.DEFAULT,
        DependencyLimits.DEFAULT,
        text(options, "specVersion").flatMap(SpecVersion::known),
        text(options, "kind").flatMap(ManifestKind::ofId),
        options.flatMap(json -> member(json, "podTemplate")).orElse(null)
                instanceof Json.Bool template
            && template.value(),
        text(options, "discoveredAs").map(Example::reference),
        java.util.Map.of());
  }

  private static ImageReference reference(String text) {
    try {
      return ImageReference.parse(text);
    } catch (MalformedReferenceException e) {
      throw new IllegalStateException("an example names no image: " + text, e);
    }
  }

  private static Optional<String> text(Optional<Json> options, String key) {
    return options
        .flatMap(json -> member(json, key))
        .map(value -> value instanceof Json.Str text ? text.value() : "");
  }
}
