package org.appctoolkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Quantities against a computation with integers only. */
class QuantityPropertiesTest {
  private static Quantity quantity(String text) {
    return Quantity.parse(text).orElseThrow(() -> new AssertionError("no quantity: " + text));
  }

  /** A quantity as its parts, so that its value can be computed without reading text. */
  record Parts(boolean negative, BigInteger digits, int decimals, String suffix) {
    String text() {
      String all = "0".repeat(decimals) + digits;
      String whole = all.substring(0, all.length() - decimals);
      String fraction = decimals == 0 ? "" : "." + all.substring(all.length() - decimals);
      return (negative ? "-" : "") + (whole.isEmpty() ? "0" : whole) + fraction + suffix;
    }

    /** The value in billionths times ten to the power of the decimals: an integer. */
    BigInteger scaled() {
      BigInteger factor =
          switch (suffix) {
            case "n" -> BigInteger.ONE;
            case "u" -> BigInteger.TEN.pow(3);
            case "m" -> BigInteger.TEN.pow(6);
            case "" -> BigInteger.TEN.pow(9);
            case "k", "K" -> BigInteger.TEN.pow(12);
            case "M" -> BigInteger.TEN.pow(15);
            case "G" -> BigInteger.TEN.pow(18);
            case "T" -> BigInteger.TEN.pow(21);
            case "P" -> BigInteger.TEN.pow(24);
            case "E" -> BigInteger.TEN.pow(27);
            default ->
                BigInteger.TEN
                    .pow(9)
                    .multiply(BigInteger.TWO.pow(10 * ("KMGTPE".indexOf(suffix.charAt(0)) + 1)));
          };
      BigInteger size = digits.multiply(factor);
      return negative ? size.negate() : size;
    }

    /** The value in billionths, as if all had twelve decimals. */
    BigInteger common() {
      return scaled().multiply(BigInteger.TEN.pow(12 - decimals));
    }
  }

  @Provide
  Arbitrary<Parts> parts() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TEN.pow(25)),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(
                "", "n", "u", "m", "k", "K", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi",
                "Ei"))
        .as(Parts::new);
  }

  @Property
  void valueAgreesWithIntegersOnly(@ForAll("parts") Parts parts) {
    BigInteger billionths =
        quantity(parts.text())
            .value()
            .multiply(new BigDecimal(BigInteger.TEN.pow(9 + parts.decimals())))
            .toBigIntegerExact();

    assertThat(billionths).isEqualTo(parts.scaled());
  }

  @Property
  void orderAgreesWithIntegersOnly(@ForAll("parts") Parts one, @ForAll("parts") Parts other) {
    int order = quantity(one.text()).compareTo(quantity(other.text()));

    assertThat(Integer.signum(order)).isEqualTo(one.common().compareTo(other.common()));
  }

  @Property
  void amountWrittenInBillionthsIsEqual(@ForAll("parts") Parts parts) {
    Parts whole =
        new Parts(parts.negative(), parts.digits().mod(BigInteger.TEN.pow(10)), 0, parts.suffix());
    Quantity quantity = quantity(whole.text());

    Quantity rewritten = quantity(whole.scaled() + "e-9");

    assertThat(rewritten).isEqualTo(quantity).hasSameHashCodeAs(quantity);
  }

  @Property
  void anyTextIsReadOrRefusedButNeverThrows(@ForAll String text) {
    assertThat(Quantity.parse(text).map(Quantity::toString).orElse(text)).isEqualTo(text);
  }
}
