package org.appctoolkit.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A stream that never fails: it remembers the first failure and drops what comes after it.
 *
 * <p>A reader may close a pipe when it has seen enough. That is no reason to stop judging, since
 * the exit status is still wanted.
 */
final class Outlet extends OutputStream {
  private final OutputStream out;
  private Optional<IOException> failure = Optional.empty();

  Outlet(OutputStream out) {
    this.out = out;
  }

  /** Why something could not be written; empty if all was. */
  Optional<IOException> failure() {
    return failure;
  }

  /** Whether nobody reads any more. */
  boolean isClosedPipe() {
    return failure
        .map(IOException::getMessage)
        .filter(message -> message.contains("Broken pipe") || message.contains("EPIPE"))
        .isPresent();
  }

  @Override
  public void write(int octet) {
    attempt(() -> out.write(octet));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(out::flush);
  }

  @Override
  public void close() {
    attempt(out::close);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    if (failure.isEmpty()) {
      try {
        step.run();
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
  }
}
