package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.List;
import org.appctoolkit.runtime.execute.Preparer;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc runtime prepare}. */
@Command(
    name = "prepare",
    description = "Make a pod ready to be started, and print its UUID.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    customSynopsis = "appc runtime prepare [OPTIONS] (POD.json | IMAGE...) [-- ARGUMENT...]")
final class PrepareCommand implements PodCommand {
  private final Terminal terminal;
  private final List<String> arguments;

  @Mixin private PodPreparation preparation = new PodPreparation();

  @Mixin private JsonOption json = new JsonOption();

  PrepareCommand(Terminal terminal, List<String> arguments) {
    this.terminal = terminal;
    this.arguments = arguments;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run()
      throws IOException,
          MisuseException,
          RefusedException,
          EndedException,
          UsualPlace.UnknownException {
    Preparer.Prepared prepared =
        preparation.prepare(
            terminal(), preparation.pods(terminal()), arguments, Preparer.Purpose.LATER);
    PodPreparation.print(terminal(), prepared, json.isSet());
    return Status.DONE.code();
  }
}
