package org.appctoolkit.runtime.plan;

/** The numbers that users and groups of Linux have. */
final class Ids {
  /** The largest; one more means nobody at all to the kernel. */
  static final long LARGEST = 0xFFFF_FFFEL;

  private Ids() {}

  /** Whether a number is one. */
  static boolean isValid(long id) {
    return id >= 0 && id <= LARGEST;
  }

  /** Whether digits are one. */
  static boolean areValid(String digits) {
    return digits.matches("[0-9]{1,10}") && isValid(Long.parseLong(digits));
  }
}
