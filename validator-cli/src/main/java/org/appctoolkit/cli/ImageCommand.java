package org.appctoolkit.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code appc image} without a subcommand: says what there is. */
@Command(
    name = "image",
    description = "Look into image archives, and make them.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
final class ImageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** What there is to do with images, in the order of the help. */
  static List<Object> subcommands(Surroundings surroundings) {
    return List.of(
        new ImageIdCommand(surroundings),
        new ImageListCommand(surroundings),
        new ImageManifestCommand(surroundings),
        new ImageExtractCommand(surroundings),
        new ImageRenderCommand(surroundings),
        new ImageFlattenCommand(surroundings),
        new ImageBuildCommand(surroundings),
        new ImagePatchCommand(surroundings),
        new ImageSignCommand(surroundings, InstantSource.system()),
        new ImageVerifyCommand(surroundings, InstantSource.system()));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
