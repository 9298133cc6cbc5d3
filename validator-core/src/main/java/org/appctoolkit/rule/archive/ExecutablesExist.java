package org.appctoolkit.rule.archive;

import java.util.List;
import org.appctoolkit.image.Image;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is executed is there, unless a dependency may bring it. */
final class ExecutablesExist implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    if (image.hasDependencies()) {
      return List.of();
    }
    return Executables.of(image).stream()
        .filter(executable -> !executable.isFound())
        .map(
            executable ->
                Problem.at(
                    executable.name().pointer(), executable.quoted() + " is not in the rootfs"))
        .toList();
  }
}
