package org.appctoolkit.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.spec.Clause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc clauses}: every clause, also what appc validate does not check. */
@Command(
    name = "clauses",
    description =
        "List all statements of the specification, also those that appc validate does not check.")
final class ClausesCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--about",
      paramLabel = "documents|runtimes",
      converter = AboutConverter.class,
      description = "Only what is about documents, or about what executes pods (default: both).")
  private Optional<About> about = Optional.empty();

  @Mixin private ClauseListing listing = new ClauseListing();

  private enum About {
    DOCUMENTS(Clause.Subject.DOCUMENT),
    RUNTIMES(Clause.Subject.RUNTIME);

    private final Clause.Subject subject;

    About(Clause.Subject subject) {
      this.subject = subject;
    }
  }

  private static final class AboutConverter extends Choice<About> {
    AboutConverter() {
      super(About.class);
    }
  }

  ClausesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    listing.print(
        clause -> about.isEmpty() || clause.subject() == about.get().subject,
        true,
        surroundings.out());
    return ExitStatus.OK.code();
  }
}
