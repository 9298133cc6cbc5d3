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
 */
public record Port(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<String>> protocol,
    Optional<Located<Long>> number,
    Optional<Located<Long>> count) {

  /** Whether both have a number in common and may have the same protocol. */
  public boolean collidesWith(Port other) {
    if (number.isEmpty() || other.number.isEmpty()) {
      return false;
    }
    boolean sameProtocol =
        protocol.isEmpty()
            || other.protocol.isEmpty()
            || protocol.get().value().equals(other.protocol.get().value());
    return sameProtocol && first() <= other.last() && other.first() <= last();
  }

  private long first() {
    return number.map(Located::value).orElse(0L);
  }

  private long last() {
    long ports = Math.max(1, count.map(Located::value).orElse(1L));
    return first() > Long.MAX_VALUE - ports ? Long.MAX_VALUE : first() + ports - 1;
  }
}
