package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.ResolvedPod.ResolvedApp;
import org.appctoolkit.document.Json;
import org.appctoolkit.edit.NewValue;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Mount;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.spec.SpecVersion;

/**
 * The manifest of a pod with all that was decided when it was run written into it: which app each
 * image has, what the images are called, which volume is mounted where.
 *
 * <p>It stays in the words of its own version, and keeps what it has beside. Manifests up to 0.3.0
 * have no words for most of this.
 */
final class Reification {
  private static final String APPS = "apps";
  private static final String IMAGE = "image";
  private static final String NAME = "name";
  private static final String VALUE = "value";
  private static final String VOLUMES = "volumes";
  private static final String ENVIRONMENT = "environment";
  private static final String ISOLATORS = "isolators";
  private static final String GIDS = "supplementaryGIDs";
  private static final String GIDS_AT_FIRST = "supplementaryGids";

  private static final SpecVersion FIRST_WITH_GIDS = new SpecVersion(0, 7, 0);

  private final Json.Obj text;
  private final PodManifest manifest;
  private final PodOptions options;
  private final List<NewValue> newVolumes = new ArrayList<>();
  private final Set<String> volumeNames;

  Reification(Json.Obj text, PodManifest manifest, PodOptions options) {
    this.text = text;
    this.manifest = manifest;
    this.options = options;
    this.volumeNames = new HashSet<>(manifest.volumeNames());
  }

  /**
   * The manifest with these apps.
   *
   * @param apps in its order
   * @param names what each is told its name is
   */
  NewValue of(List<ResolvedApp> apps, List<String> names) {
    Map<String, NewValue> root = members(text);
    if (!Since.podsAreReified(manifest.version())) {
      // Whatever it was written with: this pod has a UUID of its own.
      root.put("uuid", new NewValue.Text(options.uuid()));
    }
    List<NewValue> written = new ArrayList<>();
    if (text.get(APPS).orElse(null) instanceof Json.Arr array) {
      int index = 0;
      for (Json element : array.elements()) {
        if (element instanceof Json.Obj app && index < apps.size()) {
          written.add(new NewValue.Members(app(app, apps.get(index), names.get(index))));
          index++;
        } else {
          written.add(NewValue.of(element));
        }
      }
    }
    root.put(APPS, new NewValue.Elements(written));
    if (!newVolumes.isEmpty()) {
      List<NewValue> volumes = elements(text, VOLUMES);
      volumes.addAll(newVolumes);
      root.put(VOLUMES, new NewValue.Elements(volumes));
    }
    return new NewValue.Members(root);
  }

  private Map<String, NewValue> app(Json.Obj app, ResolvedApp resolved, String name) {
    Map<String, NewValue> members = members(app);
    if (!Since.podAppsHaveNames(manifest.version())) {
      members.putIfAbsent("app", new NewValue.Text(name));
      return members;
    }
    members.putIfAbsent(NAME, new NewValue.Text(name));
    resolved
        .image()
        .ifPresent(
            image -> {
              if (app.get(IMAGE).orElse(null) instanceof Json.Obj reference) {
                members.put(IMAGE, new NewValue.Members(reference(reference, image)));
              }
              if (image.text().get("app").orElse(null) instanceof Json.Obj own) {
                members.putIfAbsent("app", appOf(image, own));
              }
            });
    List<NewValue> mounts = elements(app, "mounts");
    mounts.addAll(implied(resolved));
    if (!mounts.isEmpty()) {
      members.put("mounts", new NewValue.Elements(mounts));
    }
    return members;
  }

  /** How the pod names an image, with what the image says of itself. */
  private Map<String, NewValue> reference(Json.Obj reference, KnownImage image) {
    Map<String, NewValue> members = members(reference);
    // A newer image may have a name that this version of the pod does not know how to write.
    if (image.version().compareTo(manifest.version()) <= 0) {
      members.putIfAbsent(NAME, new NewValue.Text(image.name()));
      List<NewValue> labels = new ArrayList<>();
      image
          .labels()
          .forEach(
              (name, value) ->
                  labels.add(
                      new NewValue.Members(
                          ordered(
                              NAME, new NewValue.Text(name), VALUE, new NewValue.Text(value)))));
      if (!labels.isEmpty()) {
        members.putIfAbsent("labels", new NewValue.Elements(labels));
      }
    }
    return members;
  }

