package org.appctoolkit.conformance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.document.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what is said of wrong use. */
@Command(
    name = "appc conformance",
    header = {
      "Judges container runtimes by the App Container (appc) specification, clause by clause.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Begin with: appc conformance run --runtime reference",
      "Exit status: 0 nothing failed, 1 something failed, 2 wrong use or nothing selected, 3 could",
      "not judge, read or write, 4 a limit was hit."
    })
final class CommandTree implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private CommandTree() {}

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs a command; the exit status. */
  static int execute(Terminal terminal, List<String> words) {
    return commandLine(terminal).execute(words.toArray(String[]::new));
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine tree =
        new CommandLine(new CommandTree())
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new ListCommand(terminal))
            .addSubcommand(new ReportCommand(terminal))
            .addSubcommand(DriverCommand.of(terminal));
    addHelp(tree);
    return tree.setOut(terminal.out())
        .setErr(terminal.out())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, unparsed) -> misuse(terminal, e))
        .setExecutionExceptionHandler((e, command, parsed) -> bug(terminal, e));
  }

  /** Tells of an internal error; the exit status. */
  static int bug(Terminal terminal, Throwable error) {
    terminal.tell(
        "internal error: "
            + error.getClass().getSimpleName()
            + (error.getMessage() == null ? "" : " (" + error.getMessage() + ")")
            + "; this is a bug in appc, please report it to its authors"
            + (terminal.isDebug() ? "" : " (APPC_DEBUG=1 shows the details)"));
    if (terminal.isDebug()) {
      error.printStackTrace(terminal.err());
    }
    return Status.NOT_JUDGED.code();
  }

  private static int misuse(Terminal terminal, ParameterException e) {
    terminal.tell(
        message(e) + " (see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
    return Status.MISUSE.code();
  }

  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(command, unmatched.getUnmatched().get(0));
    }
    Throwable plainest = e.getCause() instanceof TypeConversionException cause ? cause : e;
    String option =
        plainest != e && e.getArgSpec() instanceof OptionSpec spec ? spec.longestName() + ": " : "";
    String message = Optional.ofNullable(plainest.getMessage()).orElse("wrong use");
    return plainest == e
        ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
        : option + message;
  }

  private static String unknown(CommandLine command, String argument) {
    boolean isOption = argument.startsWith("-") && argument.length() > 1;
    if (!isOption && command.getSubcommands().isEmpty()) {
      return "one argument too many: " + argument;
    }
    String name = isOption ? argument.split("=", 2)[0] : argument;
    List<String> known =
        new ArrayList<>(
            isOption
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet());
    return "there is no "
        + (isOption ? "option " : "command ")
        + name
        + Nearest.question(name, known);
  }

  private static void addHelp(CommandLine command) {
    command.getSubcommands().values().forEach(CommandTree::addHelp);
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
  }
}
