package org.appctoolkit.conformance.scenario.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;

/** What a metadata service tells of a pod and its apps. */
final class MetadataContent {
  private static final Pattern CANONICAL_UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern IMAGE_ID = Pattern.compile("sha512-[0-9a-f]{128}");
  private static final Pattern OLDEST_IMAGE_ID = Pattern.compile("sha256-[0-9a-f]{64}");
  private static final SpecVersion PATHS_OF_MOUNTS = new SpecVersion(0, 7, 0);

  private MetadataContent() {}

  /** The scenario with what is expected of the content. */
  static Scenario expectedOf(Scenario scenario) {
    return apps(pod(scenario));
  }

  // --- the pod

  private static Scenario pod(Scenario scenario) {
    Scenario more = scenario;
    more =
        MetadataAnswers.asking(
            more,
            "container-uid",
            "metadata-serves-the-container-uid",
            scene ->
                MetadataAnswers.served(
                    MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)),
                    "the uid",
                    body -> containerUid(scene, body.strip())));
    more =
        MetadataAnswers.asking(
            more,
            "pod-uuid",
            "metadata-serves-the-pod-uuid",
            scene ->
                MetadataAnswers.served(
                    MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)),
                    "the UUID",
                    body -> podUuid(scene, body.strip())));
    more =
        MetadataAnswers.asking(
            more,
            "canonical-uuid",
            "uuid-is-served-in-canonical-form",
            scene ->
                MetadataAnswers.served(
                    MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)),
                    "the UUID",
                    body ->
                        Judgement.when(
                            CANONICAL_UUID.matcher(body).matches(),
                            "the answer is a UUID in lower case and nothing else",
                            "the answer is " + Quote.of(body),
                            MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)))));
    more =
        MetadataAnswers.asking(
            more,
            "type-of-the-uuid",
            "uuid-is-served-as-plain-text",
            scene ->
                MetadataAnswers.type(
                    MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene)),
                    "the UUID",
                    MetadataAnswers.ASCII));
    more =
        MetadataAnswers.asking(
            more, "pod-manifest", "metadata-serves-the-pod-manifest", MetadataContent::podManifest);
    more =
        MetadataAnswers.asking(
            more,
            "reified-pod-manifest",
            "pod-manifest-is-served-reified",
            MetadataContent::reified);
    more =
        MetadataAnswers.asking(
            more,
            "type-of-the-pod-manifest",
            "pod-manifest-is-served-as-json",
            scene ->
                MetadataAnswers.type(
                    ofPod(scene, "manifest"), "the manifest of the pod", MetadataAnswers.JSON));
    Map<String, String> expected =
        Map.of(
            MetadataService.POD_ANNOTATION, MetadataService.POD_VALUE,
            MetadataService.SECRET, MetadataService.SECRET_VALUE);
    more =
        MetadataAnswers.asking(
            more,
            "pod-annotations",
            "metadata-serves-the-pod-annotations",
            scene -> annotations(scene, MetadataService.ofPod(scene.version(), ""), expected));
    more =
        MetadataAnswers.asking(
            more,
            "form-of-pod-annotations",
            "pod-annotations-are-served-in-their-form",
            scene -> form(ofPod(scene, "annotations"), expected));
    return MetadataAnswers.asking(
        more,
        "type-of-pod-annotations",
        "pod-annotations-are-served-as-json",
        scene ->
            MetadataAnswers.type(
                ofPod(scene, "annotations"), "the annotations of the pod", MetadataAnswers.JSON));
  }

  private static Observation ofPod(Scene scene, String entry) throws UnseenException {
    return MetadataAnswers.answer(
        MetadataAnswers.main(scene), MetadataService.ofPod(scene.version(), entry));
  }

  private static Outcome podUuid(Scene scene, String served) throws UnseenException {
    Observation http = MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene));
    Optional<String> told =
        Optional.ofNullable(scene.pod(MetadataService.SIGNER).statuses().get(PodRecord.END))
            .flatMap(it -> it.uuid());
    boolean holds =
        MetadataAnswers.ANY_UUID.matcher(served).matches()
            && told.filter(it -> !it.equalsIgnoreCase(served)).isEmpty();
    return Judgement.when(
        holds,
        "the UUID of the pod" + told.map(it -> ": " + it).orElse(""),
        "the UUID: " + Quote.of(served),
        http);
  }

  /**
   * It is that of the manifest, which the executor may have written anew: what it was given may be
   * run more than once, and each of these has a uid of its own.
   */
  private static Outcome containerUid(Scene scene, String served) throws UnseenException {
    Observation http = MetadataAnswers.uuidOf(scene, MetadataAnswers.main(scene));
    if (!MetadataAnswers.ANY_UUID.matcher(served).matches()) {
      return new Outcome.Failed(
          "the uid is a UUID", "the uid is " + Quote.of(served), List.of(http.line()));
    }
    return ofPodManifest(
        scene,
        manifest ->
            Judgement.equal(
                "the uid without case",
                manifest.path("uuid").asString("").toLowerCase(Locale.ROOT),
                served.toLowerCase(Locale.ROOT),
                http));
  }

  /** What the runtime was given. */
  private static JsonNode manifest(Scene scene) throws UnseenException {
    return MetadataAnswers.MAPPER.readTree(scene.pod(MetadataService.SIGNER).manifest());
  }

  private static Outcome ofPodManifest(Scene scene, OfJson judgement) throws UnseenException {
    Observation http = ofPod(scene, "manifest");
    Outcome status = MetadataAnswers.status(http, "the manifest of the pod", MetadataAnswers.OK);
    if (!(status instanceof Outcome.Passed)) {
      return status;
    }
    String body =
        MetadataAnswers.body(MetadataAnswers.main(scene), http, MetadataService.POD_MANIFEST);
    Optional<JsonNode> json = MetadataAnswers.json(body).filter(JsonNode::isObject);
    return json.isPresent()
        ? judgement.judge(json.get())
        : MetadataAnswers.noJson("the manifest of the pod", body, http);
  }

  /** Judges MetadataAnswers.JSON. */
  @FunctionalInterface
  private interface OfJson {
    Outcome judge(JsonNode json) throws UnseenException;
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private static String appName(JsonNode app) {
    return app.has("name") ? app.path("name").asString("") : app.path("app").asString("");
  }

  private static String imageId(JsonNode app) {
    return app.has("imageID")
        ? app.path("imageID").asString("")
        : app.path("image").path("id").asString("");
  }

  private static Outcome podManifest(Scene scene) throws UnseenException {
    JsonNode given = manifest(scene);
    Observation http = ofPod(scene, "manifest");
    return ofPodManifest(
        scene,
        served -> {
          List<Outcome> all = new ArrayList<>();
          all.add(Judgement.equal("acKind", given.path("acKind"), served.path("acKind"), http));
          List<String> names =
              elements(given.path("apps")).stream().map(MetadataContent::appName).toList();
          List<String> found =
              elements(served.path("apps")).stream().map(MetadataContent::appName).toList();
          all.add(Judgement.equal("the apps", new TreeSet<>(names), new TreeSet<>(found), http));
          for (JsonNode app : elements(given.path("apps"))) {
            JsonNode same = find(served.path("apps"), appName(app));
            if (app.has("app") && app.path("app").isObject()) {
              all.add(
                  Judgement.when(
                      app.path("app").path("exec").equals(same.path("app").path("exec")),
                      "the app %s has the words to execute that it was given"
                          .formatted(appName(app)),
                      "it has %d words".formatted(same.path("app").path("exec").size()),
                      http));
            }
          }
          Map<String, String> annotations = pairs(served.path("annotations"));
          for (Map.Entry<String, String> one : pairs(given.path("annotations")).entrySet()) {
            all.add(
                Judgement.equal(
                    "the annotation " + one.getKey(),
                    one.getValue(),
                    annotations.getOrDefault(one.getKey(), "not there"),
                    http));
          }
          return Judgement.all(all);
        });
  }

  private static JsonNode find(JsonNode apps, String name) {
    return elements(apps).stream()
        .filter(it -> appName(it).equals(name))
        .findFirst()
        .orElseGet(MetadataAnswers.MAPPER::createObjectNode);
  }

  /** Annotations as pairs, in either form that manifests have. */
  private static Map<String, String> pairs(JsonNode annotations) {
    Map<String, String> pairs = new TreeMap<>();
    if (annotations.isObject()) {
      annotations.properties().forEach(it -> pairs.put(it.getKey(), it.getValue().asString("")));
    } else {
      for (JsonNode one : elements(annotations)) {
        pairs.put(one.path("name").asString(""), one.path("value").asString(""));
      }
    }
    return pairs;
  }

  private static Outcome reified(Scene scene) throws UnseenException {
    Observation http = ofPod(scene, "manifest");
    JsonNode given = manifest(scene);
    boolean hasPaths = scene.version().compareTo(PATHS_OF_MOUNTS) >= 0;
    String key = hasPaths ? "path" : "mountPoint";
    return ofPodManifest(
        scene,
        served -> {
          List<Outcome> all = new ArrayList<>();
          Set<String> volumes = new TreeSet<>();
          elements(served.path("volumes")).forEach(it -> volumes.add(it.path("name").asString("")));
          for (JsonNode app : elements(given.path("apps"))) {
            String name = appName(app);
            JsonNode same = find(served.path("apps"), name);
            String id = imageId(same);
            all.add(
                Judgement.when(
                    IMAGE_ID.matcher(id).matches(),
                    "the app %s has a whole image ID".formatted(name),
                    "the image ID of %s is %s".formatted(name, id.isEmpty() ? "missing" : id),
                    http));
            for (JsonNode point : elements(app.path("app").path("mountPoints"))) {
              String place = point.path(hasPaths ? "path" : "name").asString("");
              boolean satisfied =
                  elements(same.path("mounts")).stream()
                      .filter(it -> it.path(key).asString("").equals(place))
                      .anyMatch(
                          it ->
                              it.has("appVolume")
                                  || volumes.contains(it.path("volume").asString("")));
              all.add(
                  Judgement.when(
                      satisfied,
                      "there is a volume for the mount point %s of %s".formatted(place, name),
                      satisfied
                          ? "%s of %s has a volume".formatted(place, name)
                          : "the mounts of %s are %s, the volumes are %s"
                              .formatted(name, same.path("mounts"), volumes),
                      http));
            }
          }
          return Judgement.all(all);
        });
  }

  // --- annotations

  /** Whether annotations are told, in the form of the version. */
  private static Outcome annotations(Scene scene, String path, Map<String, String> expected)
      throws UnseenException {
    if (MetadataService.hasLists(scene.version())) {
      Observation http = MetadataAnswers.answer(MetadataAnswers.main(scene), path + "annotations");
      return MetadataAnswers.served(
          http,
          path + "annotations",
          body -> {
            Optional<JsonNode> json = MetadataAnswers.json(body);
            return json.isPresent()
                ? same(pairs(json.get()), expected, http)
                : MetadataAnswers.noJson(path + "annotations", body, http);
          });
    }
    Observation directory =
        MetadataAnswers.answer(MetadataAnswers.main(scene), path + "annotations/");
    List<Outcome> all = new ArrayList<>();
    for (Map.Entry<String, String> one : new TreeMap<>(expected).entrySet()) {
      Observation http =
          MetadataAnswers.answer(MetadataAnswers.main(scene), path + "annotations/" + one.getKey());
      // What a directory is was never said: an entry for each, or all in one answer.
      if (directory.has("status", MetadataAnswers.OK)
          && one.getValue()
              .equals(
                  MetadataAnswers.json(MetadataAnswers.body(directory))
                      .map(MetadataContent::pairs)
                      .orElse(Map.of())
                      .get(one.getKey()))) {
        all.add(
            new Outcome.Passed(
                "%s: %s".formatted(one.getKey(), one.getValue()), List.of(directory.line())));
      } else {
        all.add(
            MetadataAnswers.served(
                http,
                "the annotation " + one.getKey(),
                body ->
                    Judgement.equal(
                        "the annotation " + one.getKey(),
                        one.getValue(),
                        body.stripTrailing(),
                        http)));
      }
    }
    return Judgement.all(all);
  }

  /** Whether all of these are there, with these values; there may be more. */
  private static Outcome same(
      Map<String, String> served, Map<String, String> expected, Observation http) {
    List<Outcome> all = new ArrayList<>();
    new TreeMap<>(expected)
        .forEach(
            (key, value) ->
                all.add(
                    Judgement.equal(
                        "the annotation " + key,
                        value,
                        served.getOrDefault(key, "not there"),
                        http)));
    return Judgement.all(all);
  }

  /** Whether annotations are a list of names and values, each name once. */
  private static Outcome form(Observation http, Map<String, String> expected)
      throws UnseenException {
    return MetadataAnswers.served(
        http,
        "the annotations",
        body -> {
          Optional<JsonNode> json = MetadataAnswers.json(body);
          if (json.isEmpty()) {
            return MetadataAnswers.noJson("the list of annotations", body, http);
          }
          boolean isList =
              json.get().isArray()
                  && elements(json.get()).stream()
                      .allMatch(
                          it ->
                              it.isObject()
                                  && it.size() == 2
                                  && it.path("name").isString()
                                  && it.path("value").isString());
          boolean once = pairs(json.get()).size() == json.get().size();
          return Judgement.all(
              Judgement.when(
                  isList && once,
                  "a list of objects with name and value, each name once",
                  isList && once ? "a list of names and values" : Quote.of(body),
                  http),
              same(pairs(json.get()), expected, http));
        });
  }

  // --- apps

  private static Scenario apps(Scenario scenario) {
    String path = MetadataService.ofApp(MetadataService.MAIN, "");
    String other = MetadataService.ofApp(MetadataService.SIDE, "");
    Map<String, String> ofImage =
        Map.of(
            MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE,
            MetadataService.BOTH_ANNOTATION, MetadataService.FROM_IMAGE);
    Map<String, String> merged =
        Map.of(
            MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE,
            MetadataService.OWN_ANNOTATION, MetadataService.FROM_POD);
    Map<String, String> taken = Map.of(MetadataService.BOTH_ANNOTATION, MetadataService.FROM_POD);
    Scenario more =
        MetadataAnswers.asking(
            scenario,
            "annotations-of-apps",
            "metadata-serves-the-annotations-of-apps",
            scene ->
                Judgement.all(
                    annotations(
                        scene,
                        path,
                        Map.of(MetadataService.IMAGE_ANNOTATION, MetadataService.FROM_IMAGE)),
                    annotations(scene, other, ofImage)));
    more =
        MetadataAnswers.asking(
            more,
            "merged-annotations",
            "annotations-of-apps-are-merged",
            scene -> annotations(scene, path, merged));
    more =
        MetadataAnswers.asking(
            more,
            "precedence-of-the-pod",
            "annotations-of-the-pod-take-precedence",
            scene -> annotations(scene, path, taken));
    more =
        MetadataAnswers.asking(
            more,
            "form-of-annotations-of-apps",
            "annotations-of-apps-are-served-in-their-form",
            scene ->
                Judgement.all(
                    form(
                        MetadataAnswers.answer(MetadataAnswers.main(scene), path + "annotations"),
                        merged),
                    form(
                        MetadataAnswers.answer(MetadataAnswers.main(scene), other + "annotations"),
                        ofImage)));
    more =
        MetadataAnswers.asking(
            more,
            "type-of-annotations-of-apps",
            "annotations-of-apps-are-served-as-json",
            scene ->
                MetadataAnswers.type(
                    MetadataAnswers.answer(MetadataAnswers.main(scene), path + "annotations"),
                    "the annotations of an app",
                    MetadataAnswers.JSON));
    more =
        MetadataAnswers.asking(
            more,
            "image-manifest",
            "metadata-serves-the-image-manifest",
            MetadataContent::imageManifest);
    more =
        MetadataAnswers.asking(
            more,
            "type-of-the-image-manifest",
            "image-manifest-is-served-as-json",
            scene ->
                MetadataAnswers.type(
                    MetadataAnswers.answer(MetadataAnswers.main(scene), path + "image/manifest"),
                    "the manifest of the image",
                    MetadataAnswers.JSON));
    more =
        MetadataAnswers.asking(
            more,
            "image-id",
            "metadata-serves-the-image-id",
            scene ->
                Judgement.all(
                    imageIdOf(scene, MetadataService.MAIN),
                    imageIdOf(scene, MetadataService.SIDE)));
    return MetadataAnswers.asking(
        more,
        "type-of-the-image-id",
        "image-id-is-served-as-plain-text",
        scene ->
            MetadataAnswers.type(
                MetadataAnswers.answer(MetadataAnswers.main(scene), path + "image/id"),
                "the image ID",
                MetadataAnswers.ASCII));
  }

  private static Outcome imageManifest(Scene scene) throws UnseenException {
    Observation http =
        MetadataAnswers.answer(
            MetadataAnswers.main(scene),
            MetadataService.ofApp(MetadataService.MAIN, "image/manifest"));
    Outcome status = MetadataAnswers.status(http, "the manifest of the image", MetadataAnswers.OK);
    if (!(status instanceof Outcome.Passed)) {
      return status;
    }
    PodRecord pod = scene.pod(MetadataService.SIGNER);
    Dialect dialect = new Dialect(scene.version());
    boolean withVolume = manifest(scene).has("volumes");
    ProbeApp app = MetadataService.main(scene.version(), withVolume);
    String expected =
        dialect.imageManifest(
            dialect.imageFor(app, pod.nonce()), scene.fact(MetadataService.ARCHITECTURE));
    String body =
        MetadataAnswers.body(MetadataAnswers.main(scene), http, MetadataService.IMAGE_MANIFEST);
    boolean same = MetadataAnswers.json(body).equals(MetadataAnswers.json(expected));
    return Judgement.when(
        same,
        "the manifest as it is in the image",
        same ? "it is the same" : "it is another one: " + Quote.of(body),
        http);
  }

  private static Outcome imageIdOf(Scene scene, String app) throws UnseenException {
    Observation http =
        MetadataAnswers.answer(MetadataAnswers.main(scene), MetadataService.ofApp(app, "image/id"));
    // The driver may have told less than the whole ID, or another word for the image.
    String known = imageId(find(manifest(scene).path("apps"), app));
    Pattern form = scene.version().equals(SpecVersion.OLDEST) ? OLDEST_IMAGE_ID : IMAGE_ID;
    String beginning = known.matches("sha(512|256)-[0-9a-f]+") ? known : "";
    return MetadataAnswers.served(
        http,
        "the image ID",
        body -> {
          String id = body.strip();
          return Judgement.when(
              form.matcher(id).matches() && id.startsWith(beginning),
              "the image ID of %s, %s".formatted(app, known),
              "the image ID of %s: %s".formatted(app, Quote.of(id)),
              http);
        });
  }
}
