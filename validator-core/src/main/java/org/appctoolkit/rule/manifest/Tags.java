package org.appctoolkit.rule.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.spec.SpecVersion;

/** What an acVersion says about the tags of the specification. */
final class Tags {
  /** The mistake that authors make most. */
  static final String HELP =
      "name the version of the specification the manifest follows, not that of the image or of a"
          + " tool";

  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final Pattern FORM =
      Pattern.compile(
          NUMBER
              + "\\."
              + NUMBER
              + "\\."
              + NUMBER
              + "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+)?");

  private Tags() {}

  /** A version that no tag has, although its numbers are not above the last one. */
  static boolean isUntagged(String acVersion) {
    return FORM.matcher(acVersion).matches()
        && !isTooNew(acVersion)
        && SpecVersion.known(acVersion).isEmpty();
  }

  /** A version whose numbers are above those of the last tag. */
  static boolean isTooNew(String acVersion) {
    Matcher matcher = FORM.matcher(acVersion);
    if (!matcher.matches()) {
      return false;
    }
    String numbers = matcher.group(1) + "." + matcher.group(2) + "." + matcher.group(3);
    // Numbers too long for a version of ours are above all of them.
    return SpecVersion.parse(numbers)
        .map(version -> version.compareTo(SpecVersion.NEWEST) > 0)
        .orElse(true);
  }
}
