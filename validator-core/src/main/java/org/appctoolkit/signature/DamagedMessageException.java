package org.appctoolkit.signature;

import java.io.IOException;

/**
 * Encrypted data that is not what was encrypted, or is malformed inside: nothing that was read of
 * it is to be trusted. The message is lower case and without a full stop.
 */
public final class DamagedMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedMessageException(String message) {
    super(message);
  }

  DamagedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
