package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.Optional;

/**
 * What is known of a rendered rootfs before an app changes anything.
 *
 * <p>Paths are those an app sees: they begin at the root of the rootfs, symbolic links are followed
 * as if it were the root of everything, and nothing outside of it is ever looked at.
 */
public interface Rootfs {
  /** The most that is read of a file, in bytes. */
  int MOST_BYTES = 1 << 20;

  /** What is at a path. */
  enum Kind {
    /** A directory without entries. */
    EMPTY_DIRECTORY,
    /** A directory with entries. */
    DIRECTORY,
    /** Anything else. */
    FILE
  }

  /**
   * Something in a rootfs.
   *
   * @param path where it is, absolute, without links, single slashes between parts; {@code /} for
   *     the root
   * @param kind what it is
   * @param uid its owner, as the image says: whoever has extracted it
   * @param gid its group, likewise
   */
  record Node(String path, Kind kind, long uid, long gid) {}

  /**
   * What a path leads to; empty if it leads to nothing or in a circle.
   *
   * @throws IOException if it cannot be looked at
   */
  Optional<Node> at(String path) throws IOException;

  /**
   * The first bytes of the file that a path leads to, at most {@link #MOST_BYTES}; empty if it
   * leads to no regular file.
   *
   * @throws IOException if it cannot be read
   */
  Optional<byte[]> read(String path) throws IOException;
}
