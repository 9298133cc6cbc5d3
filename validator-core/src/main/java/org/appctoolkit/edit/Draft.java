package org.appctoolkit.edit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Malformation;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Region;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.SpecVersion;

/**
 * An image manifest between two edits: its text, its tree and its version.
 *
 * <p>Immutable; every change is a splice of the text, which is read again. So there is never a tree
 * that differs from its text, and what could not be read back is refused at once.
 */
public final class Draft {
  /** The keys of an image manifest in their usual order. */
  static final List<String> ROOT_ORDER =
      List.of(
          "acKind",
          "acVersion",
          "name",
          "labels",
          "app",
          "dependencies",
          "pathWhitelist",
          "annotations");

  /** Where the app is. */
  static final Pointer APP = Pointer.ROOT.key("app");

  private final Document document;
  private final Json.Obj root;
  private final Layout layout;
  private final SpecVersion version;
  private final Limits limits;
  private final Optional<NewValue> newApp;

  private Draft(
      Document document,
      Json.Obj root,
      Layout layout,
      SpecVersion version,
      Limits limits,
      Optional<NewValue> newApp) {
    this.document = document;
    this.root = root;
    this.layout = layout;
    this.version = version;
    this.limits = limits;
    this.newApp = newApp;
  }

  /**
   * The draft that a manifest is before the first edit.
   *
   * @param newApp the app to begin with when an edit needs one and there is none
   */
  static Draft of(Document document, SpecVersion version, Limits limits, Optional<NewValue> newApp)
      throws RefusedEditException {
    if (!document.malformations().isEmpty()) {
      throw new RefusedEditException(
          "the manifest cannot be edited: " + first(document) + "; mend it first");
    }
    if (!(document.root().orElse(null) instanceof Json.Obj root)) {
      throw new RefusedEditException(
          "the manifest cannot be edited: it is "
              + document.root().map(Json::kind).orElse("empty")
              + ", not an object");
    }
    if (root.get("acKind").orElse(null) instanceof Json.Str kind
        && !kind.value().equals("ImageManifest")) {
      throw new RefusedEditException(
          "the acKind is " + Quote.of(kind.value()) + "; only an ImageManifest can be edited");
    }
    return new Draft(document, root, Layout.of(document, root), version, limits, newApp);
  }

  private static String first(Document document) {
    Malformation malformation = document.malformations().get(0);
    return malformation.message()
        + " at line "
        + malformation.region().start().line()
        + ", column "
        + malformation.region().start().column();
  }

  /** The manifest as it is now. */
  Document document() {
    return document;
  }

  /** The version whose dialect the manifest has. */
  SpecVersion version() {
    return version;
  }

  boolean isSince(int major, int minor, int patch) {
    return version.compareTo(new SpecVersion(major, minor, patch)) >= 0;
  }

  Optional<Json> at(Pointer pointer) {
    return document.at(pointer);
  }

  boolean hasApp() {
    return root.get("app").isPresent();
  }

  /** The same with an app, which the edits have to describe if there is none. */
  Draft withApp() throws RefusedEditException {
    if (!hasApp()) {
      if (newApp.isEmpty()) {
        throw new RefusedEditException(
            "the manifest has no app; one is made only when exec, user and group are all given");
      }
      return set("app", newApp.get());
    }
    object(APP);
    return this;
  }

  /** The same with another value for a key of the manifest itself. */
  Draft set(String key, NewValue value) throws RefusedEditException {
    return set(Pointer.ROOT, key, value, ROOT_ORDER);
  }

  /**
   * The same with another value for a key.
   *
   * @param order the keys in their usual order: a new one stands behind those that come before it
   */
  Draft set(Pointer around, String key, NewValue value, List<String> order)
      throws RefusedEditException {
    Json.Obj object = object(around);
    Optional<Json> old = document.at(around.key(key));
    if (old.isPresent()) {
      return replace(old.get(), value);
    }
    if (object.members().isEmpty()) {
      return replace(object, new NewValue.Members(Map.of(key, value)));
    }
    int index = 0;
    int place = order.indexOf(key);
    for (int i = 0; i < object.members().size(); i++) {
      if (place < 0 || isBefore(order, object.members().get(i).key(), place)) {
        index = i + 1;
      }
    }
    boolean broken = layout.isBroken(object);
    Json.Member neighbour = object.members().get(Math.max(0, index - 1));
    int start = neighbour.keyRegion().start().offset();
    String separation = layout.separation(object, start);
    String indent = layout.indentAt(start);
    if (index == 0) {
      String member = layout.member(key, value, start, indent, broken);
      return spliced(start, start, member + "," + separation);
    }
    int end = neighbour.value().region().end().offset();
    String member = layout.member(key, value, end, indent, broken);
    return spliced(end, end, "," + separation + member);
  }

