package org.appctoolkit.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Json;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/**
 * Reads the tree of a document as a manifest of a version.
 *
 * <p>Never fails: what is missing or has the wrong type is absent, an element of a list that is no
 * object is left out, and so is a key that the version does not know.
 */
public final class ManifestReader {
  /** What lies beyond is as wrong as these. */
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);

  private static final Pattern NUMBERS =
      Pattern.compile("([0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9})(?:[-+].*)?", Pattern.DOTALL);

  private final SpecVersion version;
  private final boolean valueIsVal;

  private ManifestReader(SpecVersion version) {
    this.version = version;
    this.valueIsVal = version.equals(SpecVersion.OLDEST);
  }

  /**
   * The version whose rules apply to a manifest: the tag at or just below its {@code acVersion},
   * the newest where that is none.
   */
  public static SpecVersion versionOf(Json.Obj root) {
    if (root.get("acVersion").orElse(null) instanceof Json.Str acVersion) {
      Matcher matcher = NUMBERS.matcher(acVersion.value());
      if (matcher.matches()) {
        return SpecVersion.parse(matcher.group(1))
            .map(SpecVersion::floor)
            .orElse(SpecVersion.NEWEST);
      }
    }
    return SpecVersion.NEWEST;
  }

  /** An object that has the form of the app of an image, in the dialect of a version. */
  public static App readApp(Json.Obj object, SpecVersion version) {
    return new ManifestReader(version).app(object);
  }

  /** The manifest of a kind that an object describes, in the dialect of a version. */
  public static Manifest read(Json.Obj root, ManifestKind kind, SpecVersion version) {
    ManifestReader reader = new ManifestReader(version);
    return kind == ManifestKind.IMAGE_MANIFEST ? reader.image(root) : reader.pod(root);
  }

  private ImageManifest image(Json.Obj root) {
    return new ImageManifest(
        version,
        text(root, "acVersion"),
        text(root, "name"),
        objects(root, "labels", this::namedValue),
        object(root, "app").map(this::app),
        objects(root, "dependencies", this::dependency),
        texts(root, "pathWhitelist"),
        namedValues(root, "annotations"));
  }

  private PodManifest pod(Json.Obj root) {
    return new PodManifest(
        version,
        text(root, "acVersion"),
        root.get("apps")
            .filter(json -> json instanceof Json.Arr apps && apps.elements().isEmpty())
            .map(Json::pointer),
        objects(root, "apps", this::podApp),
        objects(root, "volumes", this::volume),
        isolators(root, Isolators.Scope.POD),
        namedValues(root, "annotations"),
        isSince(0, 5, 0) ? objects(root, "ports", this::podPort) : List.of());
  }

  private PodApp podApp(Json.Obj object) {
    return new PodApp(
        object.pointer(),
        text(object, "name"),
        image(object, isSince(0, 4, 0)),
        object(object, "app").map(this::app),
        isTrue(object, "readOnlyRootFS") && isSince(0, 8, 1),
        objects(object, "mounts", this::mount),
        namedValues(object, "annotations"),
        isolators(object, Isolators.Scope.APP));
  }

  /** Up to 0.3.0 an app of a pod named its image beside everything else. */
  private Optional<ImageReference> image(Json.Obj podApp, boolean apart) {
    if (!apart) {
      Optional<Located<String>> id = text(podApp, "imageID");
      return id.map(
          it ->
              new ImageReference(
                  podApp.pointer(), text(podApp, "app"), Optional.of(it), List.of()));
    }
    return object(podApp, "image")
        .map(
            it ->
                new ImageReference(
                    it.pointer(),
                    text(it, "name"),
                    text(it, "id"),
                    objects(it, "labels", this::namedValue)));
  }

  private App app(Json.Obj object) {
    return new App(
        object.pointer(),
        texts(object, "exec"),
        text(object, "user"),
        text(object, "group"),
        supplementaryGids(object),
        objects(
            object,
            "eventHandlers",
            it -> new EventHandler(it.pointer(), text(it, "name"), texts(it, "exec"))),
        text(object, "workingDirectory").filter(it -> isSince(0, 2, 0)),
        namedValues(object, "environment"),
        isolators(object, Isolators.Scope.APP),
        objects(
            object,
            "mountPoints",
            it ->
                new MountPoint(
                    it.pointer(), text(it, "name"), text(it, "path"), isTrue(it, "readOnly"))),
        objects(object, "ports", this::port));
  }

  private List<Located<Long>> supplementaryGids(Json.Obj app) {
    String key =
        version.equals(new SpecVersion(0, 7, 0)) ? "supplementaryGids" : "supplementaryGIDs";
    return isSince(0, 7, 0) ? elements(app, key, ManifestReader::integer) : List.of();
  }

  private Dependency dependency(Json.Obj object) {
    Optional<Located<String>> name = text(object, "imageName");
    return new Dependency(
        object.pointer(),
        name.or(() -> text(object, "app")).or(() -> text(object, "name")),
        text(object, valueIsVal ? "hash" : "imageID"),
        objects(object, "labels", this::namedValue),
        integer(object, "size").filter(it -> isSince(0, 6, 0)));
  }

  private Mount mount(Json.Obj object) {
    return new Mount(
        object.pointer(),
        text(object, "volume"),
        text(object, "mountPoint").filter(it -> !isSince(0, 7, 0)),
        text(object, "path").filter(it -> isSince(0, 7, 0)),
        object(object, "appVolume").filter(it -> isSince(0, 8, 8)).map(this::volume));
  }

  private Volume volume(Json.Obj object) {
    Map<String, Json> members = new LinkedHashMap<>();
    object.members().forEach(member -> members.put(member.key(), member.value()));
    boolean owned = isSince(0, 7, 2);
    return new Volume(
        object.pointer(),
        text(object, "name"),
        text(object, "kind"),
        isSince(0, 4, 0) ? List.of() : texts(object, "fulfills"),
        text(object, "source"),
        isTrue(object, "readOnly"),
        object.get("recursive").filter(it -> isSince(0, 8, 6)).flatMap(ManifestReader::truth),
        object.get("mode").filter(it -> owned).flatMap(ManifestReader::digits),
        integer(object, "uid").filter(it -> owned),
        integer(object, "gid").filter(it -> owned),
        members);
  }

  private PodPort podPort(Json.Obj object) {
    return new PodPort(
        object.pointer(),
        text(object, "name"),
        integer(object, "hostPort"),
        text(object, "hostIP").filter(it -> isSince(0, 8, 8)),
        object(object, "podPort").filter(it -> isSince(0, 8, 8)).map(this::port));
  }

  private Port port(Json.Obj object) {
    return new Port(
        object.pointer(),
        text(object, "name"),
        text(object, "protocol"),
        integer(object, "port"),
        integer(object, "count").filter(it -> isSince(0, 5, 2)),
        isTrue(object, "socketActivated"));
  }

  private Isolators isolators(Json.Obj object, Isolators.Scope scope) {
    return new Isolators(
        scope,
        objects(
            object,
            "isolators",
            it ->
                new Isolator(
                    it.pointer(), text(it, "name").map(this::canonical), it.get(valueKey()))));
  }

  /** At 0.4.0 the headings leave out what the examples have in front of these names. */
  private Located<String> canonical(Located<String> name) {
    return version.equals(new SpecVersion(0, 4, 0)) && name.value().startsWith("linux/")
        ? new Located<>("os/" + name.value(), name.pointer())
        : name;
  }

  /** Keys that the version does not know are not read: an executor ignores them. */
  private boolean isSince(int major, int minor, int patch) {
    return version.compareTo(new SpecVersion(major, minor, patch)) >= 0;
  }

  private NamedValue namedValue(Json.Obj object) {
    return new NamedValue(object.pointer(), text(object, "name"), object.get(valueKey()));
  }

  /** A list of objects with name and value or, as in the first versions, a map. */
  private List<NamedValue> namedValues(Json.Obj object, String key) {
    if (object.get(key).orElse(null) instanceof Json.Obj map) {
      List<NamedValue> values = new ArrayList<>();
      for (Json.Member member : map.members()) {
        values.add(
            new NamedValue(
                member.value().pointer(),
                Optional.of(new Located<>(member.key(), member.value().pointer())),
                Optional.of(member.value())));
      }
      return values;
    }
    return objects(
        object, key, it -> new NamedValue(it.pointer(), text(it, "name"), it.get("value")));
  }

  private String valueKey() {
    return valueIsVal ? "val" : "value";
  }

  private static Optional<Located<String>> text(Json.Obj object, String key) {
    return object.get(key).flatMap(ManifestReader::text);
  }

  private static Optional<Located<String>> text(Json json) {
    return json instanceof Json.Str text
        ? Optional.of(new Located<>(text.value(), text.pointer()))
        : Optional.empty();
  }

  /** A number as it is written: at 0.7.2 a mode was one, with the digits of today's string. */
  private static Optional<Located<String>> digits(Json json) {
    return json instanceof Json.Num number
        ? Optional.of(new Located<>(number.text(), number.pointer()))
        : text(json);
  }

  private static boolean isTrue(Json.Obj object, String key) {
    return object.get(key).flatMap(ManifestReader::truth).orElse(false);
  }

  private static Optional<Boolean> truth(Json json) {
    return json instanceof Json.Bool truth ? Optional.of(truth.value()) : Optional.empty();
  }

  private static Optional<Located<Long>> integer(Json.Obj object, String key) {
    return object.get(key).flatMap(ManifestReader::integer);
  }

  private static Optional<Located<Long>> integer(Json json) {
    if (json instanceof Json.Num number && number.isInteger()) {
      BigInteger value = number.value().toBigInteger();
      return Optional.of(
          new Located<>(value.min(LARGEST).max(SMALLEST).longValue(), number.pointer()));
    }
    return Optional.empty();
  }

  private static Optional<Json.Obj> object(Json.Obj object, String key) {
    return object.get(key).filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
  }

  private static <T> List<T> objects(Json.Obj object, String key, Function<Json.Obj, T> read) {
    return elements(
        object,
        key,
        json -> json instanceof Json.Obj it ? Optional.of(read.apply(it)) : Optional.empty());
  }

  private static List<Located<String>> texts(Json.Obj object, String key) {
    return elements(object, key, ManifestReader::text);
  }

  private static <T> List<T> elements(
      Json.Obj object, String key, Function<Json, Optional<T>> read) {
    List<T> values = new ArrayList<>();
    if (object.get(key).orElse(null) instanceof Json.Arr array) {
      for (Json element : array.elements()) {
        read.apply(element).ifPresent(values::add);
      }
    }
    return values;
  }
}
