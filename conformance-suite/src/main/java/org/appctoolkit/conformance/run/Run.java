package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/**
 * One run of the suite against one runtime.
 *
 * @param driver what drives the runtime
 * @param runtime what the runtime says of itself
 * @param version the version of the specification to judge by
 * @param program the probe
 * @param directory where everything is kept that is seen; it exists
 * @param pace how slow the machine is
 * @param jobs how many scenarios are played at the same time, at least 1
 */
public record Run(
    RuntimeDriver driver,
    RuntimeDescription runtime,
    SpecVersion version,
    ProbeProgram program,
    Path directory,
    Pace pace,
    int jobs) {

  /**
   * Plays scenarios.
   *
   * @param orders in the order in which they are begun
   * @return the verdicts, in the order of the orders; of each that was asked for there is one
   * @throws IOException if the directory cannot be used
   */
  public List<Verdict> play(List<Order> orders, RunListener listener)
      throws IOException, InterruptedException {
    Path archives = Files.createDirectories(directory.resolve("images"));
    Images images = new Images(driver, new Dialect(version), program, archives);
    Turns turns = new Turns();
    ExecutorService workers = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<List<Verdict>>> running = new ArrayList<>();
      for (Order order : orders) {
        running.add(workers.submit(() -> play(order, images, turns, listener)));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<List<Verdict>> one : running) {
        verdicts.addAll(one.get());
      }
      return verdicts;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a scenario was not judged", e.getCause());
    } finally {
      workers.shutdownNow();
      remove(images, listener);
    }
  }

  private List<Verdict> play(Order order, Images images, Turns turns, RunListener listener)
      throws IOException, InterruptedException {
    Scenario scenario = order.scenario();
    List<Expectation> asked =
        order.expectations().stream().filter(it -> it.missing(runtime).isEmpty()).toList();
    if (asked.isEmpty()) {
      List<Verdict> skipped = skipped(order);
      tell(listener, scenario, skipped, 0, List.of());
      return skipped;
    }
    try (Turns.Turn turn = turns.take(scenario.resources())) {
      synchronized (listener) {
        listener.began(scenario);
      }
      long start = System.nanoTime();
      LiveStage stage = stage(scenario, images);
      List<String> complaints = List.of();
      List<Verdict> judged;
      try {
        judged = ScenarioRun.of(scenario, asked, stage);
      } finally {
        complaints = stage.clear();
      }
      List<Verdict> all = new ArrayList<>();
      for (Verdict verdict : skipped(order)) {
        all.add(
            judged.stream()
                .filter(it -> it.expectation().equals(verdict.expectation()))
                .findFirst()
                .orElse(verdict));
      }
      tell(listener, scenario, all, turn.milliseconds(start), complaints);
      return all;
    }
  }

  private static void tell(
      RunListener listener,
      Scenario scenario,
      List<Verdict> verdicts,
      long milliseconds,
      List<String> complaints) {
    synchronized (listener) {
      listener.ended(scenario, verdicts, milliseconds, complaints);
    }
  }

  private List<Verdict> skipped(Order order) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Expectation expectation : order.expectations()) {
      String missing = String.join(", ", expectation.missing(runtime));
      verdicts.add(
          Verdict.of(
              order.scenario(),
              expectation,
              version,
              new Outcome.Skipped("the runtime does not claim " + missing)));
    }
    return verdicts;
  }

  private LiveStage stage(Scenario scenario, Images images) throws IOException {
    Path kept = Files.createDirectories(directory.resolve(scenario.id()));
    Path shared = Files.createDirectories(kept.resolve("shared"));
    // Apps of any user are to use it.
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new LiveStage(
        driver, runtime, new Dialect(version), images, kept, shared, pace, new SecureRandom());
  }

  private void remove(Images images, RunListener listener) throws InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (String image : images.all()) {
      try {
        driver.removeImage(image);
      } catch (DriverException e) {
        complaints.add("image %s was not removed: %s".formatted(image, e.getMessage()));
      } catch (RefusedException e) {
        complaints.add("image %s was not removed: %s".formatted(image, e.reason()));
      }
    }
    synchronized (listener) {
      listener.cleared(complaints);
    }
  }
}
