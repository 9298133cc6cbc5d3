package org.appctoolkit.runtime.cli;

import java.io.IOException;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc runtime start}. */
@Command(
    name = "start",
    description = "Start a pod that is prepared; the exit status is that of run.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n")
final class StartCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Mixin private StartOptions how = new StartOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Show nothing of what the apps write.")
  private boolean quiet;

  @Mixin private JsonOption json = new JsonOption();

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int status(Status status) {
    return how.isDetached() ? status.code() : Status.NOT_RUN.code();
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
    if (json.isSet() && !how.isDetached()) {
      throw new MisuseException("--json goes with --detach: else the output is that of the apps");
    }
    Pods pods = argument.pods(terminal());
    PodDirectory pod = argument.pod(terminal());
    return how.start(terminal(), pods, pod, how.stage1(pods), quiet, () -> print(pod));
  }

  private void print(PodDirectory pod) {
    if (json.isSet()) {
      terminal()
          .printJson(
              it ->
                  it.beginObject()
                      .name("uuid")
                      .value(pod.uuid().toString())
                      .name("directory")
                      .value(pod.path().toString())
                      .endObject());
    } else {
      terminal().print(pod.uuid() + "\n");
    }
  }
}
