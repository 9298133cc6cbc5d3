package org.appctoolkit.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tagged version of the App Container specification, such as 0.8.11.
 *
 * <p>Versions are ordered by number. {@link #KNOWN} lists the tags of the public repository; a
 * version that is no tag cannot be made by {@link #known}, only by {@link #parse}.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number
 */
public record SpecVersion(int major, int minor, int patch) implements Comparable<SpecVersion> {
  private static final Pattern FORM =
      Pattern.compile("(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})");

  /** Every tagged version, oldest first. */
  public static final List<SpecVersion> KNOWN =
      List.of(
          new SpecVersion(0, 1, 1),
          new SpecVersion(0, 2, 0),
          new SpecVersion(0, 3, 0),
          new SpecVersion(0, 4, 0),
          new SpecVersion(0, 4, 1),
          new SpecVersion(0, 5, 0),
          new SpecVersion(0, 5, 1),
          new SpecVersion(0, 5, 2),
          new SpecVersion(0, 6, 0),
          new SpecVersion(0, 6, 1),
          new SpecVersion(0, 7, 0),
          new SpecVersion(0, 7, 1),
          new SpecVersion(0, 7, 2),
          new SpecVersion(0, 7, 3),
          new SpecVersion(0, 7, 4),
          new SpecVersion(0, 8, 0),
          new SpecVersion(0, 8, 1),
          new SpecVersion(0, 8, 2),
          new SpecVersion(0, 8, 3),
          new SpecVersion(0, 8, 4),
          new SpecVersion(0, 8, 5),
          new SpecVersion(0, 8, 6),
          new SpecVersion(0, 8, 7),
          new SpecVersion(0, 8, 8),
          new SpecVersion(0, 8, 9),
          new SpecVersion(0, 8, 10),
          new SpecVersion(0, 8, 11));

  /** The first tag. */
  public static final SpecVersion OLDEST = KNOWN.get(0);

  /** The last tag. */
  public static final SpecVersion NEWEST = KNOWN.get(KNOWN.size() - 1);

  /**
   * Reads {@code major.minor.patch}, whether or not the specification has such a tag.
   *
   * @return empty if the text has another form
   */
  public static Optional<SpecVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SpecVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** The tagged version of this name; empty if there is no such tag. */
  public static Optional<SpecVersion> known(String text) {
    return parse(text).filter(SpecVersion::isKnown);
  }

  /** The last tag that is not above the given version; the first tag when all are above it. */
  public static SpecVersion floor(SpecVersion version) {
    SpecVersion floor = OLDEST;
    for (SpecVersion known : KNOWN) {
      if (known.compareTo(version) <= 0) {
        floor = known;
      }
    }
    return floor;
  }

  /** Whether the specification has a tag of this version. */
  public boolean isKnown() {
    return KNOWN.contains(this);
  }

  @Override
  public int compareTo(SpecVersion other) {
    int order = Integer.compare(major, other.major);
    if (order == 0) {
      order = Integer.compare(minor, other.minor);
    }
    return order == 0 ? Integer.compare(patch, other.patch) : order;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
