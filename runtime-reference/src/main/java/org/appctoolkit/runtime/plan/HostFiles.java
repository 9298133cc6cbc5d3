package org.appctoolkit.runtime.plan;

import java.io.IOException;

/** What the sources of volumes are on the host. */
public interface HostFiles {
  /** What is at a path. */
  enum Kind {
    /** A directory. */
    DIRECTORY,
    /** A device node. */
    DEVICE,
    /** A regular file, a socket or a pipe. */
    FILE,
    /** A symbolic link, wherever it leads. */
    SYMBOLIC_LINK,
    /** Nothing. */
    MISSING,
    /** Nobody knows: this user may not look. */
    HIDDEN
  }

  /**
   * What is at an absolute path itself: a symbolic link in its last part is not followed. It is
   * asked for every directory on the way first, so that there is none in the others.
   *
   * @throws IOException if that cannot be found out for another reason than a missing permission
   */
  Kind at(String path) throws IOException;
}
