package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.conformance.driver.Check;
import org.appctoolkit.conformance.driver.DriverCheck;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.Timeouts;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.run.Calibration;
import org.appctoolkit.conformance.run.RunDirectory;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.document.Quote;
import org.appctoolkit.layout.Reasons;
import org.appctoolkit.spec.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code appc conformance driver check}. */
@Command(
    name = "check",
    description = "Try out whether a driver keeps the driver protocol (docs/driver-protocol.md).",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it does what it must",
      "1:it does not",
      "2:wrong use",
      "3:the machine or the suite broke"
    })
final class DriverCheckCommand implements Callable<Integer> {
  private static final int NONCE_BYTES = 16;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DRIVER",
      description = "An executable, or reference for that of the runtime of this toolkit.")
  private String name = "";

  @Mixin private DriverOptions options = new DriverOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Tell only what is broken.")
  private boolean quiet;

  DriverCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<ProbeProgram> probe = Suite.probe(terminal);
    if (probe.isEmpty()) {
      return Status.NOT_JUDGED.code();
    }
    try {
      RunDirectory directory = RunDirectory.temporary();
      try {
        return told(check(directory, probe.get())).code();
      } finally {
        directory.remove().ifPresent(terminal::tell);
      }
    } catch (DriverException e) {
      terminal.tell(String.valueOf(e.getMessage()));
      return Status.NOT_JUDGED.code();
    } catch (IOException e) {
      terminal.tell(Reasons.reason(e));
      return Status.NOT_JUDGED.code();
    }
  }

  private List<Check> check(RunDirectory directory, ProbeProgram probe)
      throws DriverException, IOException, InterruptedException {
    Pace pace = Calibration.measure().pace();
    DriverOptions.Named named = options.driver(name, directory, pace, exchange -> {});
    Path files = directory.directory("check");
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return new DriverCheck(
            named.driver(),
            Timeouts.USUAL.scaled(pace.factor()),
            probe,
            files,
            HexFormat.of().formatHex(nonce))
        .run();
  }

  private Status told(List<Check> checks) {
    boolean broken = false;
    for (Check check : checks) {
      boolean fault = check.result() == Check.Result.BROKEN;
      broken |= fault && check.level() == Level.MUST;
      if (quiet && !fault) {
        continue;
      }
      terminal.print(
          "%-8s %-24s %-6s %s"
              .formatted(
                  check.result().name().toLowerCase(Locale.ROOT),
                  check.id(),
                  check.level(),
                  check.demand()));
      check.told().lines().forEach(line -> terminal.print("           " + Quote.escape(line)));
    }
    return broken ? Status.FAILED : Status.OK;
  }
}
