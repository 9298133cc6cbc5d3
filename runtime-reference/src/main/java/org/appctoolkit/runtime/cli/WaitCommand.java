package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Waiting;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc runtime wait}. */
@Command(
    name = "wait",
    description = "Wait until a pod is over, and tell how it has ended.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footer = {
      "",
      "One that is only prepared is waited for as well. The exit status is 0 once the pod is over,",
      "however it has ended, and 3 if it is not when the time is."
    })
final class WaitCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Amounts.Time.class,
      description = "How long to wait for its end (default: for ever).")
  private Optional<Duration> most = Optional.empty();

  @Mixin private JsonOption json = new JsonOption();

  WaitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run()
      throws IOException, RefusedException, UsualPlace.UnknownException, InterruptedException {
    Pods pods = argument.pods(terminal());
    PodDirectory asked = argument.pod(terminal());
    Optional<PodDirectory> over = Waiting.untilOver(pods, asked, most);
    if (over.isEmpty()) {
      terminal().tell("the pod " + asked.uuid() + " has not ended yet");
      return Status.NOT_DONE.code();
    }
    PodDirectory pod = over.get();
    PodStatus status = pod.status();
    if (json.isSet()) {
      terminal().printJson(it -> PodJson.write(it, status, pod.path().toString()));
    } else {
      terminal().print("%s %s\n".formatted(pod.uuid(), PodText.state(status)));
    }
    return Status.DONE.code();
  }
}
