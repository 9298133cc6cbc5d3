package org.appctoolkit.conformance.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.appctoolkit.spec.SpecVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How manifests are written at a version of the specification.
 *
 * @param version the version
 */
public record Dialect(SpecVersion version) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Stands for the nonce of the run in words that are executed. */
  static final String NONCE = "$NONCE";

  /** Whether a pod can tell what its apps execute; before 0.4.0 only their images could. */
  public boolean hasAppsInPods() {
    return isSince(0, 4, 0);
  }

  /** Whether the app is told by the manifest of its image. */
  public boolean isInImage(ProbeApp app) {
    return app.fromImage() || !hasAppsInPods();
  }

  private boolean isSince(int major, int minor, int patch) {
    return version.compareTo(new SpecVersion(major, minor, patch)) >= 0;
  }

  // --- images

  /** The manifest of an image, for an architecture. */
  public String imageManifest(ProbeImage image, String architecture) {
    ObjectNode manifest = MAPPER.createObjectNode();
    manifest.put("acKind", "ImageManifest");
    manifest.put("acVersion", version.toString());
    manifest.put("name", image.name());
    ArrayNode labels = manifest.putArray("labels");
    label(labels, "os", image.labels().getOrDefault("os", "linux"));
    label(labels, "arch", image.labels().getOrDefault("arch", architecture));
    image.labels().forEach((key, value) -> further(labels, key, value));
    image.app().ifPresent(app -> manifest.set("app", app(app, image.nonce())));
    if (!image.dependencies().isEmpty()) {
      ArrayNode dependencies = manifest.putArray("dependencies");
      image.dependencies().forEach(dependency -> dependencies.add(dependency(dependency)));
    }
    if (!image.whitelist().isEmpty()) {
      ArrayNode whitelist = manifest.putArray("pathWhitelist");
      image.whitelist().forEach(whitelist::add);
    }
    annotations(manifest, image.annotations());
    return manifest.toString();
  }

  private void further(ArrayNode labels, String key, String value) {
    if (!key.equals("os") && !key.equals("arch")) {
      label(labels, key, value);
    }
  }

  private void label(ArrayNode labels, String key, String value) {
    labels.addObject().put("name", key).put(isSince(0, 2, 0) ? "value" : "val", value);
  }

  private ObjectNode dependency(ProbeImage.Dependency dependency) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put(isSince(0, 6, 0) ? "imageName" : isSince(0, 2, 0) ? "app" : "name", dependency.name());
    dependency.imageId().ifPresent(id -> node.put(isSince(0, 2, 0) ? "imageID" : "hash", id));
    if (!dependency.labels().isEmpty()) {
      ArrayNode labels = node.putArray("labels");
      dependency.labels().forEach((key, value) -> label(labels, key, value));
    }
    dependency.size().filter(size -> isSince(0, 6, 0)).ifPresent(size -> node.put("size", size));
    return node;
  }

  private void annotations(ObjectNode parent, Map<String, String> annotations) {
    if (annotations.isEmpty()) {
      return;
    }
    if (isSince(0, 2, 0)) {
      ArrayNode list = parent.putArray("annotations");
      annotations.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
    } else {
      ObjectNode map = parent.putObject("annotations");
      annotations.forEach(map::put);
    }
  }

  // --- apps

  /** The words that the main process of an app executes. */
  private static List<String> words(ProbeApp app, String nonce) {
    return app.exec()
        .map(words -> words.stream().map(word -> word.replace(NONCE, nonce)).toList())
        .orElseGet(() -> probe(nonce, "main", app.main()));
  }

  private static List<String> probe(String nonce, String who, List<String> actions) {
    List<String> words = new ArrayList<>(List.of(ProbeImage.PROBE, nonce, who));
    words.addAll(actions);
    return words;
  }

  private ObjectNode app(ProbeApp app, String nonce) {
    ObjectNode node = MAPPER.createObjectNode();
    ArrayNode exec = node.putArray("exec");
    words(app, nonce).forEach(exec::add);
    node.put("user", app.user());
    node.put("group", app.group());
    if (!app.supplementary().isEmpty()) {
      ArrayNode groups =
          node.putArray(isSince(0, 7, 1) ? "supplementaryGIDs" : "supplementaryGids");
      app.supplementary().forEach(groups::add);
    }
    if (app.preStart().isPresent() || app.postStop().isPresent()) {
      ArrayNode handlers = node.putArray("eventHandlers");
      app.preStart()
          .ifPresent(actions -> handler(handlers, "pre-start", probe(nonce, "pre", actions)));
      app.postStop()
          .ifPresent(actions -> handler(handlers, "post-stop", probe(nonce, "post", actions)));
    }
    app.directory().ifPresent(directory -> node.put("workingDirectory", directory));
    environment(node, app.environment());
    if (!app.mountPoints().isEmpty()) {
      ArrayNode points = node.putArray("mountPoints");
      app.mountPoints()
          .forEach(
              point ->
                  points
                      .addObject()
                      .put("name", point.name())
                      .put("path", point.path())
                      .put("readOnly", point.readOnly()));
    }
    if (!app.ports().isEmpty()) {
      ArrayNode ports = node.putArray("ports");
      app.ports().forEach(port -> port(ports.addObject(), port));
    }
    isolators(node, app.isolators());
    app.more().forEach((key, value) -> node.set(key, json(value)));
    return node;
  }

  private static void port(ObjectNode node, ProbeApp.Port port) {
    node.put("name", port.name())
        .put("protocol", port.protocol())
        .put("port", port.port())
        .put("socketActivated", port.socketActivated());
  }

  private static void handler(ArrayNode handlers, String event, List<String> words) {
    ArrayNode exec = handlers.addObject().put("name", event).putArray("exec");
    words.forEach(exec::add);
  }

  private void environment(ObjectNode app, Map<String, String> variables) {
    if (variables.isEmpty()) {
      return;
    }
    if (isSince(0, 3, 0)) {
      ArrayNode list = app.putArray("environment");
      variables.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
    } else {
      ObjectNode map = app.putObject("environment");
      variables.forEach(map::put);
    }
  }

  private void isolators(ObjectNode parent, List<ProbeApp.Isolator> isolators) {
    if (isolators.isEmpty()) {
      return;
    }
    ArrayNode list = parent.putArray("isolators");
    for (ProbeApp.Isolator isolator : isolators) {
      ObjectNode node = list.addObject();
      node.put("name", isolator.name());
      node.set(isSince(0, 2, 0) ? "value" : "val", json(isolator.value()));
    }
  }

  private static JsonNode json(String text) {
    return MAPPER.readTree(text);
  }

  // --- pods

  /**
   * The manifest of a pod.
   *
   * @param imageIds the image ID of each app, by the name of the app
   * @param nonce that of the run
   * @param uuid of the pod, which manifests told up to 0.4.1
   */
  public String podManifest(ProbePod pod, Map<String, String> imageIds, String nonce, String uuid) {
    if (pod.manifest().isPresent()) {
      return pod.manifest().get().replace(NONCE, nonce);
    }
    boolean hasPods = isSince(0, 5, 0);
    ObjectNode manifest = MAPPER.createObjectNode();
    manifest.put("acKind", hasPods ? "PodManifest" : "ContainerRuntimeManifest");
    manifest.put("acVersion", version.toString());
    if (!hasPods) {
      manifest.put("uuid", uuid);
    }
    ArrayNode apps = manifest.putArray("apps");
    for (ProbeApp app : pod.apps()) {
      apps.add(podApp(app, imageIds.getOrDefault(app.name(), ""), nonce));
    }
    if (!pod.volumes().isEmpty()) {
      ArrayNode volumes = manifest.putArray("volumes");
      pod.volumes().forEach(volume -> volumes.add(volume(volume, pod.apps())));
    }
    isolators(manifest, pod.isolators());
    annotations(manifest, pod.annotations());
    if (!pod.ports().isEmpty()) {
      ArrayNode ports = manifest.putArray("ports");
      for (ProbePod.HostPort port : pod.ports()) {
        ObjectNode node = ports.addObject();
        node.put("name", port.name()).put("hostPort", port.hostPort());
        port.hostIp().ifPresent(address -> node.put("hostIP", address));
        port.podPort().ifPresent(own -> port(node.putObject("podPort"), own));
      }
    }
    pod.more().forEach((key, value) -> manifest.set(key, json(value)));
    return pod.edit().apply(manifest.toString());
  }

  private ObjectNode podApp(ProbeApp app, String imageId, String nonce) {
    ObjectNode node = MAPPER.createObjectNode();
    if (hasAppsInPods()) {
      node.put("name", app.name());
      node.putObject("image").put("name", app.image().name()).put("id", imageId);
      if (!app.fromImage()) {
        node.set("app", app(app, nonce));
      }
      if (app.readOnlyRoot()) {
        node.put("readOnlyRootFS", true);
      }
    } else {
      node.put("app", app.name()).put("imageID", imageId);
      isolators(node, app.isolatorsBesideImage());
    }
    if (isSince(0, 3, 0) && !app.mounts().isEmpty()) {
      ArrayNode mounts = node.putArray("mounts");
      for (ProbeApp.Mount mount : app.mounts()) {
        ObjectNode one = mounts.addObject().put("volume", mount.volume());
        if (isSince(0, 7, 0)) {
          one.put("path", mount.path());
        } else {
          one.put("mountPoint", mount.mountPoint());
        }
        mount.own().ifPresent(own -> one.set("appVolume", volume(own, List.of())));
      }
    }
    annotations(node, app.annotations());
    return node;
  }

  private ObjectNode volume(ProbePod.Volume volume, List<ProbeApp> apps) {
    ObjectNode node = MAPPER.createObjectNode();
    if (isSince(0, 3, 0)) {
      node.put("name", volume.name());
    } else {
      ArrayNode fulfills = node.putArray("fulfills");
      apps.stream()
          .flatMap(app -> app.mounts().stream())
          .filter(mount -> mount.volume().equals(volume.name()))
          .map(ProbeApp.Mount::mountPoint)
          .distinct()
          .forEach(fulfills::add);
    }
    node.put("kind", volume.source().isPresent() ? "host" : "empty");
    volume.source().ifPresent(source -> node.put("source", source));
    if (volume.readOnly()) {
      node.put("readOnly", true);
    }
    volume.more().forEach((key, value) -> node.set(key, json(value)));
    return node;
  }

  /**
   * The image of an app as it has to be for a run: with the app in it, where pods cannot say it.
   */
  public ProbeImage imageFor(ProbeApp app, String nonce) {
    if (!isInImage(app)) {
      return app.image();
    }
    // Before pods named apps, an app had the name of its image.
    String name = hasAppsInPods() ? app.image().name() : app.name();
    return app.image().renamed(name).running(app).withNonce(nonce);
  }
}
