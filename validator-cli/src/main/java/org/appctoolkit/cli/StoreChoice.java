package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.store.ImageArgument;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the one image of a store that an argument means, or tells why there is none. */
record StoreChoice(Surroundings surroundings, CommandSpec spec, ImageStore store) {
  /**
   * The image that an argument means; if it means none or several that was told.
   *
   * @throws StoreException if it cannot be looked for
   */
  Optional<ImageId> one(String argument) throws StoreException {
    return one(argument(argument));
  }

  /**
   * The same of an argument that was read before.
   *
   * @throws StoreException if it cannot be looked for
   */
  Optional<ImageId> one(ImageArgument argument) throws StoreException {
    List<ImageId> meant = argument.in(store);
    if (meant.size() == 1) {
      return Optional.of(meant.get(0));
    }
    if (meant.isEmpty()) {
      surroundings.tell(argument.text() + ": there is no such image in the store " + store.path());
    } else {
      surroundings.tell(
          argument.text() + ": this means several images; name one of them by its ID");
      for (String line : StoreTable.lines(described(meant), false)) {
        surroundings.tell(line);
      }
    }
    return Optional.empty();
  }

  private List<StoreTable.Row> described(List<ImageId> ids) {
    List<StoreTable.Row> rows = new ArrayList<>();
    for (ImageId id : ids) {
      try {
        store.describe(id).map(StoreTable.Row::of).ifPresent(rows::add);
      } catch (StoreException e) {
        rows.add(StoreTable.Row.damaged(id));
      }
    }
    return rows;
  }

  private ImageArgument argument(String argument) {
    try {
      return ImageArgument.parse(argument);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
