package org.appctoolkit.explain;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;

/**
 * Recipes of the fixtures that show a rule.
 *
 * @param kind what they are recipes of
 * @param bad the lines of a recipe that breaks the rule; empty for a rule about what a renderer
 *     does
 * @param remark what is wrong with it or, where nothing is, what is special about it: a sentence
 * @param good the lines of a recipe that does not
 */
record RecipeExample(Kind kind, List<String> bad, String remark, List<String> good) {
  /** What recipes are made for. */
  enum Kind {
    /** An image archive. */
    ARCHIVE("archives", "a right image archive"),
    /** Images, and what is judged with them. */
    STORE("stores", "a store"),
    /** Images, and what comes of rendering one of them. */
    RENDERING("renderings", "images and their rendered rootfs");

    private final String folder;
    private final String words;

    Kind(String folder, String words) {
      this.folder = folder;
      this.words = words;
    }

    /** What such a recipe describes. */
    String words() {
      return words;
    }
  }

  /** Copies the lists. */
  RecipeExample {
    bad = List.copyOf(bad);
    good = List.copyOf(good);
  }

  /** The recipes of a rule, if there are some. */
  static Optional<RecipeExample> of(String rule) {
    return pair(Kind.ARCHIVE, rule).or(() -> pair(Kind.STORE, rule)).or(() -> rendering(rule));
  }

  private static Optional<RecipeExample> pair(Kind kind, String rule) {
    Optional<Document> bad = document(kind, rule, "fail-example.json");
    Optional<Document> expected = document(kind, rule, "fail-example.expected.json");
    Optional<Document> good = document(kind, rule, "pass-example.json");
    if (bad.isEmpty() || expected.isEmpty() || good.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RecipeExample(kind, lines(bad.get()), description(expected.get()), lines(good.get())));
  }

  private static Optional<RecipeExample> rendering(String rule) {
    return document(Kind.RENDERING, rule, "example.json")
        .map(it -> new RecipeExample(Kind.RENDERING, List.of(), description(it), lines(it)));
  }

  private static String description(Document document) {
    return document.root().orElse(null) instanceof Json.Obj object
            && object.get("description").orElse(null) instanceof Json.Str text
        ? text.value()
        : "";
  }

  private static Optional<Document> document(Kind kind, String rule, String name) {
    return Example.source("examples/" + kind.folder + "/" + rule + "/", name)
        .map(source -> Document.read(source, Limits.DEFAULT));
  }

  private static List<String> lines(Document document) {
    return document.text().lines().toList();
  }
}
