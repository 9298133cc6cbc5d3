package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.ManifestKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind of manifest in either spelling: {@code pod-manifest} or {@code PodManifest}. */
final class KindConverter implements ITypeConverter<ManifestKind> {
  @Override
  public ManifestKind convert(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "no kind of manifest is called "
                        + text
                        + "; there are "
                        + String.join(", ", ids())));
  }

  /** The kind of that name, in either spelling. */
  static Optional<ManifestKind> find(String text) {
    return ManifestKind.ofId(text).or(() -> ManifestKind.ofAcKind(text));
  }

  /** The spellings that are shown. */
  static List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (ManifestKind kind : ManifestKind.values()) {
      ids.add(kind.id());
    }
    return ids;
  }
}
