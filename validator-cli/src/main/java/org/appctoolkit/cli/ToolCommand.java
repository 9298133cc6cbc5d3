package org.appctoolkit.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/**
 * A command that hands everything on to a tool on the class path, which is looked for only when the
 * command is used.
 */
@Command(
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n")
final class ToolCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "What it is to do.")
  private List<String> arguments = new ArrayList<>();

  private ToolCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  /** What commands hand on to. */
  enum Tool {
    /** A container runtime. */
    RUNTIME(
        "runtime",
        "runtime",
        "runtime-reference",
        "Run pods on this machine (appc runtime --help tells more)."),
    /** The suite that judges runtimes. */
    CONFORMANCE(
        "conformance",
        "conformance suite",
        "conformance-suite",
        "Judge a container runtime (appc conformance --help tells more).");

    private final String command;
    private final String words;
    private final String module;
    private final String description;

    Tool(String command, String words, String module, String description) {
      this.command = command;
      this.words = words;
      this.module = module;
      this.description = description;
    }

    /** The tool of a command, if it is the command of one. */
    static Optional<Tool> of(String command) {
      return Arrays.stream(values()).filter(it -> it.command.equals(command)).findFirst();
    }

    private Optional<ToolProvider> find() {
      return ServiceLoader.load(ToolProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(it -> it.name().equals("appc-" + command))
          .findFirst();
    }

    private String absence() {
      return "there is no " + words + " on the class path";
    }
  }

  /** The command of a tool. */
  static CommandLine of(Tool tool, Surroundings surroundings) {
    CommandLine line = new CommandLine(new ToolCommand(surroundings, tool));
    CommandSpec spec = line.getCommandSpec().name(tool.command);
    Map<String, String> statuses = new LinkedHashMap<>();
    statuses.put("3", tool.absence());
    statuses.put(" ", "otherwise that of the " + tool.words);
    spec.usageMessage().description(tool.description).exitCodeList(statuses);
    // Whatever stands behind it is for the tool to understand.
    spec.parser()
        .stopAtPositional(true)
        .unmatchedOptionsArePositionalParams(true)
        .endOfOptionsDelimiter("\0");
    return line;
  }

  @Override
  public Integer call() {
    return run(tool, surroundings, arguments);
  }

  /** Hands arguments on to a tool; its exit status. */
  static int run(Tool tool, Surroundings surroundings, List<String> arguments) {
    Optional<ToolProvider> found = tool.find();
    if (found.isEmpty()) {
      surroundings.tell(
          "%s: add the jar of the module %s (appc-%s)"
              .formatted(tool.absence(), tool.module, tool.module));
      return ExitStatus.NOT_READ.code();
    }
    surroundings.out().flush();
    surroundings.err().flush();
    return found
        .get()
        .run(
            new PrintStream(surroundings.outBytes(), false, StandardCharsets.UTF_8),
            new PrintStream(surroundings.errBytes(), true, StandardCharsets.UTF_8),
            arguments.toArray(String[]::new));
  }
}
