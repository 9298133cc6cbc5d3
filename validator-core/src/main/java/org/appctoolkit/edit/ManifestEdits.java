package org.appctoolkit.edit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.spec.SpecVersion;

/** Edits of a manifest, one after the other. */
public final class ManifestEdits {
  /** Most edits that are made at once, as each of them reads the whole manifest. */
  public static final int MOST = 1000;

  /** What an app must have before it can be made. */
  private static final List<String> APP_KEYS = List.of("exec", "user", "group");

  private ManifestEdits() {}

  /**
   * The manifest after all edits, in their order; the given one if they change nothing.
   *
   * <p>Without an app the first edit that needs one begins with an app of exec, user and group, if
   * the edits have all three of them.
   *
   * @param manifest an image manifest
   * @param version the version in whose dialect it is written
   * @param limits what the result must not exceed
   * @return the edited document, which has the name of the given one and no malformation
   * @throws RefusedEditException if the manifest is malformed, or an edit is refused, or there are
   *     more than {@value #MOST}; then nothing has been done
   */
  public static Document apply(
      Document manifest, SpecVersion version, Limits limits, List<ManifestEdit> edits)
      throws RefusedEditException {
    if (edits.size() > MOST) {
      throw new RefusedEditException("more than " + MOST + " edits at once");
    }
    Draft draft = Draft.of(manifest, version, limits, newApp(edits));
    for (ManifestEdit edit : edits) {
      draft = edit.apply(draft);
    }
    return draft.document();
  }

  private static Optional<NewValue> newApp(List<ManifestEdit> edits) {
    Map<String, NewValue> app = new TreeMap<>(Comparator.comparing(APP_KEYS::indexOf));
    for (ManifestEdit edit : edits) {
      if (edit instanceof AppEdit.SetExec it) {
        app.put("exec", NewValue.of(it.exec()));
      } else if (edit instanceof AppEdit.SetUser it) {
        app.put("user", new NewValue.Text(it.user()));
      } else if (edit instanceof AppEdit.SetGroup it) {
        app.put("group", new NewValue.Text(it.group()));
      }
    }
    return app.size() == APP_KEYS.size()
        ? Optional.of(new NewValue.Members(app))
        : Optional.empty();
  }
}
