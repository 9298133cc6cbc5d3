package org.appctoolkit.rule.manifest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.spec.SpecVersion;

/** What an acVersion says about the tags of the specification. */
final class Tags {
  private static final Pattern CORE =
      Pattern.compile("([0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9})(?:[-+].*)?", Pattern.DOTALL);

  private Tags() {}

  /** A version that no tag has, although its numbers are not above the last one. */
  static boolean isUntagged(String acVersion) {
    return numbers(acVersion).isPresent()
        && !isTooNew(acVersion)
        && SpecVersion.known(acVersion).isEmpty();
  }

  /** A version whose numbers are above those of the last tag. */
  static boolean isTooNew(String acVersion) {
    return numbers(acVersion)
        .filter(version -> version.compareTo(SpecVersion.NEWEST) > 0)
        .isPresent();
  }

  private static Optional<SpecVersion> numbers(String acVersion) {
    Matcher matcher = CORE.matcher(acVersion);
    return matcher.matches() ? SpecVersion.parse(matcher.group(1)) : Optional.empty();
  }
}
