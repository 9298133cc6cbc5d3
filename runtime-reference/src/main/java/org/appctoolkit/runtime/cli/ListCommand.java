package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code appc runtime list}. */
@Command(
    name = "list",
    description =
        "List all pods, the oldest first: UUID, state and exit status, when it was prepared, its"
            + " address, its apps.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
final class ListCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private DataOption data = new DataOption();

  @Mixin private JsonOption json = new JsonOption();

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Listed(PodDirectory pod, PodStatus status) {}

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run() throws IOException, UsualPlace.UnknownException {
    Pods pods = data.pods(terminal());
    List<Listed> listed = new ArrayList<>();
    boolean whole = true;
    for (PodDirectory pod : pods.list()) {
      try {
        listed.add(new Listed(pod, pod.status()));
      } catch (IOException e) {
        // One that cannot be read must not hide the others.
        terminal().tell("the pod " + pod.uuid() + ": " + PodCommand.told(e));
        whole = false;
      }
    }
    listed.sort(Comparator.comparing(it -> it.status().created().orElse(Instant.MAX)));
    if (json.isSet()) {
      terminal().printJson(it -> write(it, listed));
    } else {
      listed.forEach(it -> terminal().print(line(it.status())));
    }
    return whole ? Status.DONE.code() : Status.NOT_DONE.code();
  }

  private static String line(PodStatus status) {
    return "%s  %-14s  %-24s  %-15s  %s\n"
        .formatted(
            status.uuid(),
            PodText.state(status),
            status.created().map(Instant::toString).orElse("-"),
            status.address().orElse("-"),
            Quote.escape(
                String.join(", ", status.apps().stream().map(PodStatus.App::name).toList())));
  }

  private static void write(JsonWriter text, List<Listed> listed) {
    text.beginObject().name("pods").beginArray();
    listed.forEach(it -> PodJson.write(text, it.status(), it.pod().path().toString()));
    text.endArray().endObject();
  }
}
