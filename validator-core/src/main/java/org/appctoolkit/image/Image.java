package org.appctoolkit.image;

import java.util.Optional;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.model.ImageManifest;

/**
 * An image that was read from its first entry to its last, and its manifest.
 *
 * @param manifest its manifest, as far as it could be read
 * @param tree its entries
 * @param links where its symbolic links lead
 * @param rootfs the node of its rootfs
 * @param users who stands in its {@code /etc/passwd}; empty if that was not looked at
 * @param groups who stands in its {@code /etc/group}; empty if that was not looked at
 * @param rendered whether the tree has the files of the images it depends on as well
 */
public record Image(
    ImageManifest manifest,
    ImageTree tree,
    Links links,
    int rootfs,
    Optional<Accounts> users,
    Optional<Accounts> groups,
    boolean rendered) {

  /** Where a path leads for an app in the rootfs; one that is not absolute begins at its root. */
  public Links.Target at(String path) {
    return links.of(path, rootfs);
  }

  /** Whether other images add files to this one that are not in the tree. */
  public boolean hasDependencies() {
    return !rendered && !manifest.dependencies().isEmpty();
  }

  /** Whether a node is a regular file that somebody may execute. */
  public boolean isExecutable(int node) {
    return tree.type(node) == EntryType.FILE && (tree.permissions(node) & 0111) != 0;
  }
}
