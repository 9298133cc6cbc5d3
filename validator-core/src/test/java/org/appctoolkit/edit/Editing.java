package org.appctoolkit.edit;

import java.util.List;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.SpecVersion;

/** Edits of texts. */
final class Editing {
  private Editing() {}

  /** The text after the edits, in the dialect of a version. */
  static String edited(String text, String version, ManifestEdit... edits)
      throws RefusedEditException {
    return ManifestEdits.apply(
            document(text),
            SpecVersion.known(version).orElseThrow(),
            Limits.DEFAULT,
            List.of(edits))
        .text();
  }

  static Document document(String text) {
    return Document.read(Source.of("manifest", text), Limits.DEFAULT);
  }

  /** A value in a form in which the text of numbers counts and blanks do not. */
  static NewValue value(String json) {
    return NewValue.of(document(json).root().orElseThrow());
  }
}
