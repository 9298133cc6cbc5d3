package org.appctoolkit.dependency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * An image whose manifest was read.
 *
 * @param ids its image IDs, that of the current specification first; none for a layout
 * @param archiveBytes length of its archive in bytes, as it is stored or was downloaded
 * @param text its manifest as it is written
 * @param manifest the same, read
 * @param source its bytes, which can be read several times
 */
public record KnownImage(
    List<ImageId> ids,
    long archiveBytes,
    Json.Obj text,
    ImageManifest manifest,
    ImageSource source) {
  /** Copies the list. */
  public KnownImage {
    ids = List.copyOf(ids);
  }

  /** The image with that manifest, read in the dialect of the version it names. */
  public static KnownImage of(
      List<ImageId> ids, long archiveBytes, Json.Obj text, ImageSource source) {
    ImageManifest manifest =
        (ImageManifest)
            ManifestReader.read(text, ManifestKind.IMAGE_MANIFEST, ManifestReader.versionOf(text));
    return new KnownImage(ids, archiveBytes, text, manifest, source);
  }

  /** Its name; empty if the manifest has none. */
  public String name() {
    return manifest.name().map(Located::value).orElse("");
  }

  /** The version whose rules apply to its manifest. */
  public SpecVersion version() {
    return manifest.version();
  }

  /** Whether it is assembled from other images. */
  public boolean hasDependencies() {
    return !manifest.dependencies().isEmpty();
  }

  /** Its labels by name; of several with one name the first. */
  public Map<String, String> labels() {
    return labels(manifest.labels());
  }

  /** Labels by name, of several with one name the first, without those that have no text. */
  static Map<String, String> labels(List<NamedValue> list) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (NamedValue label : list) {
      Optional<String> value = label.text().map(Located::value);
      label.name().ifPresent(name -> value.ifPresent(it -> labels.putIfAbsent(name.value(), it)));
    }
    return labels;
  }
}
