package org.appctoolkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.conformance.driver.LogStream;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.conformance.run.Patience;
import org.appctoolkit.conformance.run.Run;
import org.appctoolkit.conformance.run.RunListener;
import org.appctoolkit.conformance.run.Scenarios;
import org.appctoolkit.conformance.run.Selection;
import org.appctoolkit.conformance.run.Verdict;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A runtime that claims everything and does nothing keeps no clause that it must keep. */
class DoNothingTest {
  @TempDir private Path directory = Path.of("");

  /** Says yes to all it is asked, and has logs with nothing in them. */
  private static final class Idle implements RuntimeDriver {
    private final AtomicInteger pods = new AtomicInteger();

    @Override
    public RuntimeDescription describe() {
      Set<String> all =
          Scenarios.ALL.stream()
              .flatMap(it -> it.expectations().stream())
              .flatMap(it -> it.capabilities().stream())
              .collect(Collectors.toSet());
      return new RuntimeDescription("idle", "1", "", all);
    }

    @Override
    public String importImage(Path archive) {
      return "sha512-" + "0".repeat(128);
    }

    @Override
    public String run(Path manifest) {
      return "pod-" + pods.incrementAndGet();
    }

    private static PodStatus ended() {
      return new PodStatus(
          Optional.empty(),
          "exited",
          OptionalInt.of(0),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());
    }

    @Override
    public PodStatus await(String pod) {
      return ended();
    }

    @Override
    public PodStatus status(String pod) {
      return ended();
    }

    @Override
    public void logs(String pod, String app, LogStream stream, Path file) {
      try {
        Files.createFile(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop(String pod) {}

    @Override
    public void killApp(String pod, String app) {}

    @Override
    public void remove(String pod) {}

    @Override
    public void removeImage(String image) {}
  }

  private static boolean isForLackOnTheHost(Verdict verdict) {
    return verdict.outcome() instanceof Outcome.Skipped skipped
        && skipped.reason().startsWith("the host ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.8.11", "0.5.1", "0.1.1"})
  @Timeout(600)
  void nothingThatMustBeDonePassesByItself(String number) throws Exception {
    SpecVersion version = SpecVersion.known(number).orElseThrow();
    Idle idle = new Idle();
    Run run =
        new Run(
            idle,
            idle.describe(),
            version,
            new ProbeProgram("amd64", Octets.of(new byte[] {1})),
            directory,
            new Pace(1),
            4,
            Patience.USUAL.withRun(Duration.ofMinutes(9)));

    Run.Played played = run.play(Selection.ALL.of(Scenarios.ALL, version), new RunListener() {});

    assertThat(played.verdicts())
        .filteredOn(it -> it.level() == Level.MUST)
        .isNotEmpty()
        .filteredOn(it -> !(it.outcome() instanceof Outcome.Failed) && !isForLackOnTheHost(it))
        .extracting(it -> it.expectation().id() + " " + it.outcome())
        .isEmpty();
  }
}
