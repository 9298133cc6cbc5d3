package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.document.Quote;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoredImage;
import org.appctoolkit.store.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code appc store gc}. */
@Command(
    name = "gc",
    description = "Remove from a store what interrupted commands have left behind.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is left that was to be removed",
      "1:something in the store is damaged; then no images were removed",
      "2:wrong use",
      "3:the store could not be read or written"
    })
final class StoreCollectCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--unreferenced",
      description =
          "Remove as well images that were added with --dependency, or fetched as one, and that no"
              + " other image depends on, along any number of steps.")
  private boolean unreferenced;

  @Option(names = "--dry-run", description = "Remove nothing, and only say what would be removed.")
  private boolean dryRun;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  StoreCollectCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try {
      ImageStore opened = store.open(surroundings, limits);
      Sweep sweep = opened.collect(unreferenced, dryRun);
      for (StoredImage image : sweep.images()) {
        surroundings.out().print(image.id() + " " + Quote.escape(image.name()) + "\n");
      }
      long bytes = sweep.images().stream().mapToLong(StoredImage::archiveBytes).sum();
      surroundings
          .out()
          .print(
              "%s %s (%s) and %s\n"
                  .formatted(
                      dryRun ? "would remove" : "removed",
                      count(sweep.images().size(), "image"),
                      StoreTable.size(bytes),
                      count(sweep.leftovers(), "leftover")));
      sweep.damages().forEach(damage -> StoreListCommand.tell(surroundings, damage));
      if (unreferenced && !sweep.damages().isEmpty()) {
        surroundings.tell(
            "no image was removed, as a damaged one may depend on it; appc store rm removes those"
                + " that are damaged");
      }
      ExitStatus status = sweep.damages().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
      return status.code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }

  /** A number of things. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
