package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.SpecVersion;

/** One run of the suite against one runtime. */
public final class Run {
  private final RuntimeDriver driver;
  private final RuntimeDescription runtime;
  private final SpecVersion version;
  private final Dialect dialect;
  private final Path directory;
  private final Pace pace;
  private final int jobs;
  private final Patience patience;
  private final Images images;
  private volatile Ending ending = Ending.COMPLETE;

  /**
   * A run, which can be played once.
   *
   * @param driver what drives the runtime
   * @param runtime what the runtime says of itself
   * @param version the version of the specification to judge by
   * @param program the probe
   * @param directory where everything is kept that is seen; it exists
   * @param pace how slow the machine is
   * @param jobs how many scenarios are played at the same time, at least 1
   * @param patience how long things may take, on a machine of pace 1
   * @throws IOException if the directory cannot be used
   */
  public Run(
      RuntimeDriver driver,
      RuntimeDescription runtime,
      SpecVersion version,
      ProbeProgram program,
      Path directory,
      Pace pace,
      int jobs,
      Patience patience)
      throws IOException {
    this.driver = new CarefulDriver(driver);
    this.runtime = runtime;
    this.version = version;
    this.dialect = new Dialect(version);
    this.directory = directory;
    this.pace = pace;
    this.jobs = jobs;
    this.patience = patience;
    Path archives = Files.createDirectories(directory.resolve("images"));
    this.images = new Images(this.driver, dialect, program, archives);
  }

  /**
   * What came of a run.
   *
   * @param verdicts on every scenario that was played, as they came
   */
  public record Played(List<Verdict> verdicts, Ending ending) {
    /** Copies the verdicts. */
    public Played {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * Plays scenarios, and removes everything from the runtime afterwards, also when it is told to
   * end before.
   *
   * @param orders in the order in which they are begun, as far as their resources allow
   */
  public Played play(List<Order> orders, RunListener listener) throws InterruptedException {
    Schedule schedule = new Schedule(orders);
    List<List<Verdict>> verdicts = new ArrayList<>();
    List<Attempt<Boolean>> workers = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      workers.add(
          Attempt.begin(
              "conformance-worker-" + i,
              () -> {
                work(schedule, listener, verdicts);
                return true;
              }));
    }
    long end = System.nanoTime() + patience.run().toNanos();
    try {
      for (Attempt<Boolean> worker : workers) {
        if (!worker.await(until(end), this::isToEnd)) {
          stop(Ending.OUT_OF_TIME);
        }
      }
    } catch (InterruptedException e) {
      stop(Ending.INTERRUPTED);
    }
    schedule.end();
    for (Attempt<Boolean> worker : workers) {
      finish(worker);
    }
    clear(listener);
    synchronized (listener) {
      return new Played(verdicts.stream().flatMap(List::stream).toList(), ending);
    }
  }

  private void finish(Attempt<Boolean> worker) throws InterruptedException {
    try {
      // Each has bounds of its own for whatever it does.
      worker.await(Duration.ofDays(1), () -> false);
      worker.result();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scenario was not judged", e.getCause());
    }
  }

  /**
   * Has it end early; the pods of what is being played are removed. The first reason counts.
   *
   * <p>Any thread may call it.
   */
  public synchronized void stop(Ending why) {
    ending = isToEnd() ? ending : why;
  }

  private boolean isToEnd() {
    return ending != Ending.COMPLETE;
  }

  private void work(Schedule schedule, RunListener listener, List<List<Verdict>> verdicts)
      throws InterruptedException {
    Optional<Order> next = schedule.take();
    while (next.isPresent() && !isToEnd()) {
      Order order = next.get();
      try {
        Performance performance = play(order, listener);
        if (!performance.verdicts().isEmpty()) {
          synchronized (listener) {
            verdicts.add(performance.verdicts());
            listener.ended(
                order.scenario(),
                performance.verdicts(),
                performance.milliseconds(),
                performance.complaints());
          }
        }
      } finally {
        schedule.over(order);
      }
      next = schedule.take();
    }
  }

  /**
   * A scenario that is over.
   *
   * @param verdicts none if it was ended before it could be judged
   */
  private record Performance(List<Verdict> verdicts, long milliseconds, List<String> complaints) {}

  private Performance play(Order order, RunListener listener) throws InterruptedException {
    Scenario scenario = order.scenario();
    List<Expectation> asked =
        order.expectations().stream().filter(it -> it.missing(runtime).isEmpty()).toList();
    if (asked.isEmpty()) {
      return new Performance(with(order, List.of()), 0, List.of());
    }
    synchronized (listener) {
      listener.began(scenario);
    }
    long start = System.nanoTime();
    List<String> complaints = new ArrayList<>();
    List<Verdict> judged;
    try {
      LiveStage stage = stage(scenario);
      judged = judge(scenario, asked, stage, complaints);
    } catch (IOException e) {
      judged = all(scenario, asked, new Outcome.Errored(String.valueOf(e.getMessage()), List.of()));
    }
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    boolean broken = judged.isEmpty();
    return new Performance(
        broken ? List.of() : with(order, judged), milliseconds, List.copyOf(complaints));
  }

