package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc runtime gc}. */
@Command(
    name = "gc",
    description =
        "Remove pods that are over, trees that no pod uses, bridges that none is on, and what"
            + " interrupted commands have left behind.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n")
final class CollectCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--older",
      paramLabel = "TIME",
      converter = Amounts.Time.class,
      description = "Only pods that were over so long ago, such as 10m or 7d (default: all).")
  private Duration older = Duration.ZERO;

  @Option(names = "--dry-run", description = "Remove nothing, and only say what would be removed.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  CollectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run() throws IOException, RefusedException, UsualPlace.UnknownException {
    Pods pods = data.pods(terminal());
    Pods.Collected collected = pods.collect(terminal().clock().instant(), older, dryRun);
    if (!dryRun) {
      StartOptions.tidyAll(terminal(), pods);
    }
    if (json.isSet()) {
      terminal().printJson(it -> write(it, collected));
      return Status.DONE.code();
    }
    for (UUID uuid : collected.pods()) {
      terminal().print(uuid + "\n");
    }
    terminal()
        .print(
            "%s %s, %s and %s\n"
                .formatted(
                    dryRun ? "would remove" : "removed",
                    count(collected.pods().size(), "pod"),
                    count(collected.trees(), "tree"),
                    count(collected.leftovers(), "leftover")));
    return Status.DONE.code();
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private void write(JsonWriter text, Pods.Collected collected) {
    text.beginObject();
    text.name("dryRun").value(dryRun);
    text.name("pods").beginArray();
    collected.pods().forEach(uuid -> text.value(uuid.toString()));
    text.endArray();
    text.name("trees").value(collected.trees());
    text.name("leftovers").value(collected.leftovers());
    text.endObject();
  }
}
