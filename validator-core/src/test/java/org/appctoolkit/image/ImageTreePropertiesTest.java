package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;

/** A tree knows what a map from paths to entries knows. */
class ImageTreePropertiesTest {
  private static final int BLOCK = 512;

  /** Names of lengths around those that are kept in different ways, and of many lengths. */
  private static final List<String> PARTS =
      List.of(
          "a",
          "b",
          "é",
          "c".repeat(13),
          "d".repeat(14),
          "e".repeat(15),
          "f".repeat(16),
          "g".repeat(300));

  /** What a map keeps of an entry; of an implied directory the entry that implied it. */
  private record Known(Entry entry, boolean implied, Optional<String> hardLinkedFile) {
    boolean isDirectory() {
      return implied || entry.type() == EntryType.DIRECTORY;
    }

    EntryType type() {
      return implied ? EntryType.DIRECTORY : entry.type();
    }
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<String> path =
        Arbitraries.of(PARTS).list().ofMinSize(1).ofMaxSize(4).map(it -> String.join("/", it));
    Arbitrary<String> decorated =
        Combinators.combine(path, Arbitraries.of("", "/", "./", ".//"), Arbitraries.of("", "/"))
            .as((middle, before, after) -> before + middle + after);
    Arbitrary<Entry> entry =
        Combinators.combine(
                decorated,
                Arbitraries.of(EntryType.values()),
                Arbitraries.integers().between(0, 07777),
                path)
            .as((name, type, mode, link) -> Entries.of(name, type, mode, link, 0));
    return entry
        .list()
        .ofMaxSize(60)
        .map(
            list -> {
              List<Entry> placed = new ArrayList<>();
              for (Entry it : list) {
                placed.add(
                    Entries.of(
                        it.name().text(),
                        it.type(),
                        it.mode(),
                        it.linkName().text(),
                        (long) BLOCK * placed.size()));
              }
              return placed;
            });
  }

  @Property
  void looksUpAsAMapDoes(@ForAll("entries") List<Entry> entries) {
    ImageTree tree = new ImageTree(1 << 24);
    Map<String, Known> model = new LinkedHashMap<>();

    for (Entry entry : entries) {
      assertThat(told(tree, Arrival.of(entry, tree).spot())).isEqualTo(told(model, entry));
      Entries.add(tree, entry);
      add(model, entry);
    }
  }

  @Property
  void keepsWhatAMapKeeps(@ForAll("entries") List<Entry> entries) {
    ImageTree tree = new ImageTree(1 << 24);
    Map<String, Known> model = new LinkedHashMap<>();

    for (Entry entry : entries) {
      Entries.add(tree, entry);
      add(model, entry);
    }

    assertThat(all(tree)).containsExactlyInAnyOrderElementsOf(all(model));
  }

  private static List<String> parts(String name) {
    return Arrays.stream(name.split("/")).filter(it -> !it.isEmpty() && !it.equals(".")).toList();
  }

  private static String path(List<String> parts, int depth) {
    return String.join("/", parts.subList(0, depth));
  }

  private static void add(Map<String, Known> model, Entry entry) {
    List<String> parts = parts(entry.name().text());
    String path = path(parts, parts.size());
    Known known = new Known(entry, false, hardLinkedFile(model, entry));
    Known there = model.get(path);
    if (there != null) {
      if (there.implied() && entry.type() == EntryType.DIRECTORY) {
        model.put(path, known);
      }
      return;
    }
    for (int depth = 1; depth < parts.size(); depth++) {
      model.putIfAbsent(path(parts, depth), new Known(entry, true, Optional.empty()));
    }
    model.put(path, known);
  }

  /** The path of what a hard link means in the end. */
  private static Optional<String> hardLinkedFile(Map<String, Known> model, Entry entry) {
    String target = entry.linkName().text();
    Known there = model.get(target);
    if (entry.type() != EntryType.HARD_LINK || there == null) {
      return Optional.empty();
    }
    return there.type() == EntryType.HARD_LINK ? there.hardLinkedFile() : Optional.of(target);
  }

  private static String told(Map<String, Known> model, Entry entry) {
    List<String> parts = parts(entry.name().text());
    String obstacle = "none";
    String parent = "";
    int missing = 0;
    for (int depth = 1; depth < parts.size(); depth++) {
      String path = path(parts, depth);
      Known known = model.get(path);
      if (known == null) {
        missing++;
        continue;
      }
      parent = path;
      if (!known.isDirectory() && obstacle.equals("none")) {
        obstacle = path;
      }
    }
    String path = path(parts, parts.size());
    return model.containsKey(path) + " " + obstacle + " " + parent + " " + missing;
  }

  private static String told(ImageTree tree, ImageTree.Spot spot) {
    String obstacle =
        spot.obstacle() == ImageTree.NONE ? "none" : tree.path(spot.obstacle()).text();
    String parent = tree.path(spot.parent()).text();
    boolean exists = spot.node() != ImageTree.NONE;
    return exists + " " + obstacle + " " + parent + " " + spot.missing();
  }

  private static List<String> all(Map<String, Known> model) {
    List<String> all = new ArrayList<>();
    model.forEach(
        (path, known) -> {
          String linked =
              switch (known.type()) {
                case SYMBOLIC_LINK -> known.entry().linkName().text();
                case HARD_LINK -> known.hardLinkedFile().orElse("nothing");
                default -> "";
              };
          boolean occupied =
              model.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
          all.add(
              String.join(
                  " ",
                  path,
                  known.type().toString(),
                  Boolean.toString(known.implied()),
                  Boolean.toString(known.isDirectory()),
                  Integer.toOctalString(known.implied() ? 0755 : known.entry().permissions()),
                  Long.toString(known.entry().headerOffset()),
                  linked,
                  Boolean.toString(occupied),
                  Boolean.toString(path.startsWith("a/"))));
        });
    return all;
  }

  private static List<String> all(ImageTree tree) {
    List<String> all = new ArrayList<>();
    int a = tree.child(ImageTree.TOP, "a");
    for (int node = 1; node < tree.size(); node++) {
      Octets path = tree.path(node);
      assertThat(Entries.node(tree, path.text())).isEqualTo(node);
      int file = tree.file(node);
      String linked =
          switch (tree.type(node)) {
            case SYMBOLIC_LINK -> tree.target(node).text();
            case HARD_LINK -> file == ImageTree.NONE ? "nothing" : tree.path(file).text();
            default -> "";
          };
      all.add(
          String.join(
              " ",
              path.text(),
              tree.type(node).toString(),
              Boolean.toString(tree.isImplied(node)),
              Boolean.toString(tree.isDirectory(node)),
              Integer.toOctalString(tree.permissions(node)),
              Long.toString(tree.headerOffset(node)),
              linked,
              Boolean.toString(tree.occupied().get(node)),
              Boolean.toString(a != ImageTree.NONE && tree.isBelow(node, a))));
    }
    return all;
  }
}
