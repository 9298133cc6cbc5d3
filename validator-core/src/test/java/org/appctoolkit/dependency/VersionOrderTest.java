package org.appctoolkit.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
  @ParameterizedTest
  @CsvSource({
    "1.9.0, 1.10.0",
    "1.0, 1.0.1",
    "1.0-rc1, 1.0",
    "1.0~rc1, 1.0",
    "1.0~rc1, 1.0.1",
    "1.0, 1.0+1",
    "1.0-rc1, 1.0+1",
    "1.0-rc1, 1.0-rc2",
    "1.0-rc9, 1.0-rc10",
    "2, 10",
    "'', 1",
    "1.0.0, 2.0.0",
    "9, 99999999999999999999999"
  })
  void laterVersionIsHigher(String earlier, String later) {
    assertThat(VersionOrder.INSTANCE.compare(earlier, later)).isNegative();
    assertThat(VersionOrder.INSTANCE.compare(later, earlier)).isPositive();
  }

  @Provide
  Arbitrary<String> version() {
    return Arbitraries.of("0", "1", "01", "10", ".", "-", "~", "+", "a", "rc", "\u0661")
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts));
  }

  /** Sorting throws if it is not. */
  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void orderIsTotal(
      @ForAll("version") String one,
      @ForAll("version") String two,
      @ForAll("version") String three) {
    int first = Integer.signum(VersionOrder.INSTANCE.compare(one, two));
    int second = Integer.signum(VersionOrder.INSTANCE.compare(two, three));
    int both = Integer.signum(VersionOrder.INSTANCE.compare(one, three));

    assertThat(Integer.signum(VersionOrder.INSTANCE.compare(two, one))).isEqualTo(-first);
    if (List.of(first, second).contains(1) && !List.of(first, second).contains(-1)) {
      assertThat(both).isEqualTo(1);
    }
  }
}
