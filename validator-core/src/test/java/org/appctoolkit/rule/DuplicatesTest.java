package org.appctoolkit.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.Located;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  private static List<String> duplicates(String... names) {
    List<Located<String>> elements = new ArrayList<>();
    for (String name : names) {
      Pointer pointer = Pointer.ROOT.key("labels").index(elements.size()).key("name");
      elements.add(new Located<>(name, pointer));
    }
    return Duplicates.of(
            "label", elements, it -> Optional.of(it).filter(named -> !named.value().isEmpty()))
        .stream()
        .map(problem -> pointer(problem) + ": " + problem.message())
        .toList();
  }

  private static Pointer pointer(Problem problem) {
    return ((Problem.Spot.InManifest) problem.spot()).pointer();
  }

  @Test
  void namesThatDifferAreNoDuplicates() {
    assertThat(duplicates("a", "A", "b")).isEmpty();
  }

  @Test
  void everyDuplicateNamesTheElementThatWasFirst() {
    assertThat(duplicates("a", "b", "a", "a"))
        .containsExactly(
            "/labels/2/name: label \"a\" is already at /labels/0",
            "/labels/3/name: label \"a\" is already at /labels/0");
  }

  @Test
  void elementsWithoutANameAreNoDuplicates() {
    assertThat(duplicates("", "")).isEmpty();
  }
}
