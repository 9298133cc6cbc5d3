package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.model.App;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.model.PodApp;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.SpecVersion;

/** Plans pods that are written as text, with apostrophes for quotation marks. */
final class Plans {
  static final String UUID = "6733c088-a507-4694-aabf-edbe4fc5266f";

  static final PodOptions OPTIONS =
      PodOptions.of(UUID, new Places("/data/pods/p"))
          .withMetadata(new Metadata.Elsewhere("http://m/t"));

  static final Host ROOT = Host.root(true, Set.copyOf(Host.ASKED));

  /** What an image says where a pod does not. */
  static final String IMAGE_APP = "{'exec':['/bin/a'],'user':'0','group':'0'}";

  private Host host = ROOT;
  private PodOptions options = OPTIONS;
  private String version = "0.8.11";
  private String imageVersion = "";
  private String imageApp = IMAGE_APP;
  private Rootfs rootfs = new FakeRootfs();
  private final Map<String, HostFiles.Kind> files = new HashMap<>();

  Plans on(Host other) {
    host = other;
    return this;
  }

  Plans with(PodOptions other) {
    options = other;
    return this;
  }

  Plans at(String other) {
    version = other;
    return this;
  }

  Plans imageAt(String other) {
    imageVersion = other;
    return this;
  }

  Plans image(String app) {
    imageApp = app;
    return this;
  }

  Plans in(Rootfs other) {
    rootfs = other;
    return this;
  }

  Plans source(String path, HostFiles.Kind kind) {
    files.put(path, kind);
    return this;
  }

  /** Plans a pod of one app, named a, that has the image's app. */
  Planning app() {
    return pod("{'apps':[{'name':'a'}]}");
  }

  /** Plans a pod of one app, named a, with what it is to execute. */
  Planning app(String app) {
    return pod("{'apps':[{'name':'a','app':" + app + "}]}");
  }

  /** Plans a pod of one app that has the required parts and more. */
  Planning appWith(String more) {
    return app("{'exec':['/bin/a'],'user':'0','group':'0'," + more + "}");
  }

  Planning pod(String text) {
    PodManifest pod =
        (PodManifest)
            ManifestReader.read(
                json(text), ManifestKind.POD_MANIFEST, SpecVersion.known(version).orElseThrow());
    List<RenderedApp> apps = new ArrayList<>();
    for (PodApp podApp : pod.podApps()) {
      SpecVersion ofImage =
          imageVersion.isEmpty() ? pod.version() : SpecVersion.known(imageVersion).orElseThrow();
      Optional<App> app =
          podApp
              .app()
              .or(
                  () ->
                      imageApp.isEmpty()
                          ? Optional.empty()
                          : Optional.of(ManifestReader.readApp(json(imageApp), ofImage)));
      apps.add(
          new RenderedApp(
              podApp,
              app,
              podApp.app().isPresent() ? pod.version() : ofImage,
              "example.com/image",
              "/data/trees/t/rootfs",
              rootfs));
    }
    try {
      return new Planner(host, this::kind).plan(pod, apps, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HostFiles.Kind kind(String path) {
    boolean parent = files.keySet().stream().anyMatch(known -> known.startsWith(path + "/"));
    HostFiles.Kind other = parent ? HostFiles.Kind.DIRECTORY : HostFiles.Kind.MISSING;
    return files.getOrDefault(path, other);
  }

  private static Json.Obj json(String text) {
    return (Json.Obj)
        Document.read(Source.of("text", text.replace('\'', '"')), Limits.DEFAULT)
            .root()
            .orElseThrow();
  }

  static Planning.Planned planned(Planning planning) {
    if (planning instanceof Planning.Planned planned) {
      return planned;
    }
    throw new AssertionError(planning.toString());
  }

  /** The lines of a plan. */
  static List<String> lines(Planning planning) {
    return Arrays.asList(planned(planning).plan().text().split("\n", -1));
  }

  /** The lines of a plan that begin with one of these words. */
  static List<String> lines(Planning planning, String... verbs) {
    Set<String> wanted = Set.of(verbs);
    return lines(planning).stream().filter(line -> wanted.contains(line.split(" ", 2)[0])).toList();
  }

  /** The lines between those for the file systems of the kernel and the end of the rootfs. */
  static List<String> volumeLines(Planning planning) {
    List<String> lines = lines(planning);
    int first = lines.indexOf("console /dev/console") + 1;
    int last = lines.indexOf("user 0");
    return lines.subList(first, last).stream()
        .filter(line -> !line.startsWith("enter ") && !line.startsWith("file /etc/hosts "))
        .toList();
  }

  static List<String> refusals(Planning planning) {
    if (planning instanceof Planning.Refused refused) {
      return refused.refusals().stream().map(it -> it.place() + " " + it).toList();
    }
    throw new AssertionError(planning.toString());
  }

  static List<String> warnings(Planning planning) {
    return planning.warnings().stream().map(it -> it.place() + " " + it).toList();
  }

  static List<String> reductions(Planning planning) {
    return planned(planning).reductions().stream().map(Remark::toString).toList();
  }

  static List<String> isolators(Planning planning) {
    return planned(planning).isolators().stream()
        .map(
            it ->
                it.app().orElse("pod")
                    + " "
                    + it.name()
                    + " "
                    + it.outcome()
                    + (it.reason().isEmpty() ? "" : ": " + it.reason()))
        .toList();
  }
}
