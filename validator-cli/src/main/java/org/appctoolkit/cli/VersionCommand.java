package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code appc version}. */
@Command(
    name = "version",
    description = "Print the versions of appc, of the specification, of Java.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  private final Surroundings surroundings;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      surroundings.out().print(line + "\n");
    }
    return ExitStatus.OK.code();
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "appc " + Toolkit.version(),
      "specification " + VersionConverter.list(SpecVersion.KNOWN),
      "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
