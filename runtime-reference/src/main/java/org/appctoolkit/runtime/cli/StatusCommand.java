package org.appctoolkit.runtime.cli;

import java.io.IOException;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc runtime status}. */
@Command(
    name = "status",
    description = "Tell all that is known of a pod and its apps.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n")
final class StatusCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Mixin private JsonOption json = new JsonOption();

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run() throws IOException, RefusedException, UsualPlace.UnknownException {
    PodDirectory pod = argument.pod(terminal());
    PodStatus status = pod.status();
    if (json.isSet()) {
      terminal().printJson(it -> PodJson.write(it, status, pod.path().toString()));
    } else {
      terminal().print(PodText.full(status, pod.path().toString()));
    }
    return Status.DONE.code();
  }
}
