package org.appctoolkit.rule.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.image.Image;
import org.appctoolkit.image.Machine;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** What is executed is made for the machine that the labels name. */
final class ExecutablesFitTheArchLabel implements Rule<Image> {
  @Override
  public List<Problem> check(Image image) {
    Optional<String> arch =
        image.manifest().labels().stream()
            .filter(label -> label.isNamed("arch"))
            .findFirst()
            .flatMap(NamedValue::text)
            .map(Located::value)
            .filter(Machine::isLabel);
    if (arch.isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (Executables.Executable executable : Executables.of(image)) {
      if (executable.isFound()) {
        Machine machine = image.tree().machine(executable.node());
        if (machine != Machine.NONE && !machine.labels().contains(arch.get())) {
          problems.add(
              Problem.at(
                      executable.name().pointer(),
                      executable.quoted()
                          + " is made for "
                          + machine.words()
                          + ", but the arch label is "
                          + arch.get())
                  .help(help(machine)));
        }
      }
    }
    return problems;
  }

  private static String help(Machine machine) {
    return machine.labels().isEmpty()
        ? "no arch label stands for it"
        : "the label for it is " + String.join(" or ", machine.labels());
  }
}
