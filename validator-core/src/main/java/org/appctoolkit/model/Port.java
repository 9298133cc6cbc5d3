package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * A port, or a range of ports, that an app listens on.
 *
 * @param pointer the object
 * @param name its name
 * @param protocol its protocol
 * @param number the (first) port
 * @param count how many ports there are; absent for one
 * @param socketActivated whether the app expects to be given sockets that listen there
 */
public record Port(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> protocol,
    Optional<Located<Long>> number,
    Optional<Located<Long>> count,
    boolean socketActivated) {

  /** The first number; 0 if there is none. */
  public long first() {
    return number.map(Located::value).orElse(0L);
  }

  /** The last number of the range; the first one if there is no sensible count. */
  public long last() {
    long ports = count.map(Located::value).orElse(1L);
    boolean sensible = ports > 1 && ports <= Long.MAX_VALUE - Math.max(0, first());
    return sensible ? first() + ports - 1 : first();
  }
}
