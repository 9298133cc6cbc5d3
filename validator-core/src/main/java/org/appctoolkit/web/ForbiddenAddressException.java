package org.appctoolkit.web;

import java.net.UnknownHostException;

/** All addresses of a host are such that must not be asked; the message is the reason. */
final class ForbiddenAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddressException(String reason) {
    super(reason);
  }
}
