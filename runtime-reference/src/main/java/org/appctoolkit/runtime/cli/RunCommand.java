package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.util.List;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.Preparer;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Stage1;
import org.appctoolkit.runtime.plan.AppPlan;
import org.appctoolkit.runtime.plan.PodPlan;
import org.appctoolkit.runtime.plan.Step;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc runtime run}. */
@Command(
    name = "run",
    description = "Run a pod: that of a manifest, or one of images of the store.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    customSynopsis = "appc runtime run [OPTIONS] (POD.json | IMAGE...) [-- ARGUMENT...]",
    footer = {
      "",
      "In the foreground the apps' output is shown as it comes, of several apps line by line with",
      "their names. TERM and Ctrl-C stop the pod in order; a second Ctrl-C ends it at once.",
      "What stands behind -- is added to what a single image executes.",
      "",
      "Exit status: that of the pod, which is 0 if every app ended with 0, and otherwise that of",
      "the first one that did not: its own, 128 and the number of a signal, 126 or 127 if it could",
      "not be executed or found, 125 if a handler failed. 125 as well if the pod was refused or",
      "could not be run. With --detach and --dry-run: 0 done, 1 refused, 2 wrong use, 3 could not",
      "read or write, 4 a limit was hit, 125 the pod failed when it was set up."
    })
final class RunCommand implements PodCommand {
  private final Terminal terminal;
  private final List<String> arguments;

  @Mixin private PodPreparation preparation = new PodPreparation();

  @Mixin private StartOptions how = new StartOptions();

  @Option(
      names = "--dry-run",
      description = "Run nothing, and print the plan that would be executed.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  RunCommand(Terminal terminal, List<String> arguments) {
    this.terminal = terminal;
    this.arguments = arguments;
  }

  @Override
  public int status(Status status) {
    return dryRun || how.isDetached() ? status.code() : Status.NOT_RUN.code();
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
          EndedException,
          UsualPlace.UnknownException,
          InterruptedException {
    if (json.isSet() && !dryRun && !how.isDetached()) {
      throw new MisuseException(
          "--json goes with --detach or --dry-run: else the output is that of the apps");
    }
    Pods pods = preparation.pods(terminal());
    if (dryRun) {
      print(preparation.prepare(terminal(), pods, arguments, Preparer.Purpose.PLAN));
      return Status.DONE.code();
    }
    Stage1 stage1 = how.stage1(pods);
    Preparer.Prepared prepared =
        preparation.prepare(terminal(), pods, arguments, Preparer.Purpose.NOW);
    return how.start(
        terminal(),
        pods,
        prepared.pod(),
        stage1,
        preparation.isQuiet(),
        () -> PodPreparation.print(terminal(), prepared, json.isSet()));
  }

  private void print(Preparer.Prepared prepared) {
    PodPlan plan = prepared.planned().plan();
    if (json.isSet()) {
      terminal().printJson(it -> write(it, plan, prepared));
    } else {
      terminal().print(plan.text());
    }
  }

  private static void write(JsonWriter text, PodPlan plan, Preparer.Prepared prepared) {
    text.beginObject();
    text.name("uuid").value(prepared.pod().uuid().toString());
    text.name("steps");
    write(text, plan.steps());
    text.name("apps").beginArray();
    for (AppPlan app : plan.apps()) {
      text.beginObject();
      text.name("name").value(app.name());
      text.name("steps");
      write(text, app.steps());
      text.endObject();
    }
    text.endArray();
    PodJson.notes(text, prepared.notes());
    PodJson.isolators(text, prepared.planned().isolators());
    text.endObject();
  }

  private static void write(JsonWriter text, List<? extends Step> steps) {
    text.beginArray();
    for (Step step : steps) {
      text.beginArray();
      step.words().forEach(text::value);
      text.endArray();
    }
    text.endArray();
  }
}
