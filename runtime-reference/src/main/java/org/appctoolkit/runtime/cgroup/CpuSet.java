package org.appctoolkit.runtime.cgroup;

import java.util.BitSet;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processors by their numbers, such as {@code 0,2,4-7}; immutable.
 *
 * <p>Numbers from 8192 on, which is more than Linux can have, are not in any set.
 */
public final class CpuSet {
  private static final int MOST = 8192;
  private static final int LONGEST = 1 << 16;
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

  /** No processor. */
  public static final CpuSet NONE = new CpuSet(new BitSet());

  private final BitSet numbers;

  private CpuSet(BitSet numbers) {
    this.numbers = numbers;
  }

  /** Reads a set; empty if the text has another form. */
  public static Optional<CpuSet> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    BitSet numbers = new BitSet();
    for (String range : text.strip().split(",", -1)) {
      Matcher matcher = RANGE.matcher(range.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        return Optional.empty();
      }
      if (first < MOST) {
        numbers.set(first, Math.min(last, MOST - 1) + 1);
      }
    }
    return Optional.of(new CpuSet(numbers));
  }

  /** What is in both. */
  public CpuSet and(CpuSet other) {
    BitSet both = (BitSet) numbers.clone();
    both.and(other.numbers);
    return new CpuSet(both);
  }

  /** How many there are. */
  public int size() {
    return numbers.cardinality();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuSet set && numbers.equals(set.numbers);
  }

  @Override
  public int hashCode() {
    return numbers.hashCode();
  }

  /** As the kernel takes it. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    for (int first = numbers.nextSetBit(0); first >= 0; ) {
      int end = numbers.nextClearBit(first);
      text.add(end - first == 1 ? Integer.toString(first) : first + "-" + (end - 1));
      first = numbers.nextSetBit(end);
    }
    return text.toString();
  }
}
