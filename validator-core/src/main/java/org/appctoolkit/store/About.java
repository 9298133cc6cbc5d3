package org.appctoolkit.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;

/**
 * What a store writes down of an image, beside what is in its archive.
 *
 * @param ids its image IDs, the one it is addressed by first
 * @param archiveBytes length of the archive as it is stored
 * @param uncompressedBytes length of the tar in it
 * @param added when it was added first
 * @param requested whether it was asked for
 */
record About(
    List<ImageId> ids,
    long archiveBytes,
    long uncompressedBytes,
    Instant added,
    boolean requested) {
  /** The longest that is read, in bytes; what is written is far shorter. */
  static final int MOST_BYTES = 1 << 12;

  private static final String FORMAT = "1";

  About {
    ids = List.copyOf(ids);
  }

  /** The same of an image that was asked for. */
  About asRequested() {
    return new About(ids, archiveBytes, uncompressedBytes, added, true);
  }

  /** The form in which it is stored, whatever the locale. No value in it needs an escape. */
  byte[] json() {
    String list =
        ids.stream().map(id -> '"' + id.toString() + '"').collect(Collectors.joining(", "));
    return """
        {
          "format": %s,
          "imageIds": [%s],
          "archiveBytes": %s,
          "uncompressedBytes": %s,
          "added": "%s",
          "requested": %s
        }
        """
        .formatted(FORMAT, list, archiveBytes, uncompressedBytes, added, requested)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the stored form.
   *
   * @throws DamagedException if it is anything else
   */
  static About read(byte[] json) throws DamagedException {
    Document document = Document.read(Source.of(StoreDirectory.ABOUT, json), Limits.DEFAULT);
    if (!document.malformations().isEmpty()
        || !(document.root().orElse(null) instanceof Json.Obj root)) {
      throw damaged();
    }
    if (!(root.get("format").orElse(null) instanceof Json.Num format)
        || !format.text().equals(FORMAT)) {
      throw new DamagedException(
          StoreDirectory.ABOUT + " has a format that this version does not know");
    }
    return new About(
        ids(root),
        number(root, "archiveBytes"),
        number(root, "uncompressedBytes"),
        time(root),
        truth(root));
  }

  private static List<ImageId> ids(Json.Obj root) throws DamagedException {
    List<ImageId> ids = new ArrayList<>();
    if (root.get("imageIds").orElse(null) instanceof Json.Arr array) {
      for (Json element : array.elements()) {
        Optional<ImageId> id =
            element instanceof Json.Str text ? ImageId.parse(text.value()) : Optional.empty();
        ids.add(id.orElseThrow(About::damaged));
      }
    }
    if (ids.isEmpty()) {
      throw damaged();
    }
    return ids;
  }

  private static long number(Json.Obj root, String key) throws DamagedException {
    if (root.get(key).orElse(null) instanceof Json.Num number
        && number.text().matches("[0-9]{1,18}")) {
      return Long.parseLong(number.text());
    }
    throw damaged();
  }

  private static Instant time(Json.Obj root) throws DamagedException {
    try {
      if (root.get("added").orElse(null) instanceof Json.Str text) {
        return Instant.parse(text.value());
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw damaged();
  }

  private static boolean truth(Json.Obj root) throws DamagedException {
    if (root.get("requested").orElse(null) instanceof Json.Bool truth) {
      return truth.value();
    }
    throw damaged();
  }

  private static DamagedException damaged() {
    return new DamagedException(StoreDirectory.ABOUT + " is not what a store writes");
  }
}
