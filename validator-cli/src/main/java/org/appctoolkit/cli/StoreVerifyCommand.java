package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.Damage;
import org.appctoolkit.store.ImageArgument;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc store verify}. */
@Command(
    name = "verify",
    description = "Read every byte of the images of a store, and tell what is damaged.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is damaged",
      "1:something is damaged, or an image is not there",
      "2:wrong use",
      "3:the store could not be read"
    })
final class StoreVerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      converter = ImageArgumentConverter.class,
      description = "What to read: " + ImageArgument.FORM + " (default: all).")
  private List<ImageArgument> arguments = new ArrayList<>();

  @Mixin private StoreOption store = new StoreOption();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  StoreVerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try {
      ImageStore opened = store.open(surroundings, limits);
      return (arguments.isEmpty() ? everything(opened) : named(opened)).code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }

  private ExitStatus everything(ImageStore opened) throws StoreException {
    return summary(opened.startingWith("").size(), opened.verify());
  }

  private ExitStatus named(ImageStore opened) throws StoreException {
    StoreChoice choice = new StoreChoice(surroundings, spec, opened);
    Set<ImageId> ids = new LinkedHashSet<>();
    ExitStatus status = ExitStatus.OK;
    for (ImageArgument argument : arguments) {
      Optional<ImageId> id = choice.one(argument);
      id.ifPresent(ids::add);
      status = id.isPresent() ? status : ExitStatus.FINDINGS;
    }
    List<Damage> damages = new ArrayList<>();
    for (ImageId id : ids) {
      damages.addAll(opened.verify(id));
    }
    return status.or(summary(ids.size(), damages));
  }

  private ExitStatus summary(int images, List<Damage> damages) {
    damages.forEach(damage -> StoreListCommand.tell(surroundings, damage));
    surroundings
        .out()
        .print(
            StoreCollectCommand.count(images, "image")
                + ", "
                + StoreCollectCommand.count(damages.size(), "damage")
                + "\n");
    return damages.isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
  }
}
