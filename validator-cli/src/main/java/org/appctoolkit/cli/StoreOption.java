package org.appctoolkit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.StoreSettings;
import picocli.CommandLine.Option;

/** The option that says where the image store is. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description =
          "The image store (default: APPC_STORE, else where the user or root keeps such data).")
  private Optional<Path> store = Optional.empty();

  /** The store if there is one; one that was named has to be. */
  Optional<ImageStore> existing(Surroundings surroundings) throws StoreException {
    if (store.isEmpty() && !Files.exists(Path.of("/var/lib/appc/store"))) {
      return Optional.empty();
    }
    return Optional.of(
        ImageStore.open(
            store.orElse(Path.of("/var/lib/appc/store")),
            StoreSettings.of(InstantSource.system())));
  }
}
