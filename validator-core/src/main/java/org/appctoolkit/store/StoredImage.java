package org.appctoolkit.store;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.appctoolkit.archive.ImageId;

/**
 * What a store tells of an image.
 *
 * @param ids its image IDs, that of the current specification first
 * @param name its name
 * @param labels its labels by name, of several with one name the first
 * @param archiveBytes length of its archive in bytes, as it is stored
 * @param uncompressedBytes length of the tar in it
 * @param added when it was added first
 * @param requested whether it was asked for, and did not only come as a dependency
 * @param signed whether a signature is kept with it, good or not
 */
public record StoredImage(
    List<ImageId> ids,
    String name,
    Map<String, String> labels,
    long archiveBytes,
    long uncompressedBytes,
    Instant added,
    boolean requested,
    boolean signed) {
  /** Copies the collections. */
  public StoredImage {
    ids = List.copyOf(ids);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** The image ID of the current specification. */
  public ImageId id() {
    return ids.get(0);
  }
}
