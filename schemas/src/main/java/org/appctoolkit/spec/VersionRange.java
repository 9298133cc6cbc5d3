package org.appctoolkit.spec;

/**
 * The tagged versions for which something holds, without gaps.
 *
 * @param first the first of them
 * @param last the last of them; {@link SpecVersion#NEWEST} for what still holds
 */
public record VersionRange(SpecVersion first, SpecVersion last) {
  /** Refuses a range of no version. */
  public VersionRange {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException("an empty range: " + first + " to " + last);
    }
  }

  /** Whether the version is in the range. */
  public boolean contains(SpecVersion version) {
    return first.compareTo(version) <= 0 && version.compareTo(last) <= 0;
  }

  /** {@code 0.4.0 to 0.5.2}, {@code since 0.6.0}, {@code 0.1.1 only}. */
  @Override
  public String toString() {
    if (first.equals(last)) {
      return first + " only";
    }
    if (last.equals(SpecVersion.NEWEST)) {
      return "since " + first;
    }
    return first + " to " + last;
  }
}
