package org.appctoolkit.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code appc store} without a subcommand: says what there is. */
@Command(
    name = "store",
    description = "Keep images on this machine, by image ID.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
final class StoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** What there is to do with a store, in the order of the help. */
  static List<Object> subcommands(Surroundings surroundings) {
    return List.of(
        new StoreAddCommand(surroundings),
        new StoreListCommand(surroundings),
        new StoreRemoveCommand(surroundings),
        new StoreCollectCommand(surroundings),
        new StoreVerifyCommand(surroundings));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
