package org.appctoolkit.conformance.scenario.images;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Stage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manifests of pods that must not be executed: each is that of a pod that is executed, with one
 * change. No fault is one that would by itself keep the app from being executed.
 */
final class RefusedManifests {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ProbeImage IMAGE = ProbeImage.named("appc.invalid/manifests");
  private static final String CLAUSE = "invalid-pod-manifests-are-refused";
  private static final Pattern IMAGE_ID = Pattern.compile("-[0-9a-f]{64,}");
  private static final String UNKNOWN_IMAGE = "unknown-image";

  /** Faults that there can be at every version. */
  private static final List<Fault> OF_EVERY_VERSION =
      List.of(
          new Fault(
              "another-kind",
              "manifest-kind-is-known: its acKind is RunManifest",
              edit(manifest -> manifest.put("acKind", "RunManifest"))),
          new Fault(
              "without-version",
              "pod-version-is-given: it has no acVersion",
              edit(manifest -> manifest.remove("acVersion"))),
          new Fault(
              "no-json",
              "manifest-is-json: its last brace is missing",
              text -> text.substring(0, text.length() - 1)),
          new Fault(
              "key-twice",
              "keys-are-unique: it has two lists of apps",
              text -> text.substring(0, text.length() - 1) + ",\"apps\":[]}"),
          new Fault(
              "unknown-kind-of-volume",
              "volume-kind-is-known: a volume is of the kind floppy",
              edit(
                  manifest ->
                      manifest
                          .putArray("volumes")
                          .addObject()
                          .put("name", "disk")
                          .put("kind", "floppy")
                          .putArray("fulfills")
                          .add("disk"))));

  /** Faults in what pods say of their apps, which they do since 0.4.0. */
  private static final List<Fault> OF_APPS =
      List.of(
          new Fault(
              "app-twice",
              "pod-app-names-are-unique: two apps are called main",
              edit(manifest -> apps(manifest).add(apps(manifest).get(0).deepCopy()))),
          new Fault(
              "without-user",
              "app-user-is-given: the app has no user",
              edit(manifest -> app(manifest).remove("user"))),
          new Fault(
              "relative-working-directory",
              "working-directory-is-absolute: it is proc",
              edit(manifest -> app(manifest).put("workingDirectory", "proc"))),
          new Fault(
              "handler-twice",
              "event-handler-names-are-unique: there are two for pre-start",
              edit(RefusedManifests::twoHandlers)),
          new Fault(
              "mount-of-no-volume",
              "mount-volume-exists: a mount names a volume that is not there",
              edit(RefusedManifests::mountOfNothing)),
          new Fault(
              "variable-without-name",
              "environment-name-is-given: a variable has a value and no name",
              edit(
                  manifest -> app(manifest).putArray("environment").addObject().put("value", "x"))),
          new Fault(
              "annotation-twice",
              "pod-annotation-names-are-unique: two are called note",
              edit(RefusedManifests::twoAnnotations)));

  /** A control and its faulty copies, twice. */
  static final List<Scenario> ALL = List.of(ofEveryVersion(), ofApps());

  private RefusedManifests() {}

  /**
   * A change that makes a manifest one that must not be executed.
   *
   * @param label what the pod and the expectation are called
   * @param what the clause that is broken, and how
   */
  private record Fault(String label, String what, UnaryOperator<String> edit) {}

  private static Scenario ofEveryVersion() {
    Scenario scenario =
        Scenario.of(
                "refused-manifests",
                "pods with a fault in their manifests",
                stage -> play(stage, OF_EVERY_VERSION, true))
            .expecting(
                "unknown-image-id",
                "apps-of-unknown-images-are-refused",
                Refusal.of(UNKNOWN_IMAGE, "no image has the image ID of the app"));
    return expecting(scenario, OF_EVERY_VERSION);
  }

  private static Scenario ofApps() {
    return expecting(
        Scenario.of(
                "refused-apps",
                "pods with a fault in what their manifests say of apps",
                stage -> play(stage, OF_APPS, false))
            .since(0, 5, 0),
        OF_APPS);
  }

  private static Scenario expecting(Scenario scenario, List<Fault> faults) {
    Scenario all = scenario;
    for (Fault fault : faults) {
      all = all.expecting(fault.label(), CLAUSE, Refusal.of(fault.label(), fault.what()));
    }
    return all;
  }

  private static void play(Stage stage, List<Fault> faults, boolean unknownImage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    stage.run(Refusal.pod(Refusal.CONTROL, IMAGE));
    List<Fault> all = new ArrayList<>(faults);
    if (unknownImage) {
      all.add(
          new Fault(
              UNKNOWN_IMAGE,
              "",
              text ->
                  IMAGE_ID
                      .matcher(text)
                      .replaceAll(id -> "-" + "0".repeat(id.group().length() - 1))));
    }
    for (Fault fault : all) {
      stage.tryRun(Refusal.pod(fault.label(), IMAGE).edited(fault.edit()));
    }
  }

  // --- changes

  private static UnaryOperator<String> edit(Consumer<ObjectNode> change) {
    return text -> {
      JsonNode manifest = MAPPER.readTree(text);
      change.accept((ObjectNode) manifest);
      return manifest.toString();
    };
  }

  private static ArrayNode apps(ObjectNode manifest) {
    return (ArrayNode) manifest.get("apps");
  }

  private static ObjectNode app(ObjectNode manifest) {
    return (ObjectNode) apps(manifest).get(0).get("app");
  }

  private static void twoHandlers(ObjectNode manifest) {
    ArrayNode handlers = app(manifest).putArray("eventHandlers");
    for (int i = 0; i < 2; i++) {
      ArrayNode exec = handlers.addObject().put("name", "pre-start").putArray("exec");
      exec.addAll((ArrayNode) app(manifest).get("exec").deepCopy()).set(2, "pre");
    }
  }

  private static void mountOfNothing(ObjectNode manifest) {
    app(manifest).putArray("mountPoints").addObject().put("name", "work").put("path", "/work");
    ((ObjectNode) apps(manifest).get(0))
        .putArray("mounts")
        .addObject()
        .put("volume", "nowhere")
        .put(
            manifest.get("acVersion").asString().compareTo("0.7.0") < 0 ? "mountPoint" : "path",
            manifest.get("acVersion").asString().compareTo("0.7.0") < 0 ? "work" : "/work");
  }

  private static void twoAnnotations(ObjectNode manifest) {
    ArrayNode annotations = manifest.putArray("annotations");
    annotations.addObject().put("name", "note").put("value", "one");
    annotations.addObject().put("name", "note").put("value", "two");
  }
}
