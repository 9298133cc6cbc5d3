package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.spec.ManifestKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind of manifest in either spelling: {@code pod-manifest} or {@code PodManifest}. */
final class KindConverter implements ITypeConverter<ManifestKind> {
  @Override
  public ManifestKind convert(String text) {
    return ManifestKind.ofId(text)
        .or(() -> ManifestKind.ofAcKind(text))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "no kind of manifest is called "
                        + text
                        + "; there are "
                        + String.join(", ", ids())));
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
