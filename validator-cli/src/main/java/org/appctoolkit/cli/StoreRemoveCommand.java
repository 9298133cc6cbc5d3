package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.ImageArgument;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc store rm}. */
@Command(
    name = "rm",
    description = "Remove images from a store, all that are named or none; prints image IDs.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:they are gone",
      "1:one is not there, or what was named means several",
      "2:wrong use",
      "3:the store could not be read or written"
    })
final class StoreRemoveCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      converter = ImageArgumentConverter.class,
      description = "What to remove: " + ImageArgument.FORM + ".")
  private List<ImageArgument> arguments = new ArrayList<>();

  @Mixin private StoreOption store = new StoreOption();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  StoreRemoveCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try {
      ImageStore opened = store.open(surroundings, limits);
      StoreChoice choice = new StoreChoice(surroundings, spec, opened);
      Set<ImageId> ids = new LinkedHashSet<>();
      boolean clear = true;
      for (ImageArgument argument : arguments) {
        Optional<ImageId> id = choice.one(argument);
        id.ifPresent(ids::add);
        clear &= id.isPresent();
      }
      if (!clear) {
        return ExitStatus.FINDINGS.code();
      }
      for (ImageId id : ids) {
        if (opened.remove(id)) {
          surroundings.out().print(id + "\n");
        }
      }
      return ExitStatus.OK.code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }
}
