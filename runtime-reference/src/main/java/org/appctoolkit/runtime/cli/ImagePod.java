package org.appctoolkit.runtime.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.NameAndParameters;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.spec.SpecVersion;

/**
 * The manifest of a pod with an app for each of some images, in words of the newest version.
 *
 * <p>A volume is mounted at the mount points of its name and wherever that was asked for; a mount
 * point that nothing is mounted at gets an empty volume of its own.
 */
final class ImagePod {
  private static final List<String> VOLUME_KEYS =
      List.of("kind", "source", "readOnly", "recursive", "mode", "uid", "gid");
  private static final List<String> MOUNT_KEYS = List.of("volume", "target", "app");
  private static final SpecVersion FIRST_WITH_PODS = new SpecVersion(0, 5, 0);

  private final List<NameAndParameters> volumes;
  private final List<NameAndParameters> mounts;
  private final Optional<String> name;
  private final Optional<String> exec;
  private final List<String> arguments;
  private final List<Wanted> apps = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /**
   * A pod without apps.
   *
   * @throws IllegalArgumentException if an argument has another form; the message says what would
   *     be right
   */
  ImagePod(
      List<String> volumes,
      List<String> mounts,
      Optional<String> name,
      Optional<String> exec,
      List<String> arguments) {
    this.volumes = volumes.stream().map(it -> NameAndParameters.parse(it, VOLUME_KEYS)).toList();
    this.mounts =
        mounts.stream().map(it -> NameAndParameters.parse("--mount," + it, MOUNT_KEYS)).toList();
    this.name = name;
    this.exec = exec;
    this.arguments = List.copyOf(arguments);
    for (NameAndParameters mount : this.mounts) {
      mount.required("volume");
      mount.required("target");
    }
    for (NameAndParameters volume : this.volumes) {
      volume.required("kind");
    }
  }

  private record Wanted(String name, KnownImage image) {}

  private record Mounted(String volume, String path) {}

  /** Adds an app. */
  void add(KnownImage image) throws RefusedException {
    if ((exec.isPresent() || !arguments.isEmpty())
        && image.version().compareTo(FIRST_WITH_PODS) < 0) {
      throw new RefusedException(
          "the image %s is of version %s: --exec and -- take one of 0.5.0 or newer"
              .formatted(Quote.escape(image.name()), image.version()));
    }
    String wanted = name.orElseGet(() -> appName(image.name()));
    String unique = wanted;
    for (int i = 2; !names.add(unique); i++) {
      unique = wanted + "-" + i;
    }
    apps.add(new Wanted(unique, image));
  }

  /** The last part of the name of an image, in characters that the name of an app may have. */
  private static String appName(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String plain = last.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty() ? "app" : plain;
  }

  /**
   * The manifest.
   *
   * @throws IllegalArgumentException if a mount is for an app or a volume that there is not
   */
  Source manifest() {
    for (NameAndParameters mount : mounts) {
      String app = mount.parameters().getOrDefault("app", "");
      if (!app.isEmpty() && !names.contains(app)) {
        throw new IllegalArgumentException(
            "--mount: there is no app " + Quote.of(app) + ", only " + String.join(", ", names));
      }
    }
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    write(new JsonWriter(out));
    out.flush();
    return Source.of("the pod", text.toString());
  }

  private void write(JsonWriter json) {
    List<String> unnamed = new ArrayList<>();
    json.beginObject();
    json.name("acKind").value("PodManifest");
    json.name("acVersion").value(SpecVersion.NEWEST.toString());
    json.name("apps").beginArray();
    apps.forEach(app -> write(json, app, unnamed));
    json.endArray();
    json.name("volumes").beginArray();
    volumes.forEach(volume -> write(json, volume));
    for (String volume : unnamed) {
      json.beginObject().name("name").value(volume).name("kind").value("empty").endObject();
    }
    json.endArray();
    json.endObject();
  }