  private static boolean isBefore(List<String> order, String key, int place) {
    int index = order.indexOf(key);
    return index >= 0 && index < place;
  }

  /** The same with another value in the place of one; unchanged if they mean the same. */
  private Draft replace(Json old, NewValue value) throws RefusedEditException {
    if (value.means(old)) {
      return this;
    }
    return spliced(
        old.region().start().offset(), old.region().end().offset(), layout.replacement(value, old));
  }

  /** The same with one more element at the end of an array. */
  Draft append(Json.Arr array, NewValue value) throws RefusedEditException {
    if (array.elements().isEmpty()) {
      return replace(array, new NewValue.Elements(List.of(value)));
    }
    Json last = array.elements().get(array.elements().size() - 1);
    int end = last.region().end().offset();
    String separation = layout.separation(array, last.region().start().offset());
    return spliced(end, end, "," + separation + layout.successor(value, array, last));
  }

  /** The same without a key; unchanged if there is none. */
  Draft remove(Pointer around, String key) throws RefusedEditException {
    Json.Obj object = object(around);
    List<Region> items =
        object.members().stream()
            .map(it -> new Region(it.keyRegion().start(), it.value().region().end()))
            .toList();
    for (int i = 0; i < items.size(); i++) {
      if (object.members().get(i).key().equals(key)) {
        return without(object, items, i, "{}");
      }
    }
    return this;
  }

  /** The same without an element. */
  Draft remove(Json.Arr array, int index) throws RefusedEditException {
    return without(array, array.elements().stream().map(Json::region).toList(), index, "[]");
  }

  private Draft without(Json container, List<Region> items, int index, String empty)
      throws RefusedEditException {
    if (items.size() == 1) {
      Region whole = container.region();
      return spliced(whole.start().offset(), whole.end().offset(), empty);
    }
    Region item = items.get(index);
    return index + 1 < items.size()
        ? spliced(item.start().offset(), items.get(index + 1).start().offset(), "")
        : spliced(items.get(index - 1).end().offset(), item.end().offset(), "");
  }

  /** The array at a key; empty if there is no such key. */
  Optional<Json.Arr> array(Pointer around, String key) throws RefusedEditException {
    Optional<Json> value = document.at(around.key(key));
    if (value.isPresent() && !(value.get() instanceof Json.Arr)) {
      throw mistyped(around.key(key), value.get().kind(), "an array");
    }
    return value.map(Json.Arr.class::cast);
  }

  /** The object at a key; empty if there is no such key. */
  Optional<Json.Obj> object(Pointer around, String key) throws RefusedEditException {
    return document.at(around.key(key)).isPresent()
        ? Optional.of(object(around.key(key)))
        : Optional.empty();
  }

  private Json.Obj object(Pointer pointer) throws RefusedEditException {
    Optional<Json> value = document.at(pointer);
    if (value.orElse(null) instanceof Json.Obj object) {
      return object;
    }
    throw mistyped(pointer, value.map(Json::kind).orElse("absent"), "an object");
  }

  private RefusedEditException mistyped(Pointer pointer, String kind, String wanted) {
    return new RefusedEditException(
        Quote.escape(pointer.toString())
            + " is "
            + kind
            + ", not "
            + wanted
            + " as in version "
            + version
            + "; mend it first");
  }

  private Draft spliced(int start, int end, String replacement) throws RefusedEditException {
    String text = document.text();
    Document edited =
        Document.read(
            Source.of(
                document.source().name(),
                text.substring(0, start) + replacement + text.substring(end)),
            limits);
    if (!edited.malformations().isEmpty()
        || !(edited.root().orElse(null) instanceof Json.Obj editedRoot)) {
      throw new RefusedEditException(
          "the edited manifest would not be acceptable: " + first(edited));
    }
    return new Draft(edited, editedRoot, layout.in(edited), version, limits, newApp);
  }
}
