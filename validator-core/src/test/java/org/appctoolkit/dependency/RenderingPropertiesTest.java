package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.fixtures.ImageSet;
import org.appctoolkit.fixtures.StoreRecipe;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever images depend on one another: rendering does what doing it step by step comes to. */
class RenderingPropertiesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String KEYS = "abcdef";

  /** Few names, so that images meet. */
  private static final List<String> NAMES = List.of("x", "x", "y", "y", "z");

  /**
   * An entry that may or may not find its place in an image.
   *
   * @param path without a slash before it
   * @param kind a word; {@code hardlink} for a link to one of the files before it
   * @param number makes it differ from others
   */
  private record Draft(String path, String kind, int number) {}

  /**
   * An image.
   *
   * @param dependencies numbers, from which the dependencies follow
   * @param whitelist paths as written
   */
  private record Plan(
      List<Draft> drafts,
      List<Integer> dependencies,
      Optional<List<String>> whitelist,
      String version,
      boolean rootfs) {}

  private static Arbitrary<String> path() {
    return Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(it -> String.join("/", it));
  }

  private static Arbitrary<List<Plan>> plans() {
    Arbitrary<String> kind =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.just("file")),
            Tuple.of(4, Arbitraries.just("directory")),
            Tuple.of(3, Arbitraries.just("symlink")),
            Tuple.of(3, Arbitraries.just("hardlink")),
            Tuple.of(1, Arbitraries.just("fifo")));
    Arbitrary<List<Draft>> drafts =
        Combinators.combine(path(), kind, Arbitraries.integers().between(0, 99))
            .as(Draft::new)
            .list()
            .ofMaxSize(8);
    Arbitrary<String> listed =
        Combinators.combine(
                Arbitraries.of("/", "/", "/", "//", "/./", ""),
                path(),
                Arbitraries.of("", "", "", "/", "/."))
            .as((before, path, after) -> before + path + after);
    Arbitrary<Optional<List<String>>> whitelist = listed.list().ofMaxSize(7).optional(0.5);
    return Combinators.combine(
            drafts,
            Arbitraries.integers().between(0, KEYS.length() - 1).list().ofMaxSize(3),
            whitelist,
            Arbitraries.of("0.8.11", "0.8.11", "0.5.1"),
            Arbitraries.of(true, true, false))
        .as(Plan::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(KEYS.length());
  }

  /** Images of which each depends on later ones only, as JSON, so that a failure can be kept. */
  @Provide
  Arbitrary<String> images() {
    return plans().map(it -> written(it, false, false));
  }

  /** The same without whitelists. */
  @Provide
  Arbitrary<String> imagesWithoutWhitelists() {
    return plans().map(it -> written(it, false, true));
  }

  /** Images that depend on any of them, and on some that are not there. */
  @Provide
  Arbitrary<String> graphs() {
    return plans()
        .map(
            plans ->
                written(
                    plans.stream()
                        .map(
                            it ->
                                new Plan(
                                    List.of(), it.dependencies(), Optional.empty(), "0.8.11", true))
                        .toList(),
                    true,
                    true));
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void whatIsRenderedIsWhatComesOfDoingItStepByStep(@ForAll("images") String json)
      throws IOException, UnrenderableException {
    ImageSet images = set(json);

    NaiveRenderer naive = NaiveRenderer.render(images, "a");
    Rendering rendering = rendering(images);

    assertThat(order(rendering.assembly(), images)).as(json).isEqualTo(naive.order());
    assertThat(told(rendering)).as(json).isEqualTo(naive.told());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void orderOfWhatIsReadChangesNothing(@ForAll("images") String json)
      throws IOException, UnrenderableException {
    Rendering rendering = rendering(set(json));

    Map<String, RenderedFile> quick = RenderedFile.all(rendering.source(new byte[0]));
    Map<String, RenderedFile> ordered = RenderedFile.all(rendering.sourceInOrder(new byte[0]));

    assertThat(Told.of(ordered, passes(rendering)))
        .as(json)
        .isEqualTo(Told.of(quick, passes(rendering)));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whitelistOfEverythingIsAsGoodAsNone(@ForAll("imagesWithoutWhitelists") String json)
      throws IOException, UnrenderableException {
    Map<String, String> everything = told(rendering(set(json)));
    ObjectNode listing = (ObjectNode) MAPPER.readTree(json);
    ArrayNode whitelist =
        ((ObjectNode) listing.path("a").path("manifest")).putArray("pathWhitelist");
    everything.keySet().forEach(whitelist::add);

    Map<String, String> listed = told(rendering(set(listing.toString())));

    assertThat(listed).as(json).isEqualTo(everything);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void resolutionEndsAndTellsWhatIsInTheWay(@ForAll("graphs") String json) throws IOException {
    ImageSet images = set(json);
    Graph graph = Graph.of(json);

    Resolution resolution =
        Resolution.of(
            SetCatalogue.image(images, "a"),
            new SetCatalogue(images, images.keys()),
            DependencyLimits.DEFAULT);

    List<Obstacle.Kind> kinds = resolution.obstacles().stream().map(Obstacle::kind).toList();
    assertThat(kinds.contains(Obstacle.Kind.CYCLE)).as(json).isEqualTo(graph.hasCycle("a"));
    assertThat(kinds.contains(Obstacle.Kind.MISSING)).as(json).isEqualTo(graph.lacksAny("a"));
    assertThat(resolution.assembly().isPresent())
        .as(json)
        .isEqualTo(!graph.hasCycle("a") && !graph.lacksAny("a"));
  }

  private static Rendering rendering(ImageSet images) throws IOException, UnrenderableException {
    Resolution resolution =
        Resolution.of(
            SetCatalogue.image(images, "a"),
            new SetCatalogue(images, images.keys()),
            DependencyLimits.DEFAULT);
    return Rendering.of(resolution.assembly().orElseThrow(), ArchiveLimits.DEFAULT);
  }

  private static Map<String, String> told(Rendering rendering) throws IOException {
    return Told.of(RenderedFile.all(rendering.source(new byte[0])), passes(rendering));
  }

  private static Map<String, Integer> passes(Rendering rendering) {
    Map<String, Integer> passes = new HashMap<>();
    rendering.origins().forEach(it -> passes.put(it.path().text(), it.pass()));
    return passes;
  }

  private static List<String> order(Assembly assembly, ImageSet images) {
    return assembly.passes().stream()
        .map(it -> assembly.image(it).ids().get(0).toString())
        .map(id -> images.keys().stream().filter(it -> images.id(it).equals(id)).findFirst())
        .map(Optional::orElseThrow)
        .toList();
  }

  private static ImageSet set(String json) throws IOException {
    return StoreRecipe.read("{\"pod\": {}, \"images\": " + json + "}").images();
  }

  private static String written(List<Plan> plans, boolean anyDirection, boolean withoutWhitelists) {
    ObjectNode images = MAPPER.createObjectNode();
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      ObjectNode image = images.putObject(KEYS.substring(i, i + 1));
      ObjectNode manifest = image.putObject("manifest");
      manifest.put("acVersion", plan.version());
      ArrayNode dependencies = manifest.putArray("dependencies");
      for (int number : plan.dependencies()) {
        int later = plans.size() - i - 1;
        int other = anyDirection ? number : i + 1 + number % Math.max(1, later);
        if (anyDirection || later > 0) {
          dependencies
              .addObject()
              .put(
                  plan.version().equals("0.5.1") ? "app" : "imageName",
                  "example.org/" + KEYS.charAt(other));
        }
      }
      if (!withoutWhitelists && plan.whitelist().isPresent()) {
        ArrayNode whitelist = manifest.putArray("pathWhitelist");
        plan.whitelist().get().forEach(whitelist::add);
      }
      ArrayNode without = image.putArray("without").add("rootfs/bin").add("rootfs/bin/app");
      if (!plan.rootfs()) {
        without.add("rootfs");
      }
      addEntries(plan.drafts(), image.putArray("entries"), KEYS.charAt(i));
    }
    return images.toString();
  }

  /** Those that an image can have: each path once, and below directories only. */
  private static void addEntries(List<Draft> drafts, ArrayNode entries, char key) {
    Map<String, String> kinds = new HashMap<>();
    List<String> files = new ArrayList<>();
    for (Draft draft : drafts) {
      String path = draft.path();
      String there = kinds.getOrDefault(path, "");
      boolean free = there.isEmpty() || (there.equals("implied") && isDirectory(draft.kind()));
      boolean below = false;
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        String parent = kinds.getOrDefault(path.substring(0, slash), "implied");
        below |= !isDirectory(parent) && !parent.equals("implied");
      }
      if (!free || below || (draft.kind().equals("hardlink") && files.isEmpty())) {
        continue;
      }
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        kinds.putIfAbsent(path.substring(0, slash), "implied");
      }
      kinds.put(path, draft.kind());
      ObjectNode entry = entries.addObject().put("name", "rootfs/" + path);
      entry.put("type", draft.kind());
      switch (draft.kind()) {
        case "hardlink" -> entry.put("link", "rootfs/" + files.get(draft.number() % files.size()));
        case "symlink" -> entry.put("link", NAMES.get(draft.number() % NAMES.size()));
        case "file" -> entry.put("content", key + " " + draft.number());
        default -> {}
      }
      if (Set.of("file", "hardlink").contains(draft.kind())) {
        files.add(path);
      }
      if (isDirectory(draft.kind()) || draft.kind().equals("file")) {
        entry.put("mode", List.of("0700", "0755", "0644").get(draft.number() % 3));
        entry.put("uid", draft.number());
        entry.put("mtime", key);
      }
    }
  }

  private static boolean isDirectory(String kind) {
    return kind.equals("directory");
  }
}
