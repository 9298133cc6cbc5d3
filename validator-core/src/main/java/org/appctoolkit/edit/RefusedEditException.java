package org.appctoolkit.edit;

/** An edit that is not made, and why: the message is for the person who asked for it. */
public final class RefusedEditException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedEditException(String message) {
    super(message);
  }
}
