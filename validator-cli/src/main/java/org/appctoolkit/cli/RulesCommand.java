package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.spec.Clause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc rules}: the clauses that are checked. */
@Command(name = "rules", description = "List the rules that appc validate applies.")
final class RulesCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClauseListing listing = new ClauseListing();

  RulesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    listing.print(
        clause -> clause.subject() == Clause.Subject.DOCUMENT && clause.checkable(),
        false,
        surroundings.out());
    return ExitStatus.OK.code();
  }
}
