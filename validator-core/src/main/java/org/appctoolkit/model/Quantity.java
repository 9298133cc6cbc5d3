package org.appctoolkit.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of a resource, exact: {@code 128974848}, {@code 500m}, {@code 123Mi}, {@code 129e6}.
 *
 * <p>Specification: ace.md, Resource Isolators. The suffixes k, u and n and, from 0.5.2 on,
 * exponents are those of the reference code. No floating point is involved anywhere.
 */
public final class Quantity implements Comparable<Quantity> {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:[0-9]{1,40}(?:\\.[0-9]{0,40})?|\\.[0-9]{1,40}))"
              + "(?:([numkKMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]{1,3}))?");

  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
          Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
          Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
          Map.entry("K", BigDecimal.ONE.scaleByPowerOfTen(3)),
          Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
          Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
          Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
          Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
          Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private final String text;
  private final String suffix;
  private final boolean exponential;
  private final BigDecimal value;

  private Quantity(String text, String suffix, boolean exponential, BigDecimal value) {
    this.text = text;
    this.suffix = suffix;
    this.exponential = exponential;
    this.value = value;
  }

  /** Reads a quantity; empty if the text has another form. */
  public static Optional<Quantity> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String suffix = matcher.group(2) == null ? "" : matcher.group(2);
    String exponent = matcher.group(3);
    BigDecimal number = new BigDecimal(matcher.group(1));
    BigDecimal value =
        exponent == null
            ? number.multiply(FACTORS.getOrDefault(suffix, BigDecimal.ONE))
            : number.scaleByPowerOfTen(Integer.parseInt(exponent));
    return Optional.of(new Quantity(text, suffix, exponent != null, value));
  }

  /** The suffix as written; empty if there is none. */
  public String suffix() {
    return suffix;
  }

  /** Whether it is written with an exponent. */
  public boolean isExponential() {
    return exponential;
  }

  /** Whether it is written with a decimal point. */
  public boolean hasFraction() {
    return text.indexOf('.') >= 0;
  }

  /** Whether it is a whole number of the base unit. */
  public boolean isWhole() {
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /** Whether it is below zero. */
  public boolean isNegative() {
    return value.signum() < 0;
  }

  /** The exact value in the base unit of the resource. */
  public BigDecimal value() {
    return value;
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  /** Equal are quantities of the same value, however they are written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity quantity && compareTo(quantity) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }

  /** The quantity as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
