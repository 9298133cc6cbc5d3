package org.appctoolkit.model;

/** Paths in a rootfs, as they compare. */
public final class RootfsPath {
  private RootfsPath() {}

  /**
   * The path with single slashes, without parts called ., and with a slash at its end: the same for
   * all spellings of one place. Parts called .. are left as they are.
   */
  public static String normal(String path) {
    StringBuilder normal = new StringBuilder(path.startsWith("/") ? "/" : "");
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        normal.append(part).append('/');
      }
    }
    return normal.toString();
  }
}
