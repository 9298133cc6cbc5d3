package org.appctoolkit.conformance.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code appc conformance driver}, without a command of its own. */
@Command(
    name = "driver",
    description = "Check drivers.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n")
final class DriverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private DriverCommand() {}

  /** The command with its subcommands. */
  static CommandLine of(Terminal terminal) {
    CommandLine line = new CommandLine(new DriverCommand());
    List.of(new DriverCheckCommand(terminal)).forEach(line::addSubcommand);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
