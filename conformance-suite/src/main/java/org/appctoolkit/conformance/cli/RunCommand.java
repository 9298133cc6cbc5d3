package org.appctoolkit.conformance.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.report.Event;
import org.appctoolkit.conformance.report.Report;
import org.appctoolkit.conformance.report.RunReport;
import org.appctoolkit.conformance.report.Tally;
import org.appctoolkit.conformance.run.Calibration;
import org.appctoolkit.conformance.run.Ending;
import org.appctoolkit.conformance.run.Order;
import org.appctoolkit.conformance.run.Patience;
import org.appctoolkit.conformance.run.Run;
import org.appctoolkit.conformance.run.RunDirectory;
import org.appctoolkit.conformance.run.Selection;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.layout.Reasons;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command {@code appc conformance run}. */
@Command(
    name = "run",
    description = "Judge a runtime: run pods in it, and tell clause by clause what it does.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (3 counts before 4, 4 before 1):%n",
    exitCodeList = {
      "0:nothing at the levels of --fail-on failed",
      "1:something failed",
      "2:wrong use, or nothing is selected",
      "3:something could not be judged as the driver, this machine or the suite broke, or a report"
          + " not be written",
      "4:the time of --max-seconds was over"
    })
final class RunCommand implements Callable<Integer> {
  /** How long the process goes on after it was told to end, for what has to be removed. */
  private static final Duration LAST_WISH = Duration.ofSeconds(60);

  private final Terminal terminal;

  @Option(
      names = "--runtime",
      paramLabel = "DRIVER",
      required = true,
      description =
          "The driver of the runtime: an executable that keeps the driver protocol, or reference"
              + " for the runtime of this toolkit.")
  private String runtime = "";

  @Mixin private DriverOptions driverOptions = new DriverOptions();

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(names = "--list", description = "Only list what would be judged.")
  private boolean list;

