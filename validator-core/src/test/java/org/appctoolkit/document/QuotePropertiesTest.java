package org.appctoolkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every quotation. */
class QuotePropertiesTest {
  @Property
  void noQuoteHoldsAnythingUnprintable(@ForAll String text) {
    assertThat(Quote.of(text))
        .startsWith("\"")
        .endsWith("\"")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");
  }

  @Property
  void noQuoteIsLong(@ForAll String text) {
    assertThat(Quote.of(text.repeat(20)).length()).isLessThanOrEqualTo(2 + 60 * 10 + 1);
  }
}
