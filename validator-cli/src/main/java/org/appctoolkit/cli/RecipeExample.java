package org.appctoolkit.cli;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;

/**
 * Archives that show a rule, as recipes of the fixtures: what is different from a right image.
 *
 * @param bad the lines of a recipe whose archive breaks the rule
 * @param mistake what is wrong with it, a sentence
 * @param good the lines of a recipe whose archive does not
 */
record RecipeExample(List<String> bad, String mistake, List<String> good) {
  /** Copies the lists. */
  RecipeExample {
    bad = List.copyOf(bad);
    good = List.copyOf(good);
  }

  /** The recipes of a rule, if it is one about archives. */
  static Optional<RecipeExample> of(String rule) {
    String folder = "examples/archives/" + rule + "/";
    Optional<Document> bad = document(folder, "fail-example.json");
    Optional<Document> expected = document(folder, "fail-example.expected.json");
    Optional<Document> good = document(folder, "pass-example.json");
    if (bad.isEmpty() || expected.isEmpty() || good.isEmpty()) {
      return Optional.empty();
    }
    String mistake =
        expected.get().root().orElse(null) instanceof Json.Obj object
                && object.get("description").orElse(null) instanceof Json.Str text
            ? text.value()
            : "";
    return Optional.of(new RecipeExample(lines(bad.get()), mistake, lines(good.get())));
  }

  private static Optional<Document> document(String folder, String name) {
    return Example.source(folder, name).map(source -> Document.read(source, Limits.DEFAULT));
  }

  private static List<String> lines(Document document) {
    return document.text().lines().toList();
  }
}
