package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.appctoolkit.runtime.execute.HostFacts;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Option;

/** The option for the directory with the pods. */
final class DataOption {
  private static final UsualPlace USUAL =
      new UsualPlace("the directory of the runtime", "--dir", "APPC_RUNTIME", "runtime");

  @Option(
      names = "--dir",
      paramLabel = "DATA",
      description =
          "Directory with the pods (default: $$APPC_RUNTIME; without that /var/lib/appc/runtime for"
              + " root, $$XDG_DATA_HOME/appc/runtime or ~/.local/share/appc/runtime for everybody"
              + " else).")
  private Optional<Path> directory = Optional.empty();

  /** The pods, in a directory that is made if need be. */
  Pods pods(Terminal terminal) throws IOException, UsualPlace.UnknownException {
    return Pods.in(
        directory.isPresent()
            ? directory.get()
            : USUAL.in(terminal.environment(), HostFacts.read().uid() == 0));
  }
}
