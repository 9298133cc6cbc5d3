package org.appctoolkit.runtime.seccomp;

/**
 * What becomes of a system call.
 *
 * @param value what a filter returns: unsigned, 32 bits
 */
public record Verdict(long value) {
  /** It is made. */
  public static final Verdict ALLOWED = new Verdict(0x7FFF0000L);

  /** It ends the process by SIGSYS. */
  public static final Verdict KILLED = new Verdict(0x80000000L);

  private static final long ERROR = 0x00050000L;

  /** It is not made, and fails with this error. */
  public static Verdict error(int number) {
    return new Verdict(ERROR | number);
  }

  /** What two filters together come to: the kernel takes the harder one. */
  public Verdict and(Verdict other) {
    return hardness() >= other.hardness() ? this : other;
  }

  /** The kernel compares them as signed numbers, of which the least is the hardest. */
  private long hardness() {
    return -(long) (int) (value & 0xFFFF0000L);
  }
}
