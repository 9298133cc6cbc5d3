package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.appctoolkit.conformance.driver.CommandDriver;
import org.appctoolkit.conformance.driver.Exchange;
import org.appctoolkit.conformance.driver.ReferenceDriver;
import org.appctoolkit.conformance.driver.Timeouts;
import org.appctoolkit.conformance.run.RunDirectory;
import org.appctoolkit.conformance.scenario.Pace;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how a driver is called. */
final class DriverOptions {
  /** The name of the driver that comes with the suite. */
  static final String REFERENCE = "reference";

  @Option(
      names = "--driver-arg",
      paramLabel = "ARG",
      description = "An argument for the driver, before the verb; can be repeated.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--stage1",
      paramLabel = "STAGE1",
      converter = Stage1Converter.class,
      description =
          "What runs the pods of the reference runtime: ours, runc or nspawn (default: ours).")
  private ReferenceDriver.Stage1 stage1 = ReferenceDriver.Stage1.OURS;

  private static final class Stage1Converter implements ITypeConverter<ReferenceDriver.Stage1> {
    @Override
    public ReferenceDriver.Stage1 convert(String text) {
      return Arrays.stream(ReferenceDriver.Stage1.values())
          .filter(it -> it.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException(text + " is none of ours, runc, nspawn"));
    }
  }

  /**
   * A driver, and how it is called.
   *
   * @param command the executable and its first arguments
   */
  record Named(CommandDriver driver, List<String> command) {}

  /**
   * The driver of a name.
   *
   * @param name {@value #REFERENCE}, the path of an executable, or the name of one on PATH
   * @param directory where what it needs is written
   * @param listener told of every run of it
   */
  Named driver(String name, RunDirectory directory, Pace pace, Consumer<Exchange> listener)
      throws IOException {
    Path tools = directory.directory("tools");
    List<String> command = new ArrayList<>();
    if (name.equals(REFERENCE)) {
      command.addAll(ReferenceDriver.in(tools, stage1));
    } else {
      command.add(name);
    }
    command.addAll(arguments);
    CommandDriver driver =
        new CommandDriver(
            command,
            directory.directory("driver"),
            directory.directory("scratch"),
            Map.of(ReferenceDriver.COMMAND_VARIABLE, AppcScript.in(tools).toString()),
            Timeouts.USUAL.scaled(pace.factor()),
            listener);
    return new Named(driver, List.copyOf(command));
  }
}
