package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * An image whose files are put down before those of the image that depends on it.
 *
 * @param pointer the object
 * @param imageName name of the image
 * @param labels what it must be labelled with
 */
public record Dependency(
    Pointer pointer, Optional<Located<String>> imageName, List<NamedValue> labels) {
  /** Copies the labels. */
  public Dependency {
    labels = List.copyOf(labels);
  }
}