  /** Verdicts on what was asked; none if all is to end. */
  private List<Verdict> judge(
      Scenario scenario, List<Expectation> asked, LiveStage stage, List<String> complaints)
      throws InterruptedException {
    Duration most = pace.of(patience.scenario());
    Attempt<List<Verdict>> playing =
        Attempt.begin("conformance-" + scenario.id(), () -> ScenarioRun.of(scenario, asked, stage));
    boolean ended = playing.await(most, this::isToEnd);
    if (!ended && !playing.giveUp(pace.of(patience.grace()))) {
      complaints.add("its pods were not removed, as the driver does not come back");
      return isToEnd() ? List.of() : all(scenario, asked, tooLong(most, List.of()));
    }
    clear(stage, complaints);
    try {
      Optional<List<Verdict>> result = playing.result();
      if (result.isPresent()) {
        return result.get();
      }
      return isToEnd() ? List.of() : all(scenario, asked, tooLong(most, stage.scene().evidence()));
    } catch (ExecutionException e) {
      return all(
          scenario,
          asked,
          new Outcome.Errored("the suite has a bug: " + e.getCause(), stage.scene().evidence()));
    }
  }

  private static Outcome tooLong(Duration most, List<String> evidence) {
    return new Outcome.Errored(
        "the scenario was not over within %d s".formatted(most.toSeconds()), evidence);
  }

  private void clear(LiveStage stage, List<String> complaints) throws InterruptedException {
    Attempt<List<String>> clearing = Attempt.begin("conformance-clearing", stage::clear);
    if (!clearing.await(pace.of(patience.clearing()), () -> false)
        && !clearing.giveUp(pace.of(patience.grace()))) {
      complaints.add("its pods were not removed, as the driver does not come back");
      return;
    }
    try {
      complaints.addAll(
          clearing.result().orElse(List.of("its pods were not removed within the time for that")));
    } catch (ExecutionException e) {
      complaints.add("its pods were not removed: " + e.getCause());
    }
  }

  private List<Verdict> all(Scenario scenario, List<Expectation> asked, Outcome outcome) {
    return asked.stream().map(it -> Verdict.of(scenario, it, version, outcome)).toList();
  }

  /** The verdicts, and that the others were skipped, in the order in which they were asked for. */
  private List<Verdict> with(Order order, List<Verdict> judged) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Expectation expectation : order.expectations()) {
      verdicts.add(
          judged.stream()
              .filter(it -> it.expectation().equals(expectation))
              .findFirst()
              .orElseGet(() -> skipped(order.scenario(), expectation)));
    }
    return verdicts;
  }

  private Verdict skipped(Scenario scenario, Expectation expectation) {
    String missing = String.join(", ", expectation.missing(runtime));
    return Verdict.of(
        scenario,
        expectation,
        version,
        new Outcome.Skipped("the runtime does not claim " + missing));
  }

  private LiveStage stage(Scenario scenario) throws IOException {
    Path kept = Files.createDirectories(directory.resolve("scenarios").resolve(scenario.id()));
    Path shared = LiveStage.forEveryUser(kept.resolve("shared")).toRealPath();
    return new LiveStage(driver, runtime, dialect, images, kept, shared, pace, new SecureRandom());
  }

  /** Removes the images, as many at the same time as scenarios were played. */
  private void clear(RunListener listener) throws InterruptedException {
    Queue<String> left = new ConcurrentLinkedQueue<>(images.all());
    Queue<String> complaints = new ConcurrentLinkedQueue<>();
    List<Attempt<Boolean>> removing = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      removing.add(
          Attempt.begin("conformance-clearing-" + i, () -> removeImages(left, complaints)));
    }
    Set<String> told = new LinkedHashSet<>();
    long end = System.nanoTime() + pace.of(patience.clearing()).toNanos();
    for (Attempt<Boolean> worker : removing) {
      worker.await(until(end), () -> false);
    }
    removing.forEach(Attempt::interrupt);
    end = System.nanoTime() + pace.of(patience.grace()).toNanos();
    for (Attempt<Boolean> worker : removing) {
      if (worker.await(until(end), () -> false)) {
        try {
          if (worker.result().isEmpty()) {
            told.add("not all images were removed in time");
          }
        } catch (ExecutionException e) {
          told.add("not all images were removed: " + e.getCause());
        }
      } else {
        told.add("not all images were removed, as the driver does not come back");
      }
    }
    told.addAll(complaints.stream().sorted().toList());
    synchronized (listener) {
      listener.cleared(List.copyOf(told));
    }
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** Removes images until there are no more; each is for one thread only. */
  private boolean removeImages(Queue<String> left, Queue<String> complaints)
      throws InterruptedException {
    for (String image = left.poll(); image != null; image = left.poll()) {
      try {
        driver.removeImage(image);
      } catch (DriverException e) {
        complaints.add("image %s was not removed: %s".formatted(image, e.getMessage()));
      } catch (RefusedException e) {
        complaints.add("image %s was not removed: %s".formatted(image, e.reason()));
      }
    }
    return true;
  }
}
