package org.appctoolkit.runtime.supervision;

/** System calls that filters of tests are about, and how a program knows them on this machine. */
enum SystemCall {
  EXECVE(59, 221),
  GETPRIORITY(140, 141),
  SETHOSTNAME(170, 161);

  private final int amd64;
  private final int others;

  SystemCall(int amd64, int others) {
    this.amd64 = amd64;
    this.others = others;
  }

  int number() {
    return System.getProperty("os.arch", "").equals("amd64") ? amd64 : others;
  }
}
