package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.appctoolkit.archive.EntryType;

/** Links lead where one gets who follows them step by step, without remembering anything. */
class LinksPropertiesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final String FILE = "file";
  private static final String DIRECTORY = "directory";

  /** A path, how many links it took, and whether its own dots went above the root. */
  private record Reached(Links.Outcome outcome, String path, int count, boolean climbed) {
    String told() {
      boolean deep = count > Links.MOST && outcome != Links.Outcome.CYCLE;
      Links.Outcome told = deep ? Links.Outcome.TOO_DEEP : outcome;
      return told + " " + (told == Links.Outcome.FOUND ? path : "") + " " + climbed;
    }
  }

  @Provide
  Arbitrary<Map<String, String>> trees() {
    Arbitrary<String> place =
        Arbitraries.of(NAMES).list().ofMinSize(1).ofMaxSize(3).map(it -> String.join("/", it));
    Arbitrary<String> target =
        Combinators.combine(
                Arbitraries.of("", "", "/"),
                Arbitraries.of("a", "b", "c", "d", "..", ".", "").list().ofMinSize(1).ofMaxSize(5))
            .as((slash, parts) -> slash + String.join("/", parts))
            .filter(it -> !it.isEmpty())
            .map(it -> "->" + it);
    Arbitrary<String> kind =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, target),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(FILE)),
            net.jqwik.api.Tuple.of(2, Arbitraries.just(DIRECTORY)));
    return Arbitraries.maps(place, kind).ofMinSize(1).ofMaxSize(10).map(LinksPropertiesTest::sound);
  }

  /** A tree in which whatever something stands below is a directory. */
  private static Map<String, String> sound(Map<String, String> drawn) {
    Map<String, String> tree = new LinkedHashMap<>();
    drawn.keySet().stream()
        .sorted()
        .forEach(
            path -> {
              boolean occupied = drawn.keySet().stream().anyMatch(it -> it.startsWith(path + "/"));
              for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                tree.putIfAbsent(path.substring(0, slash), DIRECTORY);
              }
              tree.put(path, occupied ? DIRECTORY : String.valueOf(drawn.get(path)));
            });
    return tree;
  }

  @Property(tries = 2000)
  void linksLeadWhereStepsLead(@ForAll("trees") Map<String, String> model) {
    ImageTree tree = tree(model);
    Links links = new Links(tree, Entries.node(tree, "rootfs"));

    model.forEach(
        (path, kind) -> {
          if (kind.startsWith("->")) {
            Reached expected = link(model, path, new HashSet<>());
            assertThat(told(tree, links.of(Entries.node(tree, "rootfs/" + path))))
                .as(path)
                .isEqualTo(expected.told());
          }
        });
  }

  @Property(tries = 2000)
  void pathsLeadWhereStepsLead(@ForAll("trees") Map<String, String> model) {
    ImageTree tree = tree(model);
    Links links = new Links(tree, Entries.node(tree, "rootfs"));

    for (String path : List.of("/a/b", "a/../b", "/c/../a/b/c", "d", "../d/./a", "/")) {
      Links.Target target = links.of(path, Entries.node(tree, "rootfs"));

      Reached expected = walk(model, "", path, new HashSet<>());
      assertThat(target.outcome() + " " + (target.node() == ImageTree.NONE ? "" : at(tree, target)))
          .as(path)
          .isEqualTo(expected.told().replaceFirst(" (?:true|false)$", ""));
    }
  }

  private static Reached link(Map<String, String> model, String link, Set<String> open) {
    if (!open.add(link)) {
      return new Reached(Links.Outcome.CYCLE, "", 0, false);
    }
    String parent = link.contains("/") ? link.substring(0, link.lastIndexOf('/')) : "";
    Reached reached =
        walk(model, parent, String.valueOf(model.get(link)).substring("->".length()), open);
    open.remove(link);
    return new Reached(reached.outcome(), reached.path(), reached.count() + 1, reached.climbed());
  }

  private static Reached walk(
      Map<String, String> model, String from, String target, Set<String> open) {
    String at = target.startsWith("/") ? "" : from;
    int count = 0;
    boolean climbed = false;
    for (String part : target.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (!at.isEmpty() && !DIRECTORY.equals(model.get(at))) {
        return new Reached(Links.Outcome.ABSENT, "", count, climbed);
      }
      if (part.equals("..")) {
        climbed |= at.isEmpty();
        at = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "";
        continue;
      }
      at = at.isEmpty() ? part : at + "/" + part;
      String kind = model.get(at);
      if (kind == null) {
        return new Reached(Links.Outcome.ABSENT, "", count, climbed);
      }
      if (kind.startsWith("->")) {
        Reached reached = link(model, at, open);
        count += reached.count();
        if (reached.outcome() != Links.Outcome.FOUND) {
          return new Reached(reached.outcome(), "", count, climbed);
        }
        at = reached.path();
      }
    }
    return new Reached(Links.Outcome.FOUND, at, count, climbed);
  }

  private static ImageTree tree(Map<String, String> model) {
    ImageTree tree = Entries.tree(Entries.directory("rootfs/"));
    model.forEach(
        (path, kind) -> {
          String name = "rootfs/" + path;
          switch (kind) {
            case FILE -> Entries.add(tree, Entries.file(name));
            case DIRECTORY -> Entries.add(tree, Entries.directory(name));
            default ->
                Entries.add(
                    tree,
                    Entries.of(
                        name, EntryType.SYMBOLIC_LINK, 0777, kind.substring("->".length()), 0));
          }
        });
    return tree;
  }

  private static String at(ImageTree tree, Links.Target target) {
    return tree.path(target.node()).text().replaceFirst("^rootfs/?", "");
  }

  private static String told(ImageTree tree, Links.Target target) {
    String node = target.node() == ImageTree.NONE ? "" : at(tree, target);
    return target.outcome() + " " + node + " " + target.climbed();
  }
}
