package org.appctoolkit.runtime.plan;

/**
 * Where things are in the directory of a pod: absolute paths of the host without symbolic links.
 *
 * @param pod the directory itself
 */
public record Places(String pod) {
  /** An empty directory, in which stage1 mounts a file system of its own. */
  public String podRoot() {
    return pod + "/root";
  }

  /** All that belongs to an app. */
  public String app(String name) {
    return pod + "/apps/" + name;
  }

  /** An empty directory, on which the rootfs of an app is mounted. */
  public String rootfs(String name) {
    return app(name) + "/rootfs";
  }

  /** A directory for what an app changes in its rootfs: empty at first. */
  public String upper(String name) {
    return app(name) + "/upper";
  }

  /** An empty directory for overlayfs, on the same file system. */
  public String work(String name) {
    return app(name) + "/work";
  }

  /** The copy of the rootfs of an app, where there is no overlayfs. */
  public String copy(String name) {
    return app(name) + "/copy";
  }

  /** The directory behind an empty volume. */
  public String volume(String name) {
    return pod + "/volumes/" + name;
  }
}
