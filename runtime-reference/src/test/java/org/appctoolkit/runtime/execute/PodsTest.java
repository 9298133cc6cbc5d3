package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.runtime.execute.PodStatus.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods whose processes are this one, which lives, and one that never was. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
class PodsTest {
  private static final UUID ONE = UUID.fromString("11111111-1111-4111-8111-111111111111");
  private static final UUID TWO = UUID.fromString("12222222-2222-4222-8222-222222222222");
  private static final String LIVING = ProcessStamp.own() + "\n";
  private static final String DEAD =
      ProcessStamp.own().pid() + " " + (ProcessStamp.own().start() - 1) + "\n";
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path directory = Path.of("");

  private Pods pods;

  @BeforeEach
  void makeThem() throws IOException {
    pods = Pods.in(directory.resolve("a directory/runtime"));
  }

  private PodDirectory prepared(UUID uuid) throws Exception {
    Path draft = pods.begin(uuid);
    Files.delete(draft.resolve(PodDirectory.PREPARER));
    Files.writeString(
        draft.resolve(PodDirectory.ABOUT),
        "created 1000.500\napp web example.org/web sha512-0\nnote warning two%20words\n");
    Files.createDirectories(draft.resolve("apps/web"));
    return pods.commit(uuid, draft);
  }

  private PodDirectory withFiles(UUID uuid, String... namesAndTexts) throws Exception {
    PodDirectory pod = prepared(uuid);
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      Files.writeString(pod.path().resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
    }
    return pod;
  }

