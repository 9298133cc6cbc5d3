package org.appctoolkit.store;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.document.Position;
import org.appctoolkit.document.Source;

/**
 * What is given as the manifest of an image: the object it is, or why it is none.
 *
 * <p>Asked is only what a store needs to find an image again: JSON that is read in one way, the
 * kind, and a name. Whether it is a right manifest is for rules to judge.
 *
 * @param image the manifest; empty if it is refused
 * @param refusal why, lower case, no full stop; empty if it is not
 * @param limit whether a limit is the reason
 */
record ManifestText(Optional<Json.Obj> image, String refusal, boolean limit) {
  private static final String KIND = "ImageManifest";

  static ManifestText of(byte[] bytes, Limits limits) {
    Document document = Document.read(Source.of(StoreDirectory.MANIFEST, bytes), limits);
    List<Malformation> malformations = document.malformations();
    if (!malformations.isEmpty()) {
      Malformation first = malformations.get(0);
      Position start = first.region().start();
      return refused(
          "line %s, column %s: %s".formatted(start.line(), start.column(), first.message()),
          isLimit(first.kind()));
    }
    if (!(document.root().orElse(null) instanceof Json.Obj root)) {
      return refused("it is no JSON object, as the manifest of an image is", false);
    }
    if (!(root.get("acKind").orElse(null) instanceof Json.Str kind) || !kind.value().equals(KIND)) {
      return refused("its acKind is not \"" + KIND + "\", as that of an image is", false);
    }
    if (!(root.get("name").orElse(null) instanceof Json.Str name) || name.value().isEmpty()) {
      return refused("it has no name, by which the image could be found", false);
    }
    return new ManifestText(Optional.of(root), "", false);
  }

  private static ManifestText refused(String reason, boolean limit) {
    return new ManifestText(Optional.empty(), reason, limit);
  }

  private static boolean isLimit(Malformation.Kind kind) {
    return switch (kind) {
      case DOCUMENT_TOO_LONG, TOO_DEEP, NUMBER_TOO_LONG -> true;
      case SYNTAX, ENCODING, BYTE_ORDER_MARK, LONE_SURROGATE, DUPLICATE_KEY -> false;
    };
  }
}
