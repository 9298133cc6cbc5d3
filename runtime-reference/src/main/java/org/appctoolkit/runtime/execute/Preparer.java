package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.dependency.Catalogue;
import org.appctoolkit.dependency.DependencyLimits;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Obstacle;
import org.appctoolkit.dependency.Resolution;
import org.appctoolkit.dependency.ResolvedPod;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Quote;
import org.appctoolkit.document.Source;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.runtime.plan.AppPlan;
import org.appctoolkit.runtime.plan.EmptyVolume;
import org.appctoolkit.runtime.plan.Host;
import org.appctoolkit.runtime.plan.Metadata;
import org.appctoolkit.runtime.plan.Network;
import org.appctoolkit.runtime.plan.Places;
import org.appctoolkit.runtime.plan.Planner;
import org.appctoolkit.runtime.plan.Planning;
import org.appctoolkit.runtime.plan.PodMetadata;
import org.appctoolkit.runtime.plan.PodOptions;
import org.appctoolkit.runtime.plan.Remark;
import org.appctoolkit.runtime.plan.RenderedApp;
import org.appctoolkit.runtime.plan.Step;

/** Makes pods ready to be started: renders what they need, decides, and writes it down. */
public final class Preparer {
  private final Pods pods;
  private final Catalogue catalogue;
  private final DependencyLimits dependencyLimits;
  private final Host host;
  private final Trees trees;
  private final InstantSource clock;

  /**
   * Makes pods ready in a directory.
   *
   * @param catalogue where their images are
   * @param host what the plans are for
   */
  public Preparer(Pods pods, Catalogue catalogue, Host host, InstantSource clock) {
    this.pods = pods;
    this.catalogue = catalogue;
    this.dependencyLimits = DependencyLimits.DEFAULT;
    this.host = host;
    this.trees = pods.trees(host.uidMaps().isEmpty(), ArchiveLimits.DEFAULT);
    this.clock = clock;
  }

  /** What becomes of a pod once it is prepared. */
  public enum Purpose {
    /** It waits for anybody who starts it. */
    LATER,
    /** This process starts it; if that dies, nobody does. */
    NOW,
    /** The plan is all that is wanted: nothing is left but the trees. */
    PLAN
  }

  /** Further options of a pod, once its name is known. */
  @FunctionalInterface
  public interface Options {
    /**
     * The same with what was asked for.
     *
     * @throws IOException if what it takes cannot be had
     */
    PodOptions from(PodOptions usual) throws IOException;
  }

  /**
   * A pod that is made ready.
   *
   * @param pod where; gone if only the plan is wanted
   * @param planned how it is run
   * @param notes what the user should be told
   */
  public record Prepared(PodDirectory pod, Planning.Planned planned, List<PodStatus.Note> notes) {
    /** Copies the list. */
    public Prepared {
      notes = List.copyOf(notes);
    }
  }

  private record Rendered(ResolvedPod.ResolvedApp app, Assembly assembly, Trees.Tree tree) {}

  /**
   * Makes a pod ready.
   *
   * @param manifest its manifest, without errors
   * @param text the same as it is written
   * @param network what it is to have; an address on a bridge is the pod's from then on
   * @throws RefusedException if it cannot be run; then nothing is left but trees
   * @throws IOException if something cannot be read or written
   */
  public Prepared prepare(
      UUID uuid,
      PodManifest manifest,
      String text,
      Purpose purpose,
      NetworkRequest network,
      Options options)
      throws IOException, RefusedException {
    Path draft = pods.begin(uuid);
    boolean kept = false;
    try {
      ResolvedPod resolved = ResolvedPod.of(manifest, catalogue);
      List<Rendered> rendered = render(draft, resolved);
      Places places = new Places(pods.place(uuid).toString());
      List<RenderedApp> apps =
          rendered.stream()
              .map(
                  it ->
                      RenderedApp.of(
                          it.app(),
                          manifest.version(),
                          it.tree().path().toString(),
                          it.tree().rootfs()))
              .toList();
      Network given = given(network, pods.place(uuid), purpose);
      PodOptions wanted = options.from(PodOptions.of(uuid.toString(), places).withNetwork(given));
      Planning planning = new Planner(host, new LocalFiles()).plan(manifest, apps, wanted);
      if (planning instanceof Planning.Refused refused) {
        throw new RefusedException(refused.refusals().stream().map(Remark::toString).toList());
      }
      Planning.Planned planned = (Planning.Planned) planning;
      List<PodStatus.Note> notes = notes(rendered, planned);
      if (purpose != Purpose.PLAN) {
        write(draft, places, rendered, planned, told(given), notes);
        SmallFile.write(draft.resolve(PodDirectory.MANIFEST), text);
        writeMetadata(draft, resolved, text, planned, wanted);
        kept = true;
        PodDirectory pod = pods.commit(uuid, draft);
        if (purpose == Purpose.LATER) {
          // Not before: a draft that nobody prepares is a leftover.
          Files.delete(pod.path().resolve(PodDirectory.PREPARER));
        }
        return new Prepared(pod, planned, notes);
      }
      return new Prepared(new PodDirectory(uuid, draft), planned, notes);
    } finally {
      if (!kept) {
        takeBack(network, pods.place(uuid), purpose);
        Removal.remove(draft);
      }
    }
  }

