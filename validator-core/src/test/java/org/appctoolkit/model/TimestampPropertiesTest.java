package org.appctoolkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Timestamps against the calendar of the JDK. */
class TimestampPropertiesTest {
  @Provide
  Arbitrary<OffsetDateTime> moments() {
    return Arbitraries.longs()
        .between(0, 253402300799L)
        .flatMap(
            second ->
                Arbitraries.integers()
                    .between(-18 * 60, 18 * 60)
                    .map(
                        minutes ->
                            OffsetDateTime.ofInstant(
                                java.time.Instant.ofEpochSecond(second, second % 1_000_000_000),
                                ZoneOffset.ofTotalSeconds(60 * minutes))))
        .filter(moment -> moment.getYear() <= 9999);
  }

  @Property
  void everyMomentIsATimestamp(@ForAll("moments") OffsetDateTime moment) {
    String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);

    assertThat(Timestamp.fault(text)).isEmpty();
  }

  @Property(tries = 3000)
  void aDayExistsIfItIsNotBeyondTheLengthOfItsMonth(
      @ForAll @IntRange(max = 9999) int year,
      @ForAll @IntRange(min = 1, max = 12) int month,
      @ForAll @IntRange(min = 1, max = 31) int day) {
    String text =
        String.format(java.util.Locale.ROOT, "%04d-%02d-%02dT00:00:00Z", year, month, day);
    boolean exists = day <= LocalDate.of(year, month, 1).lengthOfMonth();

    assertThat(Timestamp.fault(text).isEmpty()).isEqualTo(exists);
  }

  @Property
  void anyTextIsJudgedAndNeverThrows(@ForAll String text) {
    assertThat(Timestamp.lacksT(text)).isFalse();
    assertThat(Timestamp.fault(text)).isPresent();
  }
}
