package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.dependency.Explanation;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Rendering;
import org.appctoolkit.document.Quote;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.Extraction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image render}. */
@Command(
    name = "render",
    description =
        "Render the rootfs of an image and of those it depends on, in full or not at all.",
    sortOptions = false,
    footer = {
      "",
      "The layout has the manifest of IMAGE without dependencies and path whitelist: they have been",
      "followed. Modes, times and, for root, owners by their numbers are those of the archives.",
      "Devices, FIFOs and extended attributes other than user.* are left out, which is told."
    })
final class ImageRenderCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "IMAGE", description = AssemblyInput.WHAT)
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to: a directory that does not exist or is empty.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--dry-run",
      description =
          "Write nothing; list the passes in their order, then each path with the pass it comes"
              + " from.")
  private boolean dryRun;

  @Option(
      names = "--explain",
      paramLabel = "PATH",
      description = "Write nothing; tell what each pass does to this path; can be repeated.")
  private List<String> explained = new ArrayList<>();

  @Option(
      names = "--no-owners",
      description =
          "Everything belongs to you, and the bits that set user and group IDs are left out. For"
              + " everybody but root that is so anyway, and told.")
  private boolean ownersOmitted;

  @Mixin private StoreOption store = new StoreOption();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  @Mixin private DependencyLimitOptions dependencyLimits = new DependencyLimitOptions();

  ImageRenderCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    boolean nothingWritten = dryRun || !explained.isEmpty();
    if (target.isEmpty() && !nothingWritten) {
      throw misuse("say where to: appc image render IMAGE DIR, or --dry-run");
    }
    if (target.isPresent() && nothingWritten) {
      throw misuse("nothing is written with --dry-run or --explain: leave out " + target.get());
    }
    AssemblyInput input =
        new AssemblyInput(surroundings, spec, store, limits, dependencyLimits.limits());
    try (AssemblyInput.Rendered rendered =
        input.open(name, ImageInput.path(target.orElse("rootfs")))) {
      if (nothingWritten) {
        explain(rendered.rendering());
        return ExitStatus.OK.code();
      }
      return write(rendered, target.orElseThrow()).code();
    } catch (AssemblyInput.RefusedException e) {
      return e.status().code();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (IOException e) {
      surroundings.tell("cannot render " + name + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ.code();
  }

  private ExitStatus write(AssemblyInput.Rendered rendered, String directory)
      throws IOException, UnreadableException {
    Path place = ImageInput.path(directory);
    boolean owners = !ownersOmitted && surroundings.root();
    Extraction.Outcome outcome =
        Extraction.extract(
            rendered.rendering().source(rendered.manifest()),
            place,
            // A bit that sets the ID of the wrong owner is worse than none.
            new Extraction.Options(owners, owners),
            limits.limits());
    ExitStatus status =
        ExtractionReport.tell(
            outcome, new FaultReport(surroundings, rendered.name()), surroundings);
    if (outcome.done() && !ownersOmitted && !owners) {
      surroundings.tell(
          rendered.name()
              + ": everything belongs to you, and sets no user or group ID: other owners take root"
              + " (--no-owners says that this is meant)");
    }
    return status;
  }

  // --- nothing is written

  private void explain(Rendering rendering) {
    if (dryRun) {
      list(rendering);
    }
    for (String path : explained) {
      explain(rendering, path);
    }
  }

  private void list(Rendering rendering) {
    Assembly assembly = rendering.assembly();
    for (int i = 0; i < assembly.passes().size(); i++) {
      String image = AssemblyInput.words(assembly.image(assembly.passes().get(i)));
      surroundings.out().print("pass %d: %s\n".formatted(i + 1, image));
    }
    for (Rendering.Origin origin : rendering.origins()) {
      surroundings
          .out()
          .print(
              "%6s %s %s\n"
                  .formatted(
                      origin.pass() == 0 ? "-" : Integer.toString(origin.pass()),
                      EntryLine.letter(origin.type()),
                      Quote.escape(origin.path().text())));
    }
  }

  private void explain(Rendering rendering, String path) {
    boolean there = rendering.has(path);
    surroundings
        .out()
        .print(Quote.escape(path) + (there ? "" : ": not in the rendered rootfs") + "\n");
    Assembly assembly = rendering.assembly();
    for (Explanation explanation : rendering.explain(path)) {
      KnownImage image = assembly.image(assembly.passes().get(explanation.pass() - 1));
      surroundings
          .out()
          .print(
              "    pass %d, %s: %s%s\n"
                  .formatted(
                      explanation.pass(),
                      Quote.escape(image.name()),
                      explanation.message(),
                      kept(explanation, there)));
    }
  }

  private static String kept(Explanation explanation, boolean there) {
    if (explanation.fate() != Explanation.Fate.KEPT) {
      return "";
    }
    return there ? ": this is what is there" : ", removed in the end, as nothing is left in it";
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
