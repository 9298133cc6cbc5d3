package org.appctoolkit.cli;

import java.io.BufferedWriter;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.report.Palette;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code appc} as a function: arguments and streams in, exit status out.
 *
 * <p>Only {@link #main} knows the process around it. Output is always UTF-8, whatever the locale.
 */
public final class Main {
  private final Map<String, String> environment;
  private final boolean terminal;
  private final boolean errTerminal;
  private final boolean root;

  /**
   * A command that runs in an environment.
   *
   * @param environment the environment variables
   * @param terminal whether a person reads standard output at a terminal
   * @param root whether the user may do what only root may
   */
  public Main(Map<String, String> environment, boolean terminal, boolean root) {
    this(environment, terminal, terminal, root);
  }

  /**
   * A command whose standard error may go elsewhere than its standard output.
   *
   * @param environment the environment variables
   * @param terminal whether a person reads standard output at a terminal
   * @param errTerminal whether a person reads standard error at a terminal
   * @param root whether the user may do what only root may
   */
  public Main(
      Map<String, String> environment, boolean terminal, boolean errTerminal, boolean root) {
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
    this.errTerminal = errTerminal;
    this.root = root;
  }

  /** Runs the command in this process and ends it. */
  public static void main(String[] args) {
    boolean terminal = Optional.ofNullable(System.console()).filter(Main::isTerminal).isPresent();
    boolean errTerminal = terminal && isTerminal(Path.of("/proc/self/fd/2"));
    // The name is that of the effective user ID.
    boolean root = System.getProperty("user.name", "").equals("root");
    Main main = new Main(System.getenv(), terminal, errTerminal, root);
    System.exit(
        main.run(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            args));
  }

  /**
   * Runs the command.
   *
   * <p>Never throws. Nothing is closed.
   *
   * @return the exit status
   */
  public int run(InputStream in, OutputStream out, OutputStream err, String... args) {
    Outlet outlet = new Outlet(out);
    Outlet errors = new Outlet(err);
    Surroundings surroundings =
        new Surroundings(
            in,
            writer(outlet),
            writer(errors),
            outlet,
            errors,
            environment,
            terminal,
            errTerminal,
            root);
    int status = execute(surroundings, args);
    surroundings.out().flush();
    surroundings.err().flush();
    if (outlet.failure().isEmpty() || outlet.isClosedPipe()) {
      return status;
    }
    surroundings.tell(
        "cannot write to standard output: " + UnreadableException.reason(outlet.failure().get()));
    return ExitStatus.NOT_READ.code();
  }

  private static int execute(Surroundings surroundings, String... args) {
    List<String> words = Arrays.asList(args);
    Optional<ToolCommand.Tool> tool = words.stream().findFirst().flatMap(ToolCommand.Tool::of);
    try {
      // What the commands of this module look like is not worth its time there.
      return tool.isPresent()
          ? ToolCommand.run(tool.get(), surroundings, words.subList(1, words.size()))
          : commandLine(surroundings).execute(args);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      surroundings.tellOfABug("appc", e);
      return ExitStatus.NOT_READ.code();
    }
  }

  private static CommandLine commandLine(Surroundings surroundings) {
    VersionCommand version = new VersionCommand(surroundings);
    boolean plain = surroundings.palette(Surroundings.ColorChoice.AUTO) == Palette.PLAIN;
    CommandLine appc =
        new CommandLine(new AppcCommand())
            .addSubcommand(new ValidateCommand(surroundings))
            .addSubcommand(imageCommand(surroundings))
            .addSubcommand(storeCommand(surroundings))
            .addSubcommand(new DiscoverCommand(surroundings))
            .addSubcommand(new FetchCommand(surroundings, InstantSource.system()))
            .addSubcommand(ToolCommand.of(ToolCommand.Tool.RUNTIME, surroundings))
            .addSubcommand(ToolCommand.of(ToolCommand.Tool.CONFORMANCE, surroundings))
            .addSubcommand(new ExplainCommand(surroundings))
            .addSubcommand(new RulesCommand(surroundings))
            .addSubcommand(new ClausesCommand(surroundings))
            .addSubcommand(new SchemaCommand(surroundings))
            .addSubcommand(version);
    addHelp(appc);
    appc.addSubcommand(new CommandLine.HelpCommand());
    appc.getCommandSpec()
        .versionProvider(version)
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("The same as appc version.")
                .build());
    return appc.setOut(surroundings.out())
        .setErr(surroundings.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON))
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, unparsed) -> misuse(surroundings, e))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              surroundings.tellOfABug("appc", e);
              return ExitStatus.NOT_READ.code();
            });
  }

  private static CommandLine imageCommand(Surroundings surroundings) {
    CommandLine image = new CommandLine(new ImageCommand());
    ImageCommand.subcommands(surroundings).forEach(image::addSubcommand);
    return image;
  }

  private static CommandLine storeCommand(Surroundings surroundings) {
    CommandLine store = new CommandLine(new StoreCommand());
    StoreCommand.subcommands(surroundings).forEach(store::addSubcommand);
    return store;
  }

  private static int misuse(Surroundings surroundings, ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String help =
        command.getParent() == null ? "appc help" : name.replaceFirst("appc ", "appc help ");
    surroundings.tell(message(e) + " (see " + help + ")");
    return ExitStatus.MISUSE.code();
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
    String unpunctuated =
        message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    // Our own messages are as they should be and may begin with what the user wrote.
    return plainest == e
        ? unpunctuated.substring(0, 1).toLowerCase(Locale.ROOT) + unpunctuated.substring(1)
        : option + unpunctuated;
  }

  private static String unknown(CommandLine command, String argument) {
    if (argument.startsWith("-") && argument.length() > 1) {
      String option = argument.split("=", 2)[0];
      List<String> options = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
      return "there is no option " + option + Nearest.question(option, options);
    }
    if (command.getSubcommands().isEmpty()) {
      return "one argument too many: " + argument;
    }
    List<String> commands = new ArrayList<>(command.getSubcommands().keySet());
    String question = Nearest.question(argument, commands);
    boolean looksLikeAFile = argument.indexOf('.') >= 0 || argument.indexOf('/') >= 0;
    return "there is no command "
        + argument
        + (question.isEmpty() && looksLikeAFile
            ? "; did you mean appc validate " + argument + "?"
            : question);
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
  }

  /** Since Java 22 there is a console without a terminal, too; there it can be asked. */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Java asks for input and output only; where nothing tells, errors are taken to go with them. */
  static boolean isTerminal(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().matches("/dev/(pts/|tty|console).*");
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommand() instanceof ToolCommand) {
      return;
    }
    command.getSubcommands().values().forEach(Main::addHelp);
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
  }
}
