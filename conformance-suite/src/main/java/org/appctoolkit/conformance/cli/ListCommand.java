package org.appctoolkit.conformance.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.conformance.run.Selection;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc conformance list}. */
@Command(
    name = "list",
    description = "List what can be judged: expectation, level, clause, and what the clause says.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "2:wrong use, or nothing is selected"})
final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private SelectionOptions options = new SelectionOptions();

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    SpecVersion version = options.version().orElse(SpecVersion.NEWEST);
    try {
      Listing.print(options.selection().of(terminal.scenarios(), version), version, terminal);
      return Status.OK.code();
    } catch (Selection.NothingException e) {
      terminal.tell("nothing is selected: " + e.reason());
      return Status.MISUSE.code();
    }
  }
}
