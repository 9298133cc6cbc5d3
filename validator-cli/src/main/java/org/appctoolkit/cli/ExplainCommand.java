package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.explain.Explanation;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc explain}: everything there is to know about one clause. */
@Command(
    name = "explain",
    description =
        "Explain a rule, or any clause: what it asks for and why, with a bad and a good example.")
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "The rule, as in the brackets of a finding, or the clause.")
  private String id = "";

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Clause clause =
        Clauses.find(id)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "no rule or clause is called "
                            + id
                            + Nearest.question(
                                id, Clauses.all().stream().map(Clause::id).toList())));
    Explanation.write(
        clause, surroundings.out(), surroundings.palette(Surroundings.ColorChoice.AUTO));
    return ExitStatus.OK.code();
  }
}
