package org.appctoolkit.runtime.seccomp;

import java.util.Arrays;
import java.util.Optional;

/** A processor whose system calls are known. */
public enum Architecture {
  /** That of PCs. Its kernel knows a second, rare set of calls, which are numbered apart. */
  AMD64("amd64", 1, 0xC000003EL, Optional.of(0x40000000L)),

  /** The 64-bit one of ARM. */
  ARM64("arm64", 2, 0xC00000B7L, Optional.empty());

  private final String text;
  private final int column;
  private final long audit;
  private final Optional<Long> foreign;

  Architecture(String text, int column, long audit, Optional<Long> foreign) {
    this.text = text;
    this.column = column;
    this.audit = audit;
    this.foreign = foreign;
  }

  /** The one that Java calls so in {@code os.arch}; empty if its calls are not known. */
  public static Optional<Architecture> ofJava(String name) {
    String own = name.equals("x86_64") ? "amd64" : name.equals("aarch64") ? "arm64" : name;
    return Arrays.stream(values()).filter(it -> it.text.equals(own)).findFirst();
  }

  /** Where the numbers of its calls stand in a line of the table. */
  int column() {
    return column;
  }

  /** What the kernel calls it, in the field {@code arch} of what a filter is shown. */
  long audit() {
    return audit;
  }

  /** The first number of calls that are those of another interface, if there are any. */
  Optional<Long> foreign() {
    return foreign;
  }

  /** As images name it. */
  @Override
  public String toString() {
    return text;
  }
}
