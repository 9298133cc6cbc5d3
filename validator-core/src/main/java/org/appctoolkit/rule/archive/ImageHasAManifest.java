package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** There is a manifest. */
final class ImageHasAManifest implements Rule<ImageTree> {
  @Override
  public List<Problem> check(ImageTree tree) {
    return tree.child(ImageTree.TOP, "manifest") == ImageTree.NONE
        ? List.of(Problem.ofImage("there is no manifest").help("it stands at the top level"))
        : List.of();
  }
}