  @Option(
      names = "--dry-run",
      description = "Only tell what would be played, and what skipped, with this runtime.")
  private boolean dryRun;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      converter = ThresholdConverter.class,
      description =
          "Exit with 1 if a clause of this level or a stronger one failed: must, should, may or"
              + " never (default: must).")
  private Threshold threshold = Threshold.MUST;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "Play the scenarios in the order of this seed (default: another every time).")
  private OptionalLong seed = OptionalLong.empty();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      converter = JobsConverter.class,
      description = "Play so many scenarios at the same time (default: one for each processor).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--time-scale",
      paramLabel = "FACTOR",
      converter = ScaleConverter.class,
      description =
          "Allow everything so often the time, 1 to 100, on top of what a calibration of this"
              + " machine finds (default: 1).")
  private double scale = 1;

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      converter = SecondsConverter.class,
      description = "End after this time, even if not everything was played (default: 3600).")
  private int maxSeconds = (int) Patience.USUAL.run().toSeconds();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep everything that was used and seen in this directory, which is new.")
  private Optional<Path> keep = Optional.empty();

  @Mixin private ReportOptions reports = new ReportOptions();

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** From which level on what failed lets the command fail. */
  private enum Threshold {
    MUST,
    SHOULD,
    MAY,
    NEVER;

    boolean isReachedBy(Tally tally) {
      boolean must = tally.failed(Level.MUST) > 0;
      boolean should = must || tally.failed(Level.SHOULD) > 0;
      return switch (this) {
        case MUST -> must;
        case SHOULD -> should;
        case MAY -> should || tally.failed(Level.MAY) > 0;
        case NEVER -> false;
      };
    }
  }

  private static final class ThresholdConverter implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      for (Threshold each : Threshold.values()) {
        if (each.name().equals(text.toUpperCase(Locale.ROOT))) {
          return each;
        }
      }
      throw new TypeConversionException(text + " is none of must, should, may, never");
    }
  }

  private static final class SeedConverter implements ITypeConverter<OptionalLong> {
    @Override
    public OptionalLong convert(String text) {
      return OptionalLong.of(whole(text, 0, Integer.MAX_VALUE));
    }
  }

  private static final class JobsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1, 64);
    }
  }

  private static final class SecondsConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return whole(text, 1, 86_400);
    }
  }

  private static final class ScaleConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
        double value = Double.parseDouble(text);
        if (value >= 1 && value <= 100) {
          return value;
        }
      }
      throw new TypeConversionException(text + " is not a number from 1 to 100");
    }
  }

  private static int whole(String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (least <= value && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException(
        "%s is not a whole number from %d to %d".formatted(text, least, most));
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      RunDirectory directory = directory();
      CountDownLatch over = new CountDownLatch(1);
      try {
        return inDirectory(directory, over).code();
      } finally {
        directory.remove().ifPresent(terminal::tell);
        over.countDown();
      }
    } catch (IOException e) {
      terminal.tell(Reasons.reason(e));
      return Status.NOT_JUDGED.code();
    }
  }

  private RunDirectory directory() throws IOException {
    if (keep.isEmpty()) {
      return RunDirectory.temporary();
    }
    try {
      return RunDirectory.kept(keep.get());
    } catch (IOException e) {
      throw new IOException(
          "cannot keep anything in %s: %s".formatted(keep.get(), Reasons.reason(e)), e);
    }
  }

  private Status inDirectory(RunDirectory directory, CountDownLatch over)
      throws IOException, InterruptedException {
    Pace pace = new Pace(Calibration.measure().pace().factor() * scale);
    try (Journal journal = new Journal(directory.path().resolve("driver.log"))) {
      DriverOptions.Named named = driverOptions.driver(runtime, directory, pace, journal::note);
      RuntimeDescription described;
      try {
        described = named.driver().describe();
      } catch (DriverException e) {
        terminal.tell(String.valueOf(e.getMessage()));
        return Status.NOT_JUDGED;
      }
      SpecVersion version =
          selection
              .version()
              .or(() -> SpecVersion.parse(described.specVersion()).map(SpecVersion::floor))
              .orElse(SpecVersion.NEWEST);
      List<Order> orders;
      try {
        orders = selection.selection().of(terminal.scenarios(), version);
      } catch (Selection.NothingException e) {
        terminal.tell("nothing is selected: " + e.reason());
        return Status.MISUSE;
      }
      if (list) {
        Listing.print(orders, version, terminal);
        return Status.OK;
      }
      if (dryRun) {
        Listing.printPlan(orders, described, terminal);
        return Status.OK;
      }
      Optional<ProbeProgram> probe = Suite.probe(terminal);
      if (probe.isEmpty()) {
        return Status.NOT_JUDGED;
      }
      Run run =
          new Run(
              named.driver(),
              described,
              version,
              probe.get(),
              directory.path(),
              pace,
              jobs,
              Patience.USUAL.withRun(Duration.ofSeconds(maxSeconds)));
      return played(run, orders, version, described, named.command(), pace, over);
    }
  }

  private Status played(
      Run run,
      List<Order> orders,
      SpecVersion version,
      RuntimeDescription described,
      List<String> command,
      Pace pace,
      CountDownLatch over)
      throws IOException, InterruptedException {
    long order = seed.orElseGet(() -> new SecureRandom().nextInt(Integer.MAX_VALUE));
    Event.Began began =
        new Event.Began(
            Suite.version(),
            terminal.clock().instant().toString(),
            Suite.host(),
            command,
            described,
            version.toString(),
            order,
            pace.factor(),
            jobs,
            orders.size(),
            orders.stream().mapToInt(it -> it.expectations().size()).sum());
    Tally tally = new Tally();
    try (ReportOptions.Opened opened = reports.open(terminal.out())) {
      List<Report> all = new ArrayList<>(opened.reports());
      all.add(tally);
      RunReport report = new RunReport(all, version, began);
      long start = System.nanoTime();
      Thread atExit = new Thread(() -> endEarly(run, over), "conformance-end");
      Runtime.getRuntime().addShutdownHook(atExit);
      Run.Played played = run.play(Selection.shuffled(orders, order), report);
      report.end(played.ending(), (System.nanoTime() - start) / 1_000_000);
      List<String> problems = opened.commit();
      problems.forEach(terminal::tell);
      forget(atExit);
      return status(played.ending(), tally).or(problems.isEmpty() ? Status.OK : Status.NOT_JUDGED);
    } catch (ReportOptions.UnwritableException e) {
      terminal.tell(e.reason());
      return Status.NOT_JUDGED;
    }
  }

  /** When this process is told to end, it ends when all is removed and reported. */
  private static void endEarly(Run run, CountDownLatch over) {
    run.stop(Ending.INTERRUPTED);
    try {
      over.await(LAST_WISH.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending; the hook waits for us.
    }
  }

  private Status status(Ending ending, Tally tally) {
    Status status = threshold.isReachedBy(tally) ? Status.FAILED : Status.OK;
    if (tally.errored() > 0 || ending == Ending.INTERRUPTED) {
      status = status.or(Status.NOT_JUDGED);
    }
    return ending == Ending.OUT_OF_TIME ? status.or(Status.LIMIT) : status;
  }
}
