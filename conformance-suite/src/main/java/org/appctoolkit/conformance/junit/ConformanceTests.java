package org.appctoolkit.conformance.junit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.run.Calibration;
import org.appctoolkit.conformance.run.Order;
import org.appctoolkit.conformance.run.Patience;
import org.appctoolkit.conformance.run.Run;
import org.appctoolkit.conformance.run.RunDirectory;
import org.appctoolkit.conformance.run.RunListener;
import org.appctoolkit.conformance.run.Scenarios;
import org.appctoolkit.conformance.run.Selection;
import org.appctoolkit.conformance.run.Verdict;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The scenarios as dynamic tests: a container for each scenario, a test for each expectation.
 *
 * <p>A {@code @TestFactory} returns them:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> itIsAnAppContainerExecutor() throws Exception {
 *   return ConformanceTests.of(new MyDriver());
 * }
 * }</pre>
 *
 * <p>What failed is an {@link AssertionFailedError}, what was skipped aborts its test, and what
 * errored is an {@link UnjudgedException}.
 */
public final class ConformanceTests {
  private ConformanceTests() {}

  /** That there is no verdict: the driver, the machine or the suite broke. */
  public static final class UnjudgedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnjudgedException(String message) {
      super(message);
    }
  }

  /**
   * All scenarios at the version that the runtime says it implements.
   *
   * @throws DriverException if the driver does not describe its runtime
   * @throws IOException if this machine has no probe or no room
   */
  public static Stream<DynamicNode> of(RuntimeDriver driver)
      throws DriverException, IOException, InterruptedException {
    return of(driver, Scenarios.ALL);
  }

  /** The same for these scenarios. */
  public static Stream<DynamicNode> of(RuntimeDriver driver, List<Scenario> scenarios)
      throws DriverException, IOException, InterruptedException {
    RuntimeDescription runtime = driver.describe();
    SpecVersion version =
        SpecVersion.parse(runtime.specVersion()).map(SpecVersion::floor).orElse(SpecVersion.NEWEST);
    List<Order> orders;
    try {
      orders = Selection.ALL.of(scenarios, version);
    } catch (Selection.NothingException e) {
      throw new IOException(e.reason(), e);
    }
    ProbeProgram probe =
        ProbeProgram.of(ProbeProgram.hostArchitecture())
            .orElseThrow(
                () -> new IOException("the suite was built without a probe for this machine"));
    Pace pace = Calibration.measure().pace();
    return orders.stream()
        .map(
            order ->
                DynamicContainer.dynamicContainer(
                    order.scenario().id(),
                    // It is played when JUnit comes to it.
                    Stream.of(order)
                        .flatMap(
                            it ->
                                tests(it, () -> play(driver, runtime, version, probe, pace, it)))));
  }

  private interface Playing {
    List<Verdict> verdicts() throws IOException, InterruptedException;
  }

  private static Stream<DynamicTest> tests(Order order, Playing playing) {
    try {
      return playing.verdicts().stream().map(ConformanceTests::test);
    } catch (IOException e) {
      return Stream.of(
          DynamicTest.dynamicTest(
              order.scenario().title(),
              () -> {
                throw e;
              }));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Stream.empty();
    }
  }

  private static List<Verdict> play(
      RuntimeDriver driver,
      RuntimeDescription runtime,
      SpecVersion version,
      ProbeProgram probe,
      Pace pace,
      Order order)
      throws IOException, InterruptedException {
    RunDirectory directory = RunDirectory.temporary();
    Optional<String> left;
    List<Verdict> verdicts;
    try {
      Run run = new Run(driver, runtime, version, probe, directory.path(), pace, 1, Patience.USUAL);
      verdicts = run.play(List.of(order), new RunListener() {}).verdicts();
    } finally {
      left = directory.remove();
    }
    if (left.isPresent()) {
      throw new IOException(left.get());
    }
    return verdicts;
  }

  private static DynamicTest test(Verdict verdict) {
    return DynamicTest.dynamicTest(verdict.expectation().id(), () -> tell(verdict));
  }

  private static void tell(Verdict verdict) throws UnjudgedException {
    Outcome outcome = verdict.outcome();
    if (outcome instanceof Outcome.Failed failed) {
      throw new AssertionFailedError(
          "%s %s: %s expected: %s; observed: %s%s"
              .formatted(
                  verdict.level(),
                  verdict.expectation().clause().id(),
                  verdict.expectation().clause().sentence(),
                  failed.expected(),
                  failed.observed(),
                  lines(failed.evidence())),
          failed.expected(),
          failed.observed());
    }
    if (outcome instanceof Outcome.Errored errored) {
      throw new UnjudgedException(errored.reason() + lines(errored.evidence()));
    }
    if (outcome instanceof Outcome.Skipped skipped) {
      throw new TestAbortedException(skipped.reason());
    }
  }

  private static String lines(List<String> evidence) {
    return evidence.isEmpty() ? "" : "\n  " + String.join("\n  ", evidence);
  }
}
