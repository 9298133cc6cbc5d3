package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Complete manifests with one thing changed, for every thing there is. */
class VariationTest {
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);

  static List<Fixtures.Fixture> complete() {
    return Variation.COMPLETE;
  }

  @Test
  void thereAreManyCompleteManifests() {
    assertThat(Variation.COMPLETE.size()).isGreaterThan(50);
    assertThat(Variation.COMPLETE).allMatch(it -> it.settings().equals(Settings.DEFAULT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("complete")
  void isJudgedWithoutAnyOneOfItsValues(Fixtures.Fixture manifest) {
    IntStream places = places(manifest, Variation.spots(manifest).size());

    assertThatCode(() -> places.forEach(place -> findings(new Variation(manifest, place, ""))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("complete")
  void isFoundFaultWithWhenAValueHasAnotherType(Fixtures.Fixture manifest) {
    List<Variation.Spot> spots = Variation.spots(manifest);

    List<String> unnoticed =
        places(manifest, spots.size())
            .filter(place -> !isOfAnyType(manifest, spots.get(place)))
            .filter(place -> findings(retyped(manifest, spots, place)).all().isEmpty())
            .mapToObj(place -> spots.get(place).key() + " in " + spots.get(place).around())
            .toList();

    assertThat(unnoticed).isEmpty();
  }

  /**
   * All places of the last version of a kind; of the others, which have almost all in common with
   * their neighbours, each another third.
   */
  private static IntStream places(Fixtures.Fixture manifest, int count) {
    int shift = Variation.COMPLETE.indexOf(manifest);
    boolean isLast = manifest.toString().matches(".*/pass-0\\.(?:8\\.11|4\\.1)\\.json");
    return IntStream.range(0, count).parallel().filter(place -> isLast || (place + shift) % 3 == 0);
  }

  /**
   * Only printed examples have these, without a word on their type; and from 0.4.0 to 0.5.1 the
   * value of an isolator of a whole pod is called freeform.
   */
  private static boolean isOfAnyType(Fixtures.Fixture manifest, Variation.Spot spot) {
    String name = manifest.file().getFileName().toString();
    boolean isOldSource =
        spot.key().equals("source")
            && name.matches("pass-0\\.[12]\\..*")
            && spot.around().has("kind");
    boolean isOldRoot = spot.key().equals("root") && name.equals("pass-0.1.1.json");
    boolean isFreeform =
        name.matches("pass-0\\.(?:4\\.[01]|5\\.[01])\\.json")
            && !manifest.toString().startsWith("image-manifest")
            && Set.of("value", "request", "limit", "default").contains(spot.key());
    return isOldSource || isOldRoot || isFreeform;
  }

  private static Variation retyped(
      Fixtures.Fixture manifest, List<Variation.Spot> spots, int place) {
    return new Variation(manifest, place, spots.get(place).value().isArray() ? "{}" : "[]");
  }

  private static Findings findings(Variation variation) {
    return VALIDATOR.judge(Source.of("variation", variation.node().toString())).findings();
  }
}
