package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There is a rootfs. */
final class ImageHasARootfs implements Rule<ImageTree> {
  @Override
  public List<Problem> check(ImageTree tree) {
    return tree.child(ImageTree.TOP, "rootfs") == ImageTree.NONE
        ? List.of(
            Problem.ofImage("there is no rootfs")
                .help("it stands at the top level; it may be an empty directory"))
        : List.of();
  }
}
