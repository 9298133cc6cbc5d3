package org.appctoolkit.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoreSettings;
import picocli.CommandLine.Option;

/** The option for the store of those commands that use one. */
final class StoreOption {
  /** What names a store for all commands. */
  static final String VARIABLE = "APPC_STORE";

  private static final Path OF_ROOT = Path.of("/var/lib/appc/store");
  private static final Path BELOW_DATA = Path.of("appc", "store");

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
    return directory.isPresent()
        ? directory.get()
        : usual(surroundings.environment(), surroundings.root());
  }

  /** Where the store of a user is. */
  static Path usual(Map<String, String> environment, boolean root) throws UnreadableException {
    try {
      String named = environment.getOrDefault(VARIABLE, "");
      if (!named.isEmpty()) {
        return Path.of(named);
      }
      if (root) {
        return OF_ROOT;
      }
      // The XDG base directory specification wants a relative one to be ignored.
      Path data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
      if (data.isAbsolute()) {
        return data.resolve(BELOW_DATA);
      }
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      if (home.isAbsolute()) {
        return home.resolve(".local/share").resolve(BELOW_DATA);
      }
    } catch (InvalidPathException e) {
      throw new UnreadableException(
          "the locale of the environment cannot express the name of the store");
    }
    throw new UnreadableException(
        "nothing tells where the store is: name it by --store or " + VARIABLE);
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