  // --- the network

  private static Network given(NetworkRequest wanted, Path pod, Purpose purpose)
      throws IOException, RefusedException {
    if (wanted instanceof NetworkRequest.OnBridge on) {
      return purpose == Purpose.PLAN ? on.bridge().preview() : on.bridge().give(pod);
    }
    return wanted instanceof NetworkRequest.OfHost ? new Network.OfHost() : new Network.None();
  }

  private static void takeBack(NetworkRequest wanted, Path pod, Purpose purpose)
      throws IOException, RefusedException {
    if (wanted instanceof NetworkRequest.OnBridge on && purpose != Purpose.PLAN) {
      on.bridge().takeBack(pod);
    }
  }

  /** How it is remembered. */
  private static List<String> told(Network network) {
    if (network instanceof Network.Bridged on) {
      return List.of(
          PodDirectory.NETWORK,
          PodDirectory.BRIDGED,
          on.bridge(),
          on.address(),
          Subnet.of(on.gateway(), on.prefix()).toString());
    }
    return List.of(PodDirectory.NETWORK, network instanceof Network.OfHost ? "host" : "none");
  }

  // --- the trees

  private List<Rendered> render(Path draft, ResolvedPod pod) throws IOException, RefusedException {
    List<Rendered> rendered = new ArrayList<>();
    for (ResolvedPod.ResolvedApp app : pod.apps()) {
      Assembly assembly = assembly(app);
      pods.use(draft, trees.digest(assembly));
      rendered.add(new Rendered(app, assembly, trees.obtain(assembly)));
    }
    return rendered;
  }

  private Assembly assembly(ResolvedPod.ResolvedApp app) throws IOException, RefusedException {
    if (app.image().isEmpty()) {
      throw new RefusedException(
          app.id()
              .map(id -> "there is no image " + id + " in the store")
              .orElse("an app of the pod does not say by its ID which image it is run in"));
    }
    KnownImage image = app.image().get();
    if (!image.hasDependencies()) {
      return forThisPlatform(Assembly.of(image));
    }
    Resolution resolution = Resolution.of(image, catalogue, dependencyLimits);
    List<Obstacle> reasons =
        resolution.obstacles().stream().filter(Preparer::keepsFromRunning).toList();
    if (resolution.assembly().isEmpty() || !reasons.isEmpty()) {
      throw new RefusedException(reasons.stream().map(it -> told(image, it)).toList());
    }
    return forThisPlatform(resolution.assembly().get());
  }

  /** A dependency that tells its size asks for an archive of no other one. */
  private static boolean keepsFromRunning(Obstacle obstacle) {
    return obstacle.kind().isFatal() || obstacle.kind() == Obstacle.Kind.OTHER_SIZE;
  }

  private static Assembly forThisPlatform(Assembly assembly) throws RefusedException {
    Platform platform = Platform.ofThis();
    List<String> others =
        assembly.images().stream()
            .flatMap(
                image ->
                    platform
                        .obstacle(image.labels())
                        .map(it -> "%s: %s".formatted(Quote.escape(image.name()), it))
                        .stream())
            .distinct()
            .toList();
    if (!others.isEmpty()) {
      throw new RefusedException(others);
    }
    return assembly;
  }

