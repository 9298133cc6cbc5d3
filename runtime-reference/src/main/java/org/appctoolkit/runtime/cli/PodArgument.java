package org.appctoolkit.runtime.cli;

import java.io.IOException;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The pod that a command is about. */
final class PodArgument {
  @Mixin private DataOption data = new DataOption();

  @Parameters(
      index = "0",
      paramLabel = "UUID",
      description = "The pod: its UUID, or the beginning of it.")
  private String uuid = "";

  Pods pods(Terminal terminal) throws IOException, UsualPlace.UnknownException {
    return data.pods(terminal);
  }

  PodDirectory pod(Terminal terminal)
      throws IOException, RefusedException, UsualPlace.UnknownException {
    return pods(terminal).find(uuid);
  }
}
