package org.appctoolkit.edit;

import java.util.List;
import org.appctoolkit.document.Pointer;

/** A change of what a manifest says of the image itself. */
public sealed interface ImageEdit extends ManifestEdit {
  /** Another name. */
  record SetName(String name) implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.set("name", new NewValue.Text(name));
    }
  }

  /** A label, in the place of one of the same name. */
  record SetLabel(String name, String value) implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return labels(draft).put(draft, name, value);
    }
  }

  /** No label of this name. */
  record RemoveLabel(String name) implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return labels(draft).remove(draft, name);
    }
  }

  /** An annotation, in the place of one of the same name. */
  record SetAnnotation(String name, String value) implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return annotations(draft).put(draft, name, value);
    }
  }

  /** No annotation of this name. */
  record RemoveAnnotation(String name) implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return annotations(draft).remove(draft, name);
    }
  }

  /** The only paths that exist after rendering, in the place of all that were listed. */
  record SetPathWhitelist(List<String> paths) implements ImageEdit {
    /** Copies the paths. */
    public SetPathWhitelist {
      paths = List.copyOf(paths);
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.set("pathWhitelist", NewValue.of(paths));
    }
  }

  /** No app: an image that is only a dependency of others. */
  record RemoveApp() implements ImageEdit {
    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.remove(Pointer.ROOT, "app");
    }
  }

  /** Nothing of what can stand many times: its key goes, too. */
  record Clear(Part part) implements ImageEdit {
    /** What can stand many times in an image manifest. */
    public enum Part {
      /** The labels. */
      LABELS("labels"),
      /** The annotations. */
      ANNOTATIONS("annotations"),
      /** The images that this one is assembled from. */
      DEPENDENCIES("dependencies"),
      /** The paths that exist after rendering: all of them do without it. */
      PATH_WHITELIST("pathWhitelist");

      private final String key;

      Part(String key) {
        this.key = key;
      }
    }

    @Override
    public Draft apply(Draft draft) throws RefusedEditException {
      return draft.remove(Pointer.ROOT, part.key);
    }
  }

  private static NamedTexts labels(Draft draft) {
    String valueKey = draft.isSince(0, 2, 0) ? "value" : "val";
    return NamedTexts.list(Pointer.ROOT, "labels", Draft.ROOT_ORDER, valueKey);
  }

  private static NamedTexts annotations(Draft draft) {
    return draft.isSince(0, 2, 0)
        ? NamedTexts.list(Pointer.ROOT, "annotations", Draft.ROOT_ORDER, "value")
        : NamedTexts.map(Pointer.ROOT, "annotations", Draft.ROOT_ORDER);
  }
}
