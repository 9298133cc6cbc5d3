package org.appctoolkit.runtime.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.Quantity;

/** The amounts that isolators name; what makes no sense has them ignored. */
final class Amounts {
  private static final Pattern EARLY = Pattern.compile("([0-9]{1,30})([KMGT]?)");
  private static final Map<String, Long> FACTORS =
      Map.of("", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30, "T", 1L << 40);

  private Amounts() {}

  /** A parameter as it is written; empty if it is missing, or the isolator is ignored. */
  static Optional<Quantity> of(Fate fate, String key) {
    if (fate.isolator().parameter(key).isEmpty()) {
      return Optional.empty();
    }
    Optional<Located<String>> written = fate.isolator().amount(key);
    Optional<Quantity> quantity = written.map(Located::value).flatMap(Quantity::parse);
    if (quantity.isEmpty()) {
      fate.ignore("its " + key + " is no amount");
    } else if (quantity.get().value().signum() <= 0) {
      fate.ignore(
          "nothing can be run with a " + key + " of " + Quote.of(quantity.get().toString()));
    }
    return fate.isIgnored() ? Optional.empty() : quantity;
  }

  /** A number of bytes up to 0.3.0, whose suffixes are of base 1024. */
  static Optional<BigDecimal> early(Fate fate, String text) {
    Matcher matcher = EARLY.matcher(text);
    if (!matcher.matches()) {
      fate.misunderstand();
      return Optional.empty();
    }
    BigDecimal bytes =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(FACTORS.getOrDefault(matcher.group(2), 1L)));
    if (bytes.signum() == 0) {
      fate.ignore("nothing can be run with 0");
      return Optional.empty();
    }
    return Optional.of(bytes);
  }

  /**
   * An amount as the kernel takes it: whole, and neither too little nor too much.
   *
   * @param what it is, in the plural
   */
  static long whole(Fate fate, BigDecimal amount, long least, long most, String what) {
    BigDecimal whole = amount.setScale(0, RoundingMode.FLOOR);
    if (whole.compareTo(BigDecimal.valueOf(least)) < 0) {
      fate.modify("it is raised to " + least + " " + what + ", the least there is");
      return least;
    }
    if (whole.compareTo(BigDecimal.valueOf(most)) > 0) {
      fate.modify("it is lowered to " + most + " " + what + ", the most there is");
      return most;
    }
    if (whole.compareTo(amount) != 0) {
      fate.modify("it is rounded down to " + whole.longValueExact() + " " + what);
    }
    return whole.longValueExact();
  }
}
