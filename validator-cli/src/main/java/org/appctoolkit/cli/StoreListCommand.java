package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.store.Damage;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.Inventory;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoredImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc store ls}. */
@Command(
    name = "ls",
    description = "List the images of a store.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:what was asked for was listed",
      "1:something in the store is damaged",
      "2:wrong use",
      "3:the store could not be read"
    })
final class StoreListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only images with exactly this name.")
  private Optional<String> name = Optional.empty();

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Only images with this label; can be repeated.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = {"-l", "--long"},
      description = "Show whole image IDs.")
  private boolean isLong;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      converter = FormatConverter.class,
      description =
          "Form of the list (default: text); json tells everything, by the schema that appc schema"
              + " store prints.")
  private Format format = Format.TEXT;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  StoreListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private enum Format {
    TEXT,
    JSON
  }

  private static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.class);
    }
  }

  @Override
  public Integer call() {
    List<Map.Entry<String, String>> wanted = labels.stream().map(this::label).toList();
    try {
      ImageStore opened = store.open(surroundings, limits);
      Inventory inventory = opened.list();
      List<StoredImage> shown =
          inventory.images().stream()
              .filter(image -> name.isEmpty() || name.get().equals(image.name()))
              .filter(image -> image.labels().entrySet().containsAll(wanted))
              // Those of one name stay in the order of their image IDs.
              .sorted(Comparator.comparing(StoredImage::name))
              .toList();
      if (json || format == Format.JSON) {
        json(opened, shown, inventory.damages());
      } else {
        StoreTable.lines(shown.stream().map(StoreTable.Row::of).toList(), isLong)
            .forEach(line -> surroundings.out().print(line + "\n"));
      }
      inventory.damages().forEach(damage -> tell(surroundings, damage));
      ExitStatus status = inventory.damages().isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
      return status.code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }

  /** Tells of damage on standard error. */
  static void tell(Surroundings surroundings, Damage damage) {
    // The message about a name that is no image ID has the name in it.
    surroundings.tell("damaged: " + damage.id().map(id -> id + ": ").orElse("") + damage.message());
  }

  private Map.Entry<String, String> label(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new ParameterException(
          spec.commandLine(), "--label: " + text + " is not of the form NAME=VALUE");
    }
    return Map.entry(text.substring(0, equals), text.substring(equals + 1));
  }

  private void json(ImageStore opened, List<StoredImage> images, List<Damage> damages) {
    JsonWriter out = new JsonWriter(surroundings.out()).beginObject();
    out.name("store").value(opened.path().toString());
    out.name("images").beginArray();
    images.forEach(image -> json(image, out));
    out.endArray();
    out.name("damages").beginArray();
    for (Damage damage : damages) {
      out.beginObject();
      out.name("place").value(damage.place());
      out.name("message").value(damage.message()).endObject();
    }
    out.endArray().endObject();
  }

  private static void json(StoredImage image, JsonWriter out) {
    out.beginObject();
    out.name("ids").beginArray();
    image.ids().stream().map(ImageId::toString).forEach(out::value);
    out.endArray();
    out.name("name").value(image.name());
    out.name("labels").beginObject();
    image.labels().forEach((label, value) -> out.name(label).value(value));
    out.endObject();
    out.name("archiveBytes").value(image.archiveBytes());
    out.name("uncompressedBytes").value(image.uncompressedBytes());
    out.name("added").value(image.added().toString());
    out.name("requested").value(image.requested());
    out.name("signed").value(image.signed()).endObject();
  }
}
