package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.time.Duration;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Stopping;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc runtime stop}. */
@Command(
    name = "stop",
    description = "Stop a pod: its apps get TERM and, when the time of grace is over, KILL.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n")
final class StopCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Option(names = "--force", description = "End it at once, without handlers.")
  private boolean force;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Amounts.Time.class,
      description = "How long to wait for its end (default: 1m).")
  private Duration most = Duration.ofMinutes(1);

  @Mixin private JsonOption json = new JsonOption();

  StopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run()
      throws IOException, RefusedException, UsualPlace.UnknownException, InterruptedException {
    PodDirectory pod = argument.pod(terminal());
    if (!Stopping.stop(pod, force, most)) {
      terminal().tell("the pod " + pod.uuid() + " has not ended yet; --force ends it at once");
      return Status.NOT_DONE.code();
    }
    StartOptions.tidyAll(terminal(), argument.pods(terminal()));
    PodStatus status = pod.status();
    if (json.isSet()) {
      terminal().printJson(it -> PodJson.write(it, status, pod.path().toString()));
    } else {
      terminal().print("%s %s\n".formatted(pod.uuid(), PodText.state(status)));
    }
    return Status.DONE.code();
  }
}
