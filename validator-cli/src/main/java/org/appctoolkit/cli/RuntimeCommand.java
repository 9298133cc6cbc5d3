package org.appctoolkit.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command {@code appc runtime}, which hands everything on to the runtime on the class path.
 *
 * <p>That is a tool of the name {@value #TOOL}; it is looked for only when this command is used.
 */
@Command(
    name = "runtime",
    description = "Run pods on this machine (appc runtime --help tells more).",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"3:there is no runtime on the class path", " :otherwise that of the runtime"})
final class RuntimeCommand implements Callable<Integer> {
  private static final String TOOL = "appc-runtime";

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "What the runtime is to do.")
  private List<String> arguments = new ArrayList<>();

  RuntimeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Optional<ToolProvider> runtime =
        ServiceLoader.load(ToolProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(tool -> tool.name().equals(TOOL))
            .findFirst();
    if (runtime.isEmpty()) {
      surroundings.tell(
          "there is no runtime on the class path: add the jar of the module runtime-reference"
              + " (appc-runtime-reference)");
      return ExitStatus.NOT_READ.code();
    }
    surroundings.out().flush();
    surroundings.err().flush();
    return runtime
        .get()
        .run(
            new PrintStream(surroundings.outBytes(), false, StandardCharsets.UTF_8),
            new PrintStream(surroundings.errBytes(), true, StandardCharsets.UTF_8),
            arguments.toArray(String[]::new));
  }
}
