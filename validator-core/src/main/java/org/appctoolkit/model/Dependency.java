package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * An image whose files are put down before those of the image that depends on it.
 *
 * @param pointer the object
 * @param imageName name of the image
 * @param imageId its image ID, as written
 * @param labels what it must be labelled with
 * @param size length of its archive in bytes; from 0.6.0 on
 */
public record Dependency(
    Pointer pointer,
    Optional<Located<String>> imageName,
    Optional<Located<String>> imageId,
    List<NamedValue> labels,
    Optional<Located<Long>> size) {
  /** Copies the labels. */
  public Dependency {
    labels = List.copyOf(labels);
  }
}
