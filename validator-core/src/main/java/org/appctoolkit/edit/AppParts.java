package org.appctoolkit.edit;

import java.util.List;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.spec.SpecVersion;

/** Where the parts of an app stand in the manifests of each version. */
final class AppParts {
  private static final Pointer APP = Draft.APP;

  private static final List<String> ORDER =
      List.of(
          "exec",
          "user",
          "group",
          "supplementaryGids",
          "supplementaryGIDs",
          "eventHandlers",
          "workingDirectory",
          "environment",
          "isolators",
          "mountPoints",
          "ports",
          "userAnnotations",
          "userLabels");

  static final NamedList EVENT_HANDLERS =
      new NamedList(APP, "eventHandlers", ORDER, List.of("exec"));
  static final NamedList MOUNT_POINTS =
      new NamedList(APP, "mountPoints", ORDER, List.of("path", "readOnly"));
  static final NamedList PORTS =
      new NamedList(APP, "ports", ORDER, List.of("protocol", "port", "count", "socketActivated"));
  static final NamedTexts USER_ANNOTATIONS = NamedTexts.map(APP, "userAnnotations", ORDER);
  static final NamedTexts USER_LABELS = NamedTexts.map(APP, "userLabels", ORDER);

  private AppParts() {}

  static NamedTexts environment(Draft draft) {
    return draft.isSince(0, 3, 0)
        ? NamedTexts.list(APP, "environment", ORDER, "value")
        : NamedTexts.map(APP, "environment", ORDER);
  }

  static String gidsKey(Draft draft) {
    return draft.version().equals(new SpecVersion(0, 7, 0))
        ? "supplementaryGids"
        : "supplementaryGIDs";
  }

  static NamedList isolators(Draft draft) {
    return new NamedList(
        APP, "isolators", ORDER, List.of(draft.isSince(0, 2, 0) ? "value" : "val"));
  }

  /** At 0.4.0 the headings leave out what the examples have in front of these names. */
  static boolean isSameIsolator(Draft draft, String given, String name) {
    boolean dropped = draft.version().equals(new SpecVersion(0, 4, 0));
    return given.equals(name)
        || (dropped && (("os/" + given).equals(name) || given.equals("os/" + name)));
  }

  /** The draft with another value for a key of the app. */
  static Draft set(Draft draft, String key, NewValue value) throws RefusedEditException {
    return draft.withApp().set(APP, key, value, ORDER);
  }

  /** The draft without an entry of a list; nothing to do without an app. */
  static Draft remove(Draft draft, NamedList list, String name) throws RefusedEditException {
    return draft.hasApp() ? list.remove(draft.withApp(), name::equals) : draft;
  }

  /** Refuses what a later version brought. */
  static void require(Draft draft, String subject, SpecVersion since) throws RefusedEditException {
    if (draft.version().compareTo(since) < 0) {
      throw new RefusedEditException(
          "version " + draft.version() + " has no " + subject + "; they came with " + since);
    }
  }
}
