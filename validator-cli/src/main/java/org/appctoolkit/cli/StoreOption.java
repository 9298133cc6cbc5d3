package org.appctoolkit.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoreSettings;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Option;

/** The option for the store of those commands that use one. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "Directory of the store (default: $APPC_STORE; without that /var/lib/appc/store for root,"
              + " $XDG_DATA_HOME/appc/store or ~/.local/share/appc/store for everybody else).")
  private Optional<Path> directory = Optional.empty();

  /** The directory that was named on the command line; empty if none was. */
  Optional<Path> named() {
    return directory;
  }

  /**
   * The directory that was named, or else the usual one.
   *
   * @throws UnreadableException if nothing tells where that is
   */
  Path place(Surroundings surroundings) throws UnreadableException {
    try {
      return directory.isPresent()
          ? directory.get()
          : UsualPlace.STORE.in(surroundings.environment(), surroundings.root());
    } catch (UsualPlace.UnknownException e) {
      throw new UnreadableException(e.reason());
    }
  }

  /** The store, which has to be there. */
  ImageStore open(Surroundings surroundings, ArchiveLimitOptions limits)
      throws UnreadableException, StoreException {
    return ImageStore.open(place(surroundings), settings(surroundings, limits));
  }

  /** The store, which is made if it is not there. */
  ImageStore create(Surroundings surroundings, ArchiveLimitOptions limits)
      throws UnreadableException, StoreException {
    return ImageStore.create(place(surroundings), settings(surroundings, limits));
  }

  private static StoreSettings settings(Surroundings surroundings, ArchiveLimitOptions limits) {
    return new StoreSettings(
        InstantSource.system(),
        new StoreQueue(surroundings),
        limits.limits(),
        Acceptance.documentLimits(limits));
  }
}