  private static String told(KnownImage image, Obstacle obstacle) {
    return Quote.escape(image.name())
        + ": "
        + obstacle.message()
        + (obstacle.way().isEmpty()
            ? ""
            : ", a dependency of "
                + String.join(" → ", obstacle.way().stream().map(Quote::of).toList()));
  }

  // --- writing it down

  private void write(
      Path draft,
      Places places,
      List<Rendered> rendered,
      Planning.Planned planned,
      List<String> network,
      List<PodStatus.Note> notes)
      throws IOException, RefusedException {
    Files.createDirectory(draft.resolve("root"));
    List<List<String>> about = new ArrayList<>();
    about.add(List.of("created", PodDirectory.seconds(clock.instant())));
    about.add(network);
    List<AppPlan> apps = planned.plan().apps();
    for (int i = 0; i < apps.size(); i++) {
      AppPlan app = apps.get(i);
      Rendered of = rendered.get(i);
      makeDirectories(draft, places, app, of.assembly());
      about.add(
          List.of(
              "app",
              app.name(),
              of.assembly().root().name(),
              of.assembly().root().ids().stream().findFirst().map(ImageId::toString).orElse("")));
    }
    for (EmptyVolume volume : planned.emptyVolumes()) {
      make(inDraft(draft, places, volume.path()), volume);
    }
    notes.forEach(note -> about.add(List.of("note", note.kind(), note.message())));
    SmallFile.write(draft.resolve(PodDirectory.ABOUT), new StatusFile(about).text());
    IsolatorFile.write(draft.resolve(PodDirectory.ISOLATORS), planned.isolators());
    SmallFile.write(draft.resolve(PodDirectory.PLAN), planned.plan().text());
  }

  /** What the metadata service has to know, if it is ours. */
  private void writeMetadata(
      Path draft, ResolvedPod pod, String text, Planning.Planned planned, PodOptions options)
      throws IOException, RefusedException {
    if (options.metadata() instanceof Metadata.Ours ours
        && Document.read(Source.of(PodDirectory.MANIFEST, text), Limits.DEFAULT).root().orElse(null)
            instanceof Json.Obj root) {
      new MetadataPlace(pods).make();
      MetadataFiles.write(
          draft,
          ours.token(),
          options.network() instanceof Network.OfHost ? Optional.of(ours.port()) : Optional.empty(),
          PodMetadata.of(root, pod.manifest(), pod.apps(), planned.plan(), options));
    }
  }

  /** Where something is, until the draft becomes the pod. */
  private static Path inDraft(Path draft, Places places, String path) {
    return draft.resolve(Path.of(places.pod()).relativize(Path.of(path)));
  }

  private void makeDirectories(Path draft, Places places, AppPlan app, Assembly assembly)
      throws IOException, RefusedException {
    Files.createDirectories(inDraft(draft, places, places.app(app.name())));
    Files.createDirectory(inDraft(draft, places, places.rootfs(app.name())));
    boolean copied = app.steps().stream().anyMatch(Step.BindRoot.class::isInstance);
    if (copied) {
      trees.copy(assembly, inDraft(draft, places, places.copy(app.name())));
    } else {
      Files.createDirectory(inDraft(draft, places, places.upper(app.name())));
      Files.createDirectory(inDraft(draft, places, places.work(app.name())));
    }
  }

  private void make(Path place, EmptyVolume volume) throws IOException {
    Files.createDirectories(place);
    if (host.uidMaps().isEmpty()) {
      Files.setAttribute(place, "unix:uid", (int) volume.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(place, "unix:gid", (int) volume.gid(), LinkOption.NOFOLLOW_LINKS);
    }
    Files.setAttribute(place, "unix:mode", volume.mode(), LinkOption.NOFOLLOW_LINKS);
  }

  private static List<PodStatus.Note> notes(List<Rendered> rendered, Planning.Planned planned) {
    List<PodStatus.Note> notes = new ArrayList<>();
    rendered.stream()
        .flatMap(it -> it.tree().remarks().stream())
        .distinct()
        .forEach(it -> notes.add(new PodStatus.Note("warning", it)));
    planned.warnings().forEach(it -> notes.add(new PodStatus.Note("warning", it.toString())));
    planned.reductions().forEach(it -> notes.add(new PodStatus.Note("reduced", it.toString())));
    return notes;
  }
}