  // --- mounts

  /** What is mounted because a volume has the name of a mount point, or because nothing has. */
  private List<NewValue> implied(ResolvedApp resolved) {
    Optional<App> app = resolved.effective();
    if (app.isEmpty()) {
      return List.of();
    }
    List<Mount> given = resolved.podApp().mounts();
    List<Mounting.Wanted> all =
        new Mounting(manifest, options.fillMountPoints(), new Remarks()).of(given, app.get());
    List<NewValue> mounts = new ArrayList<>();
    for (Mounting.Wanted wanted : all.subList(Math.min(given.size(), all.size()), all.size())) {
      String volume =
          wanted.volume().isPresent()
              ? wanted.volume().get().name().map(Located::value).orElse("")
              : newVolume(wanted.name());
      boolean byPath = Since.mountsHaveAPath(manifest.version());
      mounts.add(
          new NewValue.Members(
              ordered(
                  "volume",
                  new NewValue.Text(volume),
                  byPath ? "path" : "mountPoint",
                  new NewValue.Text(byPath ? wanted.path().value() : wanted.name()))));
    }
    return mounts;
  }

  private String newVolume(String like) {
    String name = like;
    for (int number = 2; !volumeNames.add(name); number++) {
      name = like + "-" + number;
    }
    newVolumes.add(
        new NewValue.Members(
            ordered(NAME, new NewValue.Text(name), "kind", new NewValue.Text("empty"))));
    return name;
  }

  // --- the app of an image, in the words of the pod

  private NewValue appOf(KnownImage image, Json.Obj own) {
    Map<String, NewValue> members = members(own);
    if (own.get(ENVIRONMENT).orElse(null) instanceof Json.Obj map) {
      List<NewValue> variables = new ArrayList<>();
      map.members()
          .forEach(
              member ->
                  variables.add(
                      new NewValue.Members(
                          ordered(
                              NAME,
                              new NewValue.Text(member.key()),
                              VALUE,
                              NewValue.of(member.value())))));
      members.put(ENVIRONMENT, new NewValue.Elements(variables));
    }
    if (image.version().equals(SpecVersion.OLDEST)
        && own.get(ISOLATORS).orElse(null) instanceof Json.Arr isolators) {
      members.put(
          ISOLATORS,
          new NewValue.Elements(
              isolators.elements().stream().map(Reification::withValue).toList()));
    }
    String gids = manifest.version().equals(FIRST_WITH_GIDS) ? GIDS_AT_FIRST : GIDS;
    String other = gids.equals(GIDS) ? GIDS_AT_FIRST : GIDS;
    NewValue written = members.get(other);
    if (written != null && image.version().compareTo(FIRST_WITH_GIDS) >= 0) {
      members.remove(other);
      members.putIfAbsent(gids, written);
    }
    return new NewValue.Members(members);
  }

  /** An isolator whose parameters do not stand under val, as they did at first. */
  private static NewValue withValue(Json isolator) {
    if (!(isolator instanceof Json.Obj object)) {
      return NewValue.of(isolator);
    }
    Map<String, NewValue> members = new LinkedHashMap<>();
    object
        .members()
        .forEach(
            it -> members.put(it.key().equals("val") ? VALUE : it.key(), NewValue.of(it.value())));
    return new NewValue.Members(members);
  }

  // --- JSON

  private static Map<String, NewValue> members(Json.Obj object) {
    Map<String, NewValue> members = new LinkedHashMap<>();
    object.members().forEach(it -> members.put(it.key(), NewValue.of(it.value())));
    return members;
  }

  private static List<NewValue> elements(Json.Obj object, String key) {
    List<NewValue> elements = new ArrayList<>();
    if (object.get(key).orElse(null) instanceof Json.Arr array) {
      array.elements().forEach(it -> elements.add(NewValue.of(it)));
    }
    return elements;
  }

  private static Map<String, NewValue> ordered(
      String first, NewValue one, String second, NewValue other) {
    Map<String, NewValue> members = new LinkedHashMap<>();
    members.put(first, one);
    members.put(second, other);
    return members;
  }
}