  @Test
  void theDirectoryIsForItsOwnerAlone() throws IOException {
    assertThat(Files.getPosixFilePermissions(pods.path()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aPodIsPreparingUntilItIsWhole() throws Exception {
    Path draft = pods.begin(ONE);
    State before = pods.find("1").status().state();
    pods.commit(ONE, draft);

    assertThat(before).isEqualTo(State.PREPARING);
    assertThat(pods.list()).hasSize(1);
  }

  @Test
  void whatIsRememberedIsTold() throws Exception {
    PodStatus status = prepared(ONE).status();

    assertThat(status.state()).isEqualTo(State.PREPARED);
    assertThat(status.created()).contains(Instant.ofEpochMilli(1_000_500));
    assertThat(status.apps()).hasSize(1);
    assertThat(status.apps().get(0).image()).isEqualTo("example.org/web");
    assertThat(status.notes()).containsExactly(new PodStatus.Note("warning", "two words"));
  }

  @ParameterizedTest
  @CsvSource({
    "PREPARED, '', '', '', ''",
    "ABANDONED, dead, '', '', ''",
    "PREPARED, living, '', '', ''",
    "STARTING, '', living, '', ''",
    "FAILED, '', dead, '', ''",
    "STARTING, '', dead, living, ''",
    "STARTING, '', dead, living, setting-up",
    "RUNNING, '', dead, living, running",
    "STOPPING, '', dead, living, stopping",
    "EXITED, '', dead, living, exited",
    "EXITED, '', dead, dead, exited",
    "FAILED, '', dead, dead, failed",
    "FAILED, '', living, dead, running",
    "FAILED, '', living, dead, setting-up",
    "FAILED, '', living, dead, ''",
    "FAILED, '', dead, '', failed",
  })
  void theStateFollowsFromFilesAndWhoLives(
      State state, String preparer, String starter, String keeper, String told) throws Exception {
    PodDirectory pod = prepared(ONE);
    write(pod, PodDirectory.PREPARER, preparer);
    write(pod, PodDirectory.STARTER, starter);
    write(pod, "pid", keeper);
    if (!told.isEmpty()) {
      Files.writeString(pod.path().resolve("status"), "state " + told + "\n");
    }

    assertThat(pod.status().state()).isEqualTo(state);
  }

  private static void write(PodDirectory pod, String file, String who) throws IOException {
    if (!who.isEmpty()) {
      Files.writeString(pod.path().resolve(file), who.equals("living") ? LIVING : DEAD);
    }
  }

  @Test
  void aPreparerThatDiedHasAbandonedThePod() throws Exception {
    Path draft = pods.begin(ONE);
    Files.writeString(draft.resolve(PodDirectory.PREPARER), DEAD);

    assertThat(pods.find("1").status().state()).isEqualTo(State.ABANDONED);
  }

  @Test
  void stage1ThatDiedBeforeItBeganIsTold() throws Exception {
    PodDirectory pod =
        withFiles(
            ONE,
            PodDirectory.STARTER,
            LIVING,
            PodDirectory.STAGE1,
            DEAD,
            PodDirectory.MESSAGES,
            "no such thing\n");

    PodStatus status = pod.status();

    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.reason()).contains("stage1 died before it began, having said: no such thing");
  }

  @Test
  void aPodWhoseInitIsLeftIsStopping() throws Exception {
    PodDirectory pod = withFiles(ONE, "pid", DEAD, "init", LIVING, "status", "state running\n");

    assertThat(pod.status().state()).isEqualTo(State.STOPPING);
  }

  @Test
  void stage1IsStartingUntilItTellsMore() throws Exception {
    PodDirectory pod = withFiles(ONE, PodDirectory.STARTER, DEAD, PodDirectory.STAGE1, LIVING);

    assertThat(pod.status().state()).isEqualTo(State.STARTING);
  }

  @Test
  void appsEndTogetherWithThePod() throws Exception {
    PodDirectory pod =
        withFiles(
            ONE,
            "pid",
            DEAD,
            "status",
            "state running\n",
            "apps/web/status",
            "state running\npid 2\nstarted 5.250\n");

    PodStatus.App app = pod.status().apps().get(0);

    assertThat(app.state()).isEqualTo("failed");
    assertThat(app.pid()).isEmpty();
    assertThat(app.started()).contains(Instant.ofEpochMilli(5_250));
    assertThat(app.reason()).contains("it ended together with the pod");
  }

  @Test
  void whatIsToldOfAnAppIsRead() throws Exception {
    PodDirectory pod =
        withFiles(
            ONE,
            "pid",
            DEAD,
            "status",
            "state exited\nexit 137\n",
            "apps/web/status",
            """
            state exited
            signal 9
            restarts 2
            pre-start exit 0
            post-stop signal 15
            started 5.250
            ended 6.5
            lost-stdout 7
            reason a%20b
            """);

    PodStatus status = pod.status();

    assertThat(status.exit()).contains(137);
    assertThat(status.apps().get(0))
        .isEqualTo(
            new PodStatus.App(
                "web",
                "example.org/web",
                "sha512-0",
                "exited",
                Optional.empty(),
                Optional.of(new PodStatus.Ending(true, 9)),
                Optional.of(new PodStatus.Ending(false, 0)),
                Optional.of(new PodStatus.Ending(true, 15)),
                2,
                Optional.of(Instant.ofEpochMilli(5_250)),
                Optional.of(Instant.ofEpochMilli(6_500)),
                7,
                0,
                Optional.of("a b")));
  }

  // --- finding

  @Test
  void aPodIsFoundByTheBeginningOfItsName() throws Exception {
    prepared(ONE);
    prepared(TWO);

    assertThat(pods.find("11").uuid()).isEqualTo(ONE);
    assertThatThrownBy(() -> pods.find("1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("means several pods")
        .hasMessageContaining(TWO.toString());
    assertThatThrownBy(() -> pods.find("3")).hasMessageContaining("there is no pod \"3\"");
    assertThatThrownBy(() -> pods.find("")).hasMessageContaining("there is no pod \"\"");
  }

  @Test
  void otherFilesAreNoPods() throws Exception {
    Files.createDirectory(pods.path().resolve("pods/lost+found"));

    assertThat(pods.list()).isEmpty();
  }

  // --- starting

  @Test
  void aPodIsClaimedOnce() throws Exception {
    PodDirectory pod = prepared(ONE);

    pods.claim(pod);

    assertThatThrownBy(() -> pods.claim(pod))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("only one that is prepared can be started");
  }

  @Test
  void oneThatIsBeingPreparedCannotBeClaimed() throws Exception {
    pods.begin(ONE);

    assertThatThrownBy(() -> pods.claim(pods.find("1"))).hasMessageContaining("is preparing");
  }

  @Test
  void thereIsOnePodOfAName() throws Exception {
    prepared(ONE);

    assertThatThrownBy(() -> pods.begin(ONE)).hasMessageContaining("already");
  }

  // --- removing

  @Test
  void aPodThatRunsIsNotRemoved() throws Exception {
    PodDirectory pod = withFiles(ONE, "pid", LIVING, "status", "state running\n");

    assertThatThrownBy(() -> pods.remove(pod))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is running; stop it first");
    assertThat(pod.path()).exists();
  }

  @Test
  void aPodWhoseInitLivesIsNotRemoved() throws Exception {
    PodDirectory pod = withFiles(ONE, "pid", DEAD, "init", LIVING);

    assertThatThrownBy(() -> pods.remove(pod)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aPodThatIsOverIsRemoved() throws Exception {
    PodDirectory pod = withFiles(ONE, "pid", DEAD, "status", "state exited\nexit 0\n");

    pods.remove(pod);

    assertThat(pods.path().resolve("pods")).isEmptyDirectory();
  }

  @Test
  void collectingRemovesWhatIsOver() throws Exception {
    withFiles(ONE, "pid", DEAD, "status", "state exited\n");
    Path draft = pods.begin(TWO);
    Files.writeString(draft.resolve(PodDirectory.PREPARER), DEAD);

    Pods.Collected collected = pods.collect(LATER, Duration.ZERO, false);

    assertThat(collected).isEqualTo(new Pods.Collected(List.of(ONE, TWO), 0, 0));
    assertThat(pods.path().resolve("pods")).isEmptyDirectory();
  }

  @Test
  void collectingKeepsWhatRunsOrWaits() throws Exception {
    withFiles(ONE, "pid", LIVING, "status", "state running\n");
    prepared(TWO);
    pods.begin(new UUID(0, 3));

    assertThat(pods.collect(LATER, Duration.ZERO, false).pods()).isEmpty();
    assertThat(pods.list()).hasSize(3);
  }

  @Test
  void collectingLeavesWhatEndedJustNow() throws Exception {
    PodDirectory pod = withFiles(ONE, "pid", DEAD, "status", "state exited\n");
    Instant ended = Instant.parse("2026-01-01T12:00:00Z");
    Files.setLastModifiedTime(pod.path(), FileTime.from(ended));

    List<UUID> early = pods.collect(ended.plusSeconds(59), Duration.ofMinutes(1), false).pods();
    List<UUID> later = pods.collect(ended.plusSeconds(60), Duration.ofMinutes(1), false).pods();

    assertThat(early).isEmpty();
    assertThat(later).containsExactly(ONE);
  }

  @Test
  void aDryRunRemovesNothing() throws Exception {
    withFiles(ONE, "pid", DEAD, "status", "state exited\n");
    Files.createDirectory(pods.path().resolve("trees/a"));

    Pods.Collected collected = pods.collect(LATER, Duration.ZERO, true);

    assertThat(collected).isEqualTo(new Pods.Collected(List.of(ONE), 1, 0));
    assertThat(pods.list()).hasSize(1);
    assertThat(pods.path().resolve("trees/a")).exists();
  }

  @Test
  void treesStayAsLongAsAPodUsesThem() throws Exception {
    PodDirectory pod = prepared(ONE);
    pods.use(pod.path(), "a");
    pods.use(pod.path(), "b");
    for (String tree : List.of("a", "b", "c")) {
      Files.createDirectory(pods.path().resolve("trees").resolve(tree));
    }

    Pods.Collected collected = pods.collect(LATER, Duration.ZERO, false);

    assertThat(collected.trees()).isEqualTo(1);
    assertThat(pods.path().resolve("trees")).isDirectoryNotContaining("glob:**/c");
    assertThat(pods.path().resolve("trees/a")).exists();
    assertThat(pods.path().resolve("trees/b")).exists();
  }

  @Test
  void whatWasLeftHalfRemovedIsRemoved() throws Exception {
    Files.createDirectories(pods.path().resolve("pods/" + ONE + ".removing/apps"));
    Files.createDirectories(pods.path().resolve("trees/.a.removing/rootfs"));

    Pods.Collected collected = pods.collect(LATER, Duration.ZERO, false);

    assertThat(collected.leftovers()).isEqualTo(2);
    assertThat(pods.path().resolve("pods")).isEmptyDirectory();
    assertThat(pods.path().resolve("trees")).isEmptyDirectory();
  }
}
