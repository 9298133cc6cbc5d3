package org.appctoolkit.runtime.plan;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * Something that the user has to know about a plan, or why there is none.
 *
 * @param app the app it is about, as it is called on disk; absent for the pod
 * @param place where in the manifest of the pod it comes from; what an image says is told where the
 *     pod names the image
 * @param message what is the matter; safe to print
 * @param help what would be right; safe to print, may be empty
 */
public record Remark(Optional<String> app, Pointer place, String message, String help) {
  /** As one line: the app, the message, and the help behind a semicolon. */
  @Override
  public String toString() {
    return app.map(name -> "app " + name + ": ").orElse("")
        + message
        + (help.isEmpty() ? "" : "; " + help);
  }
}
