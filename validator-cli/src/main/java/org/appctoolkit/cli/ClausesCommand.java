package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc clauses}: every clause, also what no machine can check. */
@Command(
    name = "clauses",
    description = "List all statements of the specification, also those that are not checked.")
final class ClausesCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClauseListing listing = new ClauseListing();

  ClausesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    listing.print(false, surroundings.out());
    return ExitStatus.OK.code();
  }
}
