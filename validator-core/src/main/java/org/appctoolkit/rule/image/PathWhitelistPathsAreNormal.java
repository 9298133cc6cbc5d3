package org.appctoolkit.rule.image;

import java.util.List;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** No path of the whitelist has an empty part, or one called . or .. in it. */
final class PathWhitelistPathsAreNormal implements Rule<ImageManifest> {
  private static final Pattern ABNORMAL = Pattern.compile("//|/\\.\\.?(?:/|$)");

  @Override
  public List<Problem> check(ImageManifest image) {
    return image.pathWhitelist().stream()
        .filter(path -> ABNORMAL.matcher(path.value()).find())
        .map(
            path ->
                Problem.at(
                    path.pointer(), Quote.of(path.value()) + " has a part that is empty, . or .."))
        .toList();
  }
}
