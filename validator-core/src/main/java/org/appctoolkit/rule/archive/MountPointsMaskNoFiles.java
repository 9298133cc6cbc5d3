package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.model.App;
import org.appctoolkit.model.MountPoint;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** Nothing disappears behind what is mounted. */
final class MountPointsMaskNoFiles implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    BitSet occupied = image.tree().occupied();
    List<Problem> problems = new ArrayList<>();
    for (App app : image.manifest().apps()) {
      for (MountPoint point : app.mountPoints()) {
        point
            .path()
            .filter(path -> masks(image, occupied, path.value()))
            .map(path -> Problem.at(path.pointer(), message(path.value())))
            .ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static boolean masks(Image image, BitSet occupied, String path) {
    int node = image.at(path).node();
    return node != ImageTree.NONE && (!image.tree().isDirectory(node) || occupied.get(node));
  }

  private static String message(String path) {
    return "what the rootfs has at " + Quote.of(path) + " is hidden by what is mounted there";
  }
}
