package org.appctoolkit.runtime.cli;

import org.appctoolkit.runtime.execute.StartedPod;

/** What a command tells the shell that called it; of a pod in the foreground, the pod tells. */
enum Status {
  /** Done. */
  DONE(0),
  /** Not done because of what was found. */
  REFUSED(1),
  /** Called in a way that makes no sense. */
  MISUSE(2),
  /** Something could not be read or written. */
  NOT_DONE(3),
  /** A limit kept something from being judged. */
  LIMIT(4),
  /** No pod was run. */
  NOT_RUN(StartedPod.Outcome.FAILED);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
