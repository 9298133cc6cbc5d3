package org.appctoolkit.dependency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.fixtures.ImageSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the text says on rendering, done step by step: one image after the other is put down in a
 * map from paths to what is there, and at the end what no whitelist wanted is gone.
 *
 * <p>Images have to be sound, and what they depend on has to be there.
 */
final class NaiveRenderer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Extracted> images = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private final TreeMap<String, Thing> rootfs = new TreeMap<>();

  /** Directories that are there for their own sake. */
  private final Set<String> wanted = new HashSet<>();

  private NaiveRenderer() {}

  /**
   * Something at a path.
   *
   * @param entry its entry; none for a directory that only a path below it tells of
   * @param content of a file
   * @param file what other names of a file share with it
   * @param key of the image it comes from
   */
  private record Thing(Optional<Entry> entry, Octets content, Object file, String key) {
    boolean isDirectory() {
      return entry.isEmpty() || entry.get().type() == EntryType.DIRECTORY;
    }
  }

  /**
   * An image that was read.
   *
   * @param id its image ID
   * @param manifest its manifest
   * @param things what is in its rootfs, directories without an entry included, by absolute path
   */
  private record Extracted(
      String key, String id, JsonNode manifest, TreeMap<String, Thing> things) {
    /** The paths of its whitelist in one form; empty if everything is kept. */
    Optional<Set<String>> whitelist() {
      if (manifest.path("pathWhitelist").isEmpty()) {
        return Optional.empty();
      }
      Set<String> paths = new HashSet<>();
      manifest.path("pathWhitelist").forEach(path -> normal(path.asString()).ifPresent(paths::add));
      return Optional.of(paths);
    }
  }

  /**
   * Renders an image.
   *
   * @param root its key
   */
  static NaiveRenderer render(ImageSet set, String root) throws IOException {
    NaiveRenderer renderer = new NaiveRenderer();
    for (String key : set.keys()) {
      renderer.images.put(key, extracted(set, key));
    }
    renderer.put("/", new Thing(Optional.empty(), Octets.EMPTY, new Object(), ""));
    renderer.passes(renderer.image(root), List.of());
    renderer.ensure(renderer.image(root).manifest());
    renderer.removeUnwanted();
    return renderer;
  }

  /** The keys of the images in the order in which they were put down. */
  List<String> order() {
    return List.copyOf(order);
  }

  /** The key of the image that what is at a path comes from; empty if no image has an entry. */
  String from(String path) {
    return Optional.ofNullable(rootfs.get(path)).orElseThrow().key();
  }

  /** What is there in the end, in words. */
  Map<String, String> told() {
    Map<Object, String> firstNames = new HashMap<>();
    rootfs.forEach((path, thing) -> firstNames.putIfAbsent(thing.file(), path));
    Map<String, String> told = new TreeMap<>();
    rootfs.forEach(
        (path, thing) ->
            told.put(
                path,
                thing.entry().isEmpty()
                    ? Told.DIRECTORY_WITHOUT_ENTRY
                    : Told.of(
                        thing.entry().get(),
                        thing.content(),
                        Optional.ofNullable(firstNames.get(thing.file())).orElseThrow())));
    return told;
  }

  private Extracted image(String key) {
    return Optional.ofNullable(images.get(key)).orElseThrow();
  }

  private void passes(Extracted image, List<Set<String>> above) {
    List<Set<String>> whitelists = new ArrayList<>(above);
    image.whitelist().ifPresent(whitelists::add);
    for (JsonNode dependency : image.manifest().path("dependencies")) {
      passes(meant(dependency), whitelists);
    }
    order.add(image.key());
    putDown(image, whitelists);
  }

  /** The image with that ID, or of that name and with those labels. */
  private Extracted meant(JsonNode dependency) {
    String id = dependency.path("imageID").asString("");
    String name =
        dependency
            .path("imageName")
            .asString(dependency.path("app").asString(dependency.path("name").asString("")));
    return images.values().stream()
        .filter(it -> id.isEmpty() || it.id().equals(id))
        .filter(it -> it.manifest().path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void putDown(Extracted image, List<Set<String>> whitelists) {
    image
        .things()
        .forEach(
            (path, thing) -> {
              boolean listed = whitelists.stream().allMatch(it -> it.contains(path));
              boolean onTheWay =
                  thing.isDirectory()
                      && thing.entry().isPresent()
                      && whitelists.stream().allMatch(it -> leadsTo(it, path));
              if (listed || onTheWay) {
                put(path, thing);
                if (listed) {
                  wanted.add(path);
                }
              }
            });
  }

  private void put(String path, Thing thing) {
    if (!path.equals("/")) {
      String parent = parent(path);
      if (!Optional.ofNullable(rootfs.get(parent)).filter(Thing::isDirectory).isPresent()) {
        put(parent, new Thing(Optional.empty(), Octets.EMPTY, new Object(), ""));
      }
    }
    Optional<Thing> there = Optional.ofNullable(rootfs.get(path));
    if (there.isPresent() && there.get().isDirectory() && thing.isDirectory()) {
      if (thing.entry().isPresent()) {
        rootfs.put(path, thing);
      }
      return;
    }
    remove(path);
    rootfs.put(path, thing);
  }

  private void remove(String path) {
    rootfs.keySet().removeIf(it -> isAtOrBelow(it, path));
    wanted.removeIf(it -> isAtOrBelow(it, path));
  }

  /** Up to 0.5.1 a slash says that there is a directory, whoever has it. */
  private void ensure(JsonNode manifest) {
    String[] version = manifest.path("acVersion").asString().split("\\.", -1);
    int number = Integer.parseInt(version[1]) * 1000 + Integer.parseInt(version[2]);
    if (number > 5001) {
      return;
    }
    for (JsonNode path : manifest.path("pathWhitelist")) {
      if (path.asString().endsWith("/")) {
        normal(path.asString())
            .ifPresent(
                it -> {
                  put(it, new Thing(Optional.empty(), Octets.EMPTY, new Object(), ""));
                  wanted.add(it);
                });
      }
    }
  }

  private void removeUnwanted() {
    for (String path : rootfs.descendingMap().keySet().toArray(new String[0])) {
      boolean directory =
          Optional.ofNullable(rootfs.get(path)).filter(Thing::isDirectory).isPresent();
      if (directory
          && !path.equals("/")
          && !wanted.contains(path)
          && rootfs.keySet().stream().noneMatch(it -> isBelow(it, path))) {
        rootfs.remove(path);
      }
    }
  }

  private static boolean isBelow(String path, String directory) {
    return directory.equals("/")
        ? path.length() > 1
        : path.startsWith(directory) && path.startsWith("/", directory.length());
  }

  /** Whether a directory is in a whitelist or above something in it; the rootfs always is. */
  private static boolean leadsTo(Set<String> whitelist, String directory) {
    return directory.equals("/") || whitelist.stream().anyMatch(it -> isAtOrBelow(it, directory));
  }

  private static boolean isAtOrBelow(String path, String directory) {
    return path.equals(directory) || isBelow(path, directory);
  }

  private static String parent(String path) {
    return path.lastIndexOf('/') == 0 ? "/" : path.substring(0, path.lastIndexOf('/'));
  }

  /** An absolute path without empty parts, dots and a slash at its end; empty if it is none. */
  private static Optional<String> normal(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    StringBuilder normal = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        normal.append('/').append(part);
      }
    }
    return Optional.of(normal.isEmpty() ? "/" : normal.toString());
  }

  private static Extracted extracted(ImageSet set, String key) throws IOException {
    TreeMap<String, Thing> things = new TreeMap<>();
    List<JsonNode> manifests = new ArrayList<>();
    ImageArchive.read(
        new ByteArrayInputStream(set.archive(key)),
        ArchiveLimits.DEFAULT,
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            String name = normal("/" + entry.name().text()).orElseThrow();
            if (name.equals("/manifest")) {
              manifests.add(MAPPER.readTree(content.readAllBytes()));
            } else if (name.equals("/rootfs") || name.startsWith("/rootfs/")) {
              add(
                  name.equals("/rootfs") ? "/" : name.substring("/rootfs".length()),
                  entry,
                  content);
            }
            return Next.CONTINUE;
          }

          private void add(String path, Entry entry, EntryContent content) throws IOException {
            for (String up = path; !up.equals("/"); up = parent(up)) {
              Thing implied = new Thing(Optional.empty(), Octets.EMPTY, new Object(), "");
              things.putIfAbsent(parent(up), implied);
            }
            if (entry.type() == EntryType.HARD_LINK) {
              String target = normal("/" + entry.linkName().text()).orElseThrow();
              things.put(
                  path,
                  Optional.ofNullable(things.get(target.substring("/rootfs".length())))
                      .orElseThrow());
            } else {
              Octets bytes = Octets.of(content.readAllBytes());
              things.put(path, new Thing(Optional.of(entry), bytes, new Object(), key));
            }
          }

          @Override
          public void fault(ArchiveFault fault) {
            throw new IllegalStateException(fault.toString());
          }
        });
    return new Extracted(key, set.id(key), manifests.get(0), things);
  }
}
