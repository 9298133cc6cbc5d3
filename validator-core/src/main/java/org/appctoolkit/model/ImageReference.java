package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * How a pod names the image of an app.
 *
 * @param pointer the object; up to 0.3.0, when it had none of its own, that of the app
 * @param name name of the image
 * @param id its image ID, as written
 * @param labels what it must be labelled with
 */
public record ImageReference(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> id,
    List<NamedValue> labels) {
  /** Copies the labels. */
  public ImageReference {
    labels = List.copyOf(labels);
  }
}
