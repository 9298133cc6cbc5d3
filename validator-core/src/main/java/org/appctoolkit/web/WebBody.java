package org.appctoolkit.web;

import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, whose failures are told in words. */
final class WebBody extends InputStream {
  private final InputStream body;
  private final Deadline deadline;

  WebBody(InputStream body, Deadline deadline) {
    this.body = body;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = body.read(bytes, offset, length);
      if (read < 0) {
        deadline.end();
      }
      return read;
    } catch (IOException e) {
      throw Failures.of(e, deadline);
    }
  }
}
