package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is executed can be executed. */
final class ExecutablesAreExecutable implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    List<Problem> problems = new ArrayList<>();
    for (Executables.Executable executable : Executables.of(image)) {
      if (executable.isFound() && !image.isExecutable(executable.node())) {
        problems.add(Problem.at(executable.name().pointer(), message(image, executable)));
      }
    }
    return problems;
  }

  private static String message(Image image, Executables.Executable executable) {
    ImageTree tree = image.tree();
    EntryType type = tree.type(executable.node());
    return type == EntryType.FILE
        ? "nobody may execute "
            + executable.quoted()
            + " (mode %04o)".formatted(tree.permissions(executable.node()))
        : executable.quoted() + " is " + EntryTypes.words(type) + ", not a regular file";
  }
}
