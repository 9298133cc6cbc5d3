package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Stage1;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code appc runtime enter}. */
@Command(
    name = "enter",
    description =
        "Run a command beside an app that runs: in its namespaces and rootfs, with its environment,"
            + " as root of the pod.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footer = {"", "The exit status is that of the command; 125 if it was not run."})
final class EnterCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Parameters(index = "1", paramLabel = "APP", description = "One of its apps.")
  private String app = "";

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "What to run, and its arguments.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = "--stage1",
      paramLabel = "PROGRAM",
      description = "What runs the pod, where it is not ours, runc or nspawn.")
  private String program = Stage1.BuiltIn.OURS.toString();

  EnterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int status(Status status) {
    return Status.NOT_RUN.code();
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
          UsualPlace.UnknownException,
          InterruptedException {
    List<String> words = command.get(0).equals("--") ? command.subList(1, command.size()) : command;
    if (words.isEmpty()) {
      throw new MisuseException("a command to run is missing");
    }
    Pods pods = argument.pods(terminal());
    PodDirectory pod = argument.pod(terminal());
    Stage1 stage1 = Stage1.named(program, pods);
    terminal().out().flush();
    return stage1.enter(pod, app, words);
  }
}
