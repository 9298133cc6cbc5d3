package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is to be kept is there. */
final class PathWhitelistPathsExist implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    if (image.hasDependencies()) {
      return List.of();
    }
    return image.manifest().pathWhitelist().stream()
        .filter(path -> path.value().startsWith("/") && !exists(image, path.value()))
        .map(path -> Problem.at(path.pointer(), Quote.of(path.value()) + " is not in the rootfs"))
        .toList();
  }

  /** A link in the list is kept itself, whatever it leads to. */
  private static boolean exists(Image image, String path) {
    EntryPath entry = EntryPath.of("rootfs" + path);
    return !entry.climbs() && image.tree().spot(entry).node() != ImageTree.NONE;
  }
}
