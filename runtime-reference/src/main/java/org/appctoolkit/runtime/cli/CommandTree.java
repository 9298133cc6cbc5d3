package org.appctoolkit.runtime.cli;

import java.io.PrintWriter;
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
    name = "appc runtime",
    header = {"Runs pods as the App Container (appc) specification says; takes Linux 5.12.", ""},
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Begin with: appc runtime run POD.json, or appc runtime run IMAGE",
      "Exit status: 0 done, 1 refused because of what was found, 2 wrong use, 3 could not read or",
      "write, 4 a limit was hit; run and start in the foreground: that of the pod, or 125."
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
    // What an app is told must not be taken for an option of ours.
    int dashes = isAboutApps(words) ? words.indexOf("--") : -1;
    List<String> rest = dashes < 0 ? List.of() : words.subList(dashes + 1, words.size());
    List<String> own = dashes < 0 ? words : words.subList(0, dashes);
    return commandLine(terminal, words, List.copyOf(rest)).execute(own.toArray(String[]::new));
  }

  private static boolean isAboutApps(List<String> words) {
    return !words.isEmpty() && List.of("run", "prepare").contains(words.get(0));
  }

  private static CommandLine commandLine(Terminal terminal, List<String> words, List<String> rest) {
    CommandLine enter = new CommandLine(new EnterCommand(terminal));
    enter.getCommandSpec().parser().stopAtPositional(true);
    CommandLine tree =
        new CommandLine(new CommandTree())
            .addSubcommand(new RunCommand(terminal, rest))
            .addSubcommand(new PrepareCommand(terminal, rest))
            .addSubcommand(new StartCommand(terminal))
            .addSubcommand(new ListCommand(terminal))
            .addSubcommand(new StatusCommand(terminal))
            .addSubcommand(new LogsCommand(terminal))
            .addSubcommand(enter)
            .addSubcommand(new WaitCommand(terminal))
            .addSubcommand(new StopCommand(terminal))
            .addSubcommand(new RemoveCommand(terminal))
            .addSubcommand(new CollectCommand(terminal));
    addHelp(tree);
    PrintWriter out = Terminal.writer(terminal.out());
    return tree.setOut(out)
        .setErr(Terminal.writer(terminal.err()))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false)
        .setExpandAtFiles(false)
        .setExecutionStrategy(
            parsed -> {
              int status = new CommandLine.RunLast().execute(parsed);
              out.flush();
              return status;
            })
        .setParameterExceptionHandler((e, unparsed) -> misuse(terminal, words, e))
        .setExecutionExceptionHandler((e, command, parsed) -> bug(terminal, words, e));
  }

  /** Tells of an internal error; the exit status. */
  static int bug(Terminal terminal, List<String> words, Throwable error) {
    terminal.tell(
        "internal error: "
            + error.getClass().getSimpleName()
            + (error.getMessage() == null ? "" : " (" + error.getMessage() + ")")
            + "; this is a bug in appc, please report it to its authors"
            + (terminal.isDebug() ? "" : " (APPC_DEBUG=1 shows the details)"));
    if (terminal.isDebug()) {
      error.printStackTrace(terminal.err());
    }
    return status(words, Status.NOT_DONE);
  }

  /** What tells that there is no pod whose exit status it could be, where one was expected. */
  private static int status(List<String> words, Status status) {
    boolean foreground =
        !words.isEmpty()
            && List.of("run", "start").contains(words.get(0))
            && words.stream().noneMatch(List.of("--detach", "--dry-run")::contains);
    return foreground ? Status.NOT_RUN.code() : status.code();
  }

  private static int misuse(Terminal terminal, List<String> words, ParameterException e) {
    terminal.tell(
        message(e) + " (see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
    return status(words, Status.MISUSE);
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
