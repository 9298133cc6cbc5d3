package org.appctoolkit.runtime.metadata;

import java.io.IOException;
import java.util.Optional;

/**
 * What is asked over HTTP by one who has named his pod.
 *
 * @param method of HTTP
 * @param path what stands behind the token and {@code /acMetadata/v1/}, as it is written
 * @param flavor the header {@code Metadata-Flavor}
 * @param type the header {@code Content-Type}
 * @param body what was sent
 */
record Request(
    String method, String path, Optional<String> flavor, Optional<String> type, Body body) {
  /** A body that is read once, and only if it matters. */
  interface Body {
    /**
     * Reads it.
     *
     * @throws RefusedException if it is too long, or too many are read already
     */
    byte[] read() throws IOException, RefusedException;
  }

  /** That a body is not read. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    RefusedException(Answer answer) {
      super("not read: " + answer.status());
      this.answer = answer;
    }

    /** What is answered. */
    Answer answer() {
      return answer;
    }
  }
}
