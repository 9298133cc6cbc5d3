package org.appctoolkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  private static final String NO_DAY = "is on a day that does not exist";
  private static final String NO_TIME = "is at a time that does not exist";
  private static final String NO_OFFSET = "has an offset that does not exist";
  private static final String NO_FORM = "is not of the form 2015-05-18T13:49:28-04:00";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2015-05-18T13:49:28-04:00",
        "2015-05-18T13:49:28Z",
        "2015-05-18t13:49:28z",
        "2015-05-18T13:49:28.1Z",
        "2015-05-18T13:49:28.123456789+05:45",
        "2015-05-18T13:49:28.12345678901234567890Z",
        "2015-05-18T00:00:00+00:00",
        "2015-05-18T23:59:59-00:00",
        "2015-05-18T23:59:59+23:59",
        "2015-06-30T23:59:60Z",
        "2016-12-31T18:59:60-05:00",
        "2016-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z",
        "2400-02-29T00:00:00Z",
        "0000-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z"
      })
  void timestampHasNoFault(String text) {
    assertThat(Timestamp.fault(text)).isEmpty();
    assertThat(Timestamp.looksLikeOne(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2015-02-29", "1900-02-29", "2100-02-29", "2015-02-30", "2015-04-31", "2015-06-31",
        "2015-09-31", "2015-11-31", "2015-01-32", "2015-00-10", "2015-13-10", "2015-01-00",
        "2015-99-99"
      })
  void dayMustExist(String date) {
    assertThat(Timestamp.fault(date + "T13:49:28Z")).contains(NO_DAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"24:00:00", "99:00:00", "13:60:00", "13:99:00", "13:49:61", "13:49:99"})
  void timeMustExist(String time) {
    assertThat(Timestamp.fault("2015-05-18T" + time + "Z")).contains(NO_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+24:00", "-24:00", "+00:60", "-99:99"})
  void offsetMustExist(String offset) {
    assertThat(Timestamp.fault("2015-05-18T13:49:28" + offset)).contains(NO_OFFSET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2015-05-18",
        "2015-05-18T13:49Z",
        "2015-05-18T13:49:28",
        "2015-05-18T13:49:28.Z",
        "2015-05-18T13:49:28,5Z",
        "2015-05-18T13:49:28+4:00",
        "2015-05-18T13:49:28+0400",
        "2015-05-18T13:49:28+04",
        "2015-05-18T13:49:28 Z",
        "2015-05-18T13:49:28ZZ",
        "2015-05-18T13:49:28Z\n",
        " 2015-05-18T13:49:28Z",
        "2015-5-18T13:49:28Z",
        "15-05-18T13:49:28Z",
        "+2015-05-18T13:49:28Z",
        "12015-05-18T13:49:28Z",
        "2015-W21-1T13:49:28Z",
        "2015/05/18T13:49:28Z",
        "2015-05-18_13:49:28Z",
        "2015-05-18T13:49:28\u221204:00",
        "\uff12015-05-18T13:49:28Z",
        "1431956968"
      })
  void anotherFormIsAFault(String text) {
    assertThat(Timestamp.fault(text)).contains(NO_FORM);
  }

  @ParameterizedTest
  @CsvSource({
    "2015-05-18 13:49:28Z, true",
    "2015-02-30 13:49:28Z, true",
    "2015-05-18T13:49:28Z, false",
    "2015-05-18t13:49:28Z, false",
    "2015-05-18  13:49:28Z, false",
    "2015-05-18 noon, false"
  })
  void aBlankInPlaceOfTheTIsNoticed(String text, boolean lacksT) {
    assertThat(Timestamp.lacksT(text)).isEqualTo(lacksT);
  }

  @Test
  void aBlankInPlaceOfTheTIsNoFaultOfItsOwn() {
    assertThat(Timestamp.fault("2015-05-18 13:49:28Z")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2015-05, true",
    "2015-05-18 at noon, true",
    "2015-5, false",
    "May 2015, false",
    "1431956968, false",
    "'', false"
  })
  void whatBeginsLikeADateLooksLikeATimestamp(String text, boolean looksLikeOne) {
    assertThat(Timestamp.looksLikeOne(text)).isEqualTo(looksLikeOne);
  }
}
