package org.appctoolkit.discovery;

import java.io.Closeable;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to a {@link WebRequest}: its header, and its body while it arrives.
 *
 * <p>Reading the body throws {@link WebException} when the network fails. The length of the body is
 * not bounded: whoever reads it does that.
 */
public final class Reply implements Closeable {
  private final int status;
  private final SortedMap<String, String> headers;
  private final InputStream body;
  private final Runnable end;

  /**
   * An answer.
   *
   * @param status the status, such as 200
   * @param headers the headers, their names in lower case
   * @param body what follows the header
   * @param end drops the connection, wherever the body is; asked once or more
   */
  public Reply(int status, Map<String, String> headers, InputStream body, Runnable end) {
    this.status = status;
    this.headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    this.body = body;
    this.end = end;
  }

  /** The status, such as 200. */
  public int status() {
    return status;
  }

  /** A header by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** What follows the header. */
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    end.run();
  }
}
