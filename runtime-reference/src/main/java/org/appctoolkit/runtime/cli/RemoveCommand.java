package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code appc runtime rm}. */
@Command(
    name = "rm",
    description = "Remove pods that do not run, with all that they have written.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n")
final class RemoveCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private DataOption data = new DataOption();

  @Parameters(
      paramLabel = "UUID",
      arity = "1..*",
      description = "The pods: their UUIDs, or the beginnings of them.")
  private List<String> uuids = new ArrayList<>();

  @Mixin private JsonOption json = new JsonOption();

  RemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run() throws IOException, RefusedException, UsualPlace.UnknownException {
    Pods pods = data.pods(terminal());
    List<String> removed = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (String uuid : uuids) {
      try {
        PodDirectory pod = pods.find(uuid);
        pods.remove(pod);
        removed.add(pod.uuid().toString());
      } catch (RefusedException e) {
        reasons.addAll(e.reasons());
      }
    }
    StartOptions.tidyAll(terminal(), pods);
    if (json.isSet()) {
      terminal()
          .printJson(
              it -> {
                it.beginObject().name("removed").beginArray();
                removed.forEach(it::value);
                it.endArray().endObject();
              });
    } else {
      removed.forEach(uuid -> terminal().print("removed " + uuid + "\n"));
    }
    if (!reasons.isEmpty()) {
      throw new RefusedException(reasons);
    }
    return Status.DONE.code();
  }
}
