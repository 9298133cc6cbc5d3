package org.appctoolkit.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Resource;
import org.appctoolkit.conformance.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {
  @TempDir private Path directory = Path.of("");

  private final Trial trial = new Trial();

  private Outcome outcome(FakeRuntime runtime, Scenario scenario) throws Exception {
    return outcome(runtime, scenario, Patience.USUAL);
  }

  private Outcome outcome(FakeRuntime runtime, Scenario scenario, Patience patience)
      throws Exception {
    List<Verdict> verdicts = trial.play(runtime, directory, patience, scenario).verdicts();
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0).outcome();
  }

  @Test
  void whatIsSeenAsExpectedHasPassed() throws Exception {
    Outcome outcome = outcome(new FakeRuntime(), Trial.passing("a"));

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void whatIsSeenOtherwiseHasFailed() throws Exception {
    Scenario scenario = Trial.scenario("a", scene -> Judgement.equal("it", "so", "not so"));

    assertThat(outcome(new FakeRuntime(), scenario))
        .isEqualTo(new Outcome.Failed("it: so", "it: not so", List.of()));
  }

  @Test
  void whatIsNotClaimedIsSkippedAndNotPlayed() throws Exception {
    FakeRuntime runtime = new FakeRuntime();
    Scenario scenario =
        Scenario.of("a", "it flies", stage -> stage.run(Trial.pod()))
            .needing("wings")
            .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", ""));

    Outcome outcome = outcome(runtime, scenario);

    assertThat(outcome).isEqualTo(new Outcome.Skipped("the runtime does not claim wings"));
    assertThat(runtime.calls()).isEmpty();
  }

  @Test
  void aRuntimeThatRefusesHasFailed() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public String run(Path manifest) throws RefusedException {
            throw new RefusedException("no room");
          }
        };

    assertThat(outcome(runtime, Trial.passing("a")))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, it -> assertThat(it.observed()).contains("no room"));
  }

  @Test
  void aDriverThatBreaksIsNotTheRuntimesFault() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) throws DriverException {
            throw new DriverException("it broke");
          }
        };

    assertThat(outcome(runtime, Trial.passing("a")))
        .isInstanceOfSatisfying(
            Outcome.Errored.class, it -> assertThat(it.reason()).isEqualTo("it broke"));
  }

  @Test
  void whatADriverMustNotThrowIsItsOwnBug() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) {
            throw new IllegalStateException("oops");
          }
        };

    assertThat(outcome(runtime, Trial.passing("a")))
        .isInstanceOfSatisfying(
            Outcome.Errored.class,
            it -> assertThat(it.reason()).startsWith("the driver has a bug in await: "));
  }

  @Test
  void aJudgementThatThrowsIsTheSuitesBug() throws Exception {
    Scenario scenario =
        Trial.scenario(
            "a",
            scene -> {
              throw new IllegalStateException("oops");
            });

    assertThat(outcome(new FakeRuntime(), scenario))
        .isInstanceOfSatisfying(
            Outcome.Errored.class,
            it -> assertThat(it.reason()).startsWith("the suite has a bug: "));
  }

  @Test
  void aScenarioThatHangsErroredInTimeAndItsPodIsRemoved() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) throws InterruptedException {
            new CountDownLatch(1).await();
            return ended();
          }
        };

    Outcome outcome = outcome(runtime, Trial.passing("a"), Trial.SHORT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Errored.class,
            it -> assertThat(it.reason()).startsWith("the scenario was not over within"));
    assertThat(runtime.pods()).isEmpty();
  }

  /** Never comes back, whoever interrupts it. */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It goes on as if nothing had been.
      }
    }
  }

  @Test
  void aDriverThatHeedsNoInterruptIsGivenUp() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) {
            hang();
            return ended();
          }
        };

    assertThat(outcome(runtime, Trial.passing("a"), Trial.SHORT))
        .isInstanceOf(Outcome.Errored.class);
    assertThat(trial.complaints())
        .containsExactly("its pods were not removed, as the driver does not come back");
  }

  @Test
  void podsAndImagesAreRemovedWhateverHappens() throws Exception {
    FakeRuntime runtime = new FakeRuntime();
    Scenario breaking =
        Scenario.of(
                "a",
                "it breaks",
                stage -> {
                  stage.start(Trial.pod());
                  throw new IllegalStateException("oops");
                })
            .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", ""));

    trial.play(runtime, directory, Patience.USUAL, breaking, Trial.passing("b"));

    assertThat(runtime.pods()).isEmpty();
    assertThat(runtime.images()).isEmpty();
  }

  @Test
  void whatIsNotRemovedIsToldAndChangesNoVerdict() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public void remove(String pod) throws RefusedException {
            throw new RefusedException("mine");
          }
        };

    assertThat(outcome(runtime, Trial.passing("a"))).isInstanceOf(Outcome.Passed.class);
    assertThat(trial.complaints()).containsExactly("pod one was not removed: mine");
  }

  @Test
  void anImageThatIsNotRemovedIsToldAndTheOthersAreRemoved() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public void removeImage(String image)
              throws DriverException, RefusedException, InterruptedException {
            switch (calls.incrementAndGet()) {
              case 1 -> throw new RefusedException("mine");
              case 2 -> throw new DriverException("it broke");
              case 3 -> throw new IllegalStateException("oops");
              default -> super.removeImage(image);
            }
          }
        };

    trial.play(runtime, directory, Patience.USUAL, images(8));

    assertThat(runtime.images()).hasSize(3);
    assertThat(trial.complaints())
        .hasSize(3)
        .allMatch(it -> runtime.images().stream().anyMatch(it::contains))
        .anyMatch(it -> it.matches("image \\S+ was not removed: mine"))
        .anyMatch(it -> it.matches("image \\S+ was not removed: it broke"))
        .anyMatch(it -> it.contains("the driver has a bug in removeImage: "));
  }

  @Test
  void imagesAreRemovedAsManyAtATimeAsScenariosArePlayed() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public void removeImage(String image)
              throws DriverException, RefusedException, InterruptedException {
            both.countDown();
            both.await();
            super.removeImage(image);
          }
        };

    trial.play(runtime, directory, Trial.SHORT, images(2));

    assertThat(runtime.images()).isEmpty();
    assertThat(trial.complaints()).isEmpty();
  }

  @Test
  void aDriverThatDoesNotComeBackFromRemovingAnImageIsTold() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public void removeImage(String image) {
            hang();
          }
        };

    trial.play(runtime, directory, Trial.BRIEF_CLEARING, images(2));

    assertThat(trial.complaints())
        .containsExactly("not all images were removed, as the driver does not come back");
  }

  @Test
  void imagesThatAreNotRemovedInTimeAreTold() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public void removeImage(String image) throws InterruptedException {
            new CountDownLatch(1).await();
          }
        };

    trial.play(runtime, directory, Trial.BRIEF_CLEARING, images(2));

    assertThat(trial.complaints()).containsExactly("not all images were removed in time");
  }

  /** Scenarios that import so many images, each one its own. */
  private static Scenario[] images(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                Scenario.of(
                        "a" + number,
                        "an image",
                        stage -> stage.importImage("it", ProbeImage.named("image-" + number)))
                    .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", "")))
        .toArray(Scenario[]::new);
  }

  @Test
  void aRunThatIsStoppedRemovesWhatRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) throws InterruptedException {
            running.countDown();
            new CountDownLatch(1).await();
            return ended();
          }
        };
    Run run = Trial.run(runtime, directory, 1, Patience.USUAL);
    Thread stopping =
        new Thread(
            () -> {
              try {
                running.await();
                run.stop(Ending.INTERRUPTED);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    stopping.start();

    Run.Played played = run.play(Trial.orders(Trial.passing("a"), Trial.passing("b")), trial);

    assertThat(played).isEqualTo(new Run.Played(List.of(), Ending.INTERRUPTED));
    assertThat(trial.began()).containsExactly("a");
    assertThat(runtime.pods()).isEmpty();
    assertThat(runtime.images()).isEmpty();
  }

  @Test
  void aRunWhoseTimeIsOverSaysSo() throws Exception {
    FakeRuntime runtime =
        new FakeRuntime() {
          @Override
          public PodStatus await(String pod) throws InterruptedException {
            new CountDownLatch(1).await();
            return ended();
          }
        };

    Run.Played played =
        trial.play(
            runtime, directory, Patience.USUAL.withRun(Duration.ofMillis(100)), Trial.passing("a"));

    assertThat(played).isEqualTo(new Run.Played(List.of(), Ending.OUT_OF_TIME));
  }

  @Test
  void everyUserMayWriteToDirectoriesOfAScenario() throws Exception {
    Scenario scenario =
        Scenario.of(
                "a",
                "it makes directories",
                stage -> {
                  Path inner = stage.directory("outer/inner");
                  stage.note("again", String.valueOf(stage.directory("outer/inner").equals(inner)));
                  for (Path one : List.of(stage.directory(), stage.directory("outer"), inner)) {
                    stage.note(
                        String.valueOf(one.getFileName()),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
                  }
                })
            .expecting(
                "it", Trial.CLAUSE, scene -> Judgement.equal("", "", new TreeMap<>(scene.facts())));

    Outcome outcome = outcome(new FakeRuntime(), scenario);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it ->
                assertThat(it.observed())
                    .isEqualTo(
                        ": {again=true, inner=rwxrwxrwx, outer=rwxrwxrwx, shared=rwxrwxrwx}"));
  }

  @Test
  void whatNeedsTheMachineIsPlayedAlone() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Scenario.Play alone =
        stage -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          stage.run(Trial.pod());
          running.decrementAndGet();
        };
    Scenario[] scenarios = new Scenario[6];
    for (int i = 0; i < scenarios.length; i++) {
      scenarios[i] =
          Scenario.of("a" + i, "alone", alone)
              .using(i % 2 == 0 ? Resource.MACHINE : Resource.HOST_PORTS)
              .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", ""));
    }

    Run.Played played = trial.play(new FakeRuntime(), directory, Patience.USUAL, scenarios);

    assertThat(played.verdicts()).extracting(Verdict::outcome).hasSize(6);
    assertThat(most).hasValue(1);
  }
}