  private void write(JsonWriter json, Wanted app, List<String> unnamed) {
    json.beginObject();
    json.name("name").value(app.name());
    json.name("image").beginObject();
    json.name("name").value(app.image().name());
    json.name("id").value(app.image().ids().get(0).toString());
    json.endObject();
    Optional<Json.Obj> own =
        app.image().text().get("app").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
    if (exec.isPresent() || !arguments.isEmpty()) {
      json.name("app");
      writeApp(json, own, app.image().manifest().app());
    }
    json.name("mounts").beginArray();
    for (Mounted mount : mounts(app, unnamed)) {
      json.beginObject();
      json.name("volume").value(mount.volume());
      json.name("path").value(mount.path());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  private List<Mounted> mounts(Wanted app, List<String> unnamed) {
    List<Mounted> mounted = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (NameAndParameters mount : mounts) {
      if (mount.parameters().getOrDefault("app", app.name()).equals(app.name())) {
        mounted.add(new Mounted(mount.required("volume"), mount.required("target")));
        paths.add(mount.required("target"));
      }
    }
    Set<String> known = new HashSet<>(volumes.stream().map(NameAndParameters::name).toList());
    for (MountPoint point : app.image().manifest().app().map(App::mountPoints).orElse(List.of())) {
      String pointName = point.name().map(Located::value).orElse("");
      String path = point.path().map(Located::value).orElse("");
      if (!path.isEmpty() && paths.add(path)) {
        String volume = known.contains(pointName) ? pointName : app.name() + "-" + pointName;
        if (!known.contains(pointName)) {
          unnamed.add(volume);
        }
        mounted.add(new Mounted(volume, path));
      }
    }
    return mounted;
  }

  /** The app of the image with another exec. */
  private void writeApp(JsonWriter json, Optional<Json.Obj> own, Optional<App> app) {
    List<String> words = new ArrayList<>();
    if (exec.isPresent()) {
      words.add(exec.get());
    } else {
      app.ifPresent(it -> it.exec().forEach(word -> words.add(word.value())));
    }
    words.addAll(arguments);
    json.beginObject();
    json.name("exec").beginArray();
    words.forEach(json::value);
    json.endArray();
    for (Json.Member member : own.map(Json.Obj::members).orElse(List.of())) {
      if (!member.key().equals("exec")) {
        json.name(member.key());
        write(json, member.value());
      }
    }
    if (own.isEmpty()) {
      json.name("user").value("0").name("group").value("0");
    }
    json.endObject();
  }

  /** The same value; no deeper than a manifest may be. */
  private static void write(JsonWriter json, Json value) {
    if (value instanceof Json.Obj object) {
      json.beginObject();
      for (Json.Member member : object.members()) {
        json.name(member.key());
        write(json, member.value());
      }
      json.endObject();
    } else if (value instanceof Json.Arr array) {
      json.beginArray();
      array.elements().forEach(element -> write(json, element));
      json.endArray();
    } else if (value instanceof Json.Str text) {
      json.value(text.value());
    } else if (value instanceof Json.Num number && number.isInteger()) {
      json.value(number.value().longValue());
    } else if (value instanceof Json.Bool truth) {
      json.value(truth.value());
    } else {
      json.nullValue();
    }
  }

  private static void write(JsonWriter json, NameAndParameters volume) {
    json.beginObject();
    json.name("name").value(volume.name());
    for (var parameter : volume.parameters().entrySet()) {
      String key = parameter.getKey();
      json.name(key);
      if (key.equals("readOnly") || key.equals("recursive")) {
        json.value(volume.flag(key).orElseThrow());
      } else if (key.equals("uid") || key.equals("gid")) {
        json.value(id(key, parameter.getValue()));
      } else {
        json.value(parameter.getValue());
      }
    }
    json.endObject();
  }

  private static long id(String key, String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw new IllegalArgumentException(key + " is a number, not " + Quote.of(text));
    }
    return Long.parseLong(text);
  }
}
