package org.appctoolkit.conformance.scenario.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.conformance.scenario.Expectation;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each expectation passes where all is right, and fails for the fault that it is meant for. */
class FaultsTest {
  private static final List<SpecVersion> VERSIONS =
      List.of(GoodScenes.NEWEST, GoodScenes.WITH_ACCOUNT);

  @TempDir Path directory = Path.of("");

  // --- all is right, or nothing is done

  static Stream<String> scenarios() {
    return GoodScenes.SCENARIOS.stream().map(Scenario::id);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsRightPasses(String id) throws IOException {
    for (SpecVersion version : VERSIONS) {
      Scene scene = GoodScenes.of(id, version).scene(directory);

      for (Expectation expectation : GoodScenes.scenario(id).at(version)) {
        assertThat(expectation.judge(scene))
            .as("%s at %s", expectation.id(), version)
            .isInstanceOf(Outcome.Passed.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whoExecutesNothingFails(String id) throws IOException {
    Scene scene = GoodScenes.of(id).silent().scene(directory);

    for (Expectation expectation : GoodScenes.scenario(id).at(GoodScenes.NEWEST)) {
      assertThat(expectation.judge(scene)).as(expectation.id()).isInstanceOf(Outcome.Failed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whoRefusesEverythingPassesNothing(String id) throws IOException {
    Scene scene = GoodScenes.of(id).refused().scene(directory);

    for (Expectation expectation : GoodScenes.scenario(id).at(GoodScenes.NEWEST)) {
      assertThat(expectation.judge(scene))
          .as(expectation.id())
          .isNotInstanceOfAny(Outcome.Passed.class, Outcome.Skipped.class);
    }
  }

  // --- single faults

  /** Something that a runtime does wrong, and what has to fail for it. */
  record Fault(String expectation, String what, SpecVersion version, Consumer<Draft> spoil) {
    String scenario() {
      return expectation.substring(0, expectation.indexOf('/'));
    }

    @Override
    public String toString() {
      return expectation + ", " + what;
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultIsCaught(Fault fault) throws IOException {
    Draft draft = GoodScenes.of(fault.scenario(), fault.version());
    fault.spoil().accept(draft);
    Expectation expectation =
        GoodScenes.scenario(fault.scenario()).at(fault.version()).stream()
            .filter(it -> it.id().equals(fault.expectation()))
            .findFirst()
            .orElseThrow();

    Outcome outcome = expectation.judge(draft.scene(directory));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void everyExpectationHasAFault() {
    Set<String> all =
        GoodScenes.SCENARIOS.stream()
            .flatMap(it -> it.expectations().stream())
            .map(Expectation::id)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(faults().map(Fault::expectation).collect(Collectors.toSet())).isEqualTo(all);
  }

  static Stream<Fault> faults() {
    return Stream.of(environment(), exec(), identity(), handlers(), stops(), endings(), logging())
        .flatMap(List::stream);
  }

  private static Fault fault(String expectation, String what, Consumer<Draft> spoil) {
    return new Fault(expectation, what, GoodScenes.NEWEST, spoil);
  }

  /** What a process of an app in the pod of all has seen is another thing. */
  private static Fault seen(String expectation, String app, String who, String text, String other) {
    return fault(
        expectation,
        "%s has %s in place of %s".formatted(who, other, text),
        draft -> draft.app("apps", app).instead(who, text, other));
  }

  private static Fault account(String expectation, String text, String other) {
    return new Fault(
        "environment/" + expectation,
        "%s in place of %s".formatted(other, text),
        GoodScenes.WITH_ACCOUNT,
        draft -> draft.app("apps", "environment").instead("main", text, other));
  }

  private static Fault left(String expectation, String what, String pod, String files) {
    return fault(expectation, what, draft -> draft.left(pod, files));
  }

  private static List<Fault> environment() {
    String main = "environment";
    return List.of(
        seen("environment/path", main, "main", ":/bin\"", "\""),
        seen("environment/path", main, "main", "\"PATH\"", "\"path\""),
        seen("environment/app-name", main, "main", "\"environment\"", "\"other\""),
        seen("environment/metadata-url", main, "main", "http://127.0.0.1:18112/token", ""),
        seen("environment/metadata-url", main, "main", "AC_METADATA_URL", "AC_METADATA"),
        seen("environment/container", main, "main", "\"draft\"", "\"\""),
        account("user", "captain", "root"),
        account("logname", "LOGNAME", "NAME"),
        account("home", "/srv/home", "/root"),
        account("shell", "/bin/special", "/bin/sh"),
        seen("environment/handlers-have-it-too", main, "pre", "AC_APP_NAME", "APP_NAME"),
        seen("environment/handlers-have-it-too", main, "post", ":/bin\"", "\""),
        fault(
            "environment/handlers-have-it-too",
            "no handler is executed",
            draft ->
                draft
                    .app("apps", main)
                    .without("pre", "")
                    .without("post", "")
                    .instead("main", "\"file\",\"ok\":true", "\"file\",\"ok\":false")),
        seen("environment/variables-of-the-app", main, "main", "of-the-app", "of-the-host"),
        seen("environment/variables-of-the-app", main, "main", "EMPTY", "NOTHING"),
        seen("environment/not-evaluated", main, "main", "$PLAIN ", "of-the-app "),
        seen("environment/not-evaluated", main, "main", "\\u00e2", "?"),
        seen("environment/root-by-default", main, "main", "\"/\"", "\"/root\""),
        seen("environment/directory-of-the-app", "directory", "main", "/srv/work", "/"),
        seen("environment/directory-of-handlers", "directory", "pre", "/srv/work", "/"),
        seen("environment/directory-of-handlers", "directory", "post", "/srv/work", "/"),
        seen(
            "environment/directory-of-a-dependency",
            "of-dependency",
            "main",
            "/brought/by-a-dependency",
            "/"),
        fault(
            "environment/directory-of-a-volume",
            "its pod is refused",
            draft -> {
              draft.pod("apps-of-volume").refusal = Optional.of("no such directory");
            }),
        fault(
            "environment/missing-directory",
            "the app is executed elsewhere",
            draft ->
                draft
                    .app("missing-directory", "directory")
                    .began("main")
                    .saw("main", "cwd", "ok", true, "path", "/")),
        seen("environment/annotations-of-the-pod", main, "main", "\"uid\":0", "\"uid\":4242"),
        seen("environment/annotations-of-the-app", "annotated", "main", "of-the-app", "annotated"),
        seen(
            "environment/labels-of-the-pod",
            main,
            "main",
            "\"writable\":true",
            "\"writable\":false"),
        seen("environment/labels-of-the-app", "annotated", "main", "\"/\"", "\"/srv/work\""));
  }

  private static List<Fault> exec() {
    return List.of(
        seen("exec/arguments", "arguments", "main", "--flag=value", "--flag"),
        fault(
            "exec/arguments",
            "no arguments",
            draft -> draft.app("apps", "arguments").without("main", "argument")),
        seen("exec/not-evaluated", "arguments", "main", "two words", "two"),
        seen("exec/not-evaluated", "arguments", "main", "$HOME", "/"),
        fault(
            "exec/sought-in-path",
            "another file is taken",
            draft -> draft.app("apps", "sought").without("main", "begin")),
        fault(
            "exec/not-sought-with-a-slash",
            "another file is taken",
            draft -> draft.app("apps", "relative").without("main", "begin")),
        seen("exec/app-of-the-pod", "replaced", "main", "\"pod\"", "\"image\""),
        seen("exec/app-of-the-pod", "replaced", "main", "\"/\"", "\"/srv/work\""),
        seen("exec/app-of-the-pod", "replaced", "main", "\"ok\":false", "\"ok\":true"),
        fault(
            "exec/app-of-the-pod",
            "a variable of the image's app is left",
            draft ->
                draft
                    .app("apps", "replaced")
                    .saw("main", "variable", "name", "ONLY_IN_IMAGE", "value", "yes")),
        seen("exec/shared-image", "worker-other", "main", "of-other", "of-one"),
        fault(
            "exec/shared-image",
            "each has to have a pod of its own",
            draft -> {
              draft.app("apps-worker-one", "worker-one");
              draft.app("apps-worker-other", "worker-other");
            }));
  }

  private static List<Fault> identity() {
    return List.of(
        seen("identity/numeric-user", "numeric", "main", "\"uid\":4242", "\"uid\":0"),
        seen("identity/numeric-user", "numeric", "main", "\"suid\":4242", "\"suid\":0"),
        seen("identity/numeric-group", "numeric", "main", "\"gid\":4343", "\"gid\":0"),
        seen("identity/named-user", "named", "main", "\"uid\":1234", "\"uid\":0"),
        seen("identity/named-group", "named", "main", "\"egid\":2345", "\"egid\":77"),
        seen(
            "identity/user-of-the-image",
            "named-as-on-the-host",
            "main",
            "\"uid\":3131",
            "\"uid\":1"),
        seen(
            "identity/group-of-the-image",
            "named-as-on-the-host",
            "main",
            "\"gid\":3232",
            "\"gid\":1"),
        seen("identity/number-as-user", "numeral", "main", "\"uid\":5151", "\"uid\":1000"),
        seen("identity/number-as-group", "numeral", "main", "\"gid\":5252", "\"gid\":1000"),
        seen("identity/owner-of-a-file", "by-path", "main", "\"uid\":6161", "\"uid\":6363"),
        seen("identity/group-of-a-file", "by-path", "main", "\"gid\":6464", "\"gid\":6262"),
        seen("identity/supplementary-groups", "in-groups", "main", ",7272", ""),
        seen("identity/no-other-groups", "numeric", "main", "\"4343\"", "\"0,4343\""),
        seen("identity/no-other-groups", "named", "main", "\"groups\":\"\"", "\"groups\":\"0\""),
        seen("identity/handlers", "numeric", "pre", "\"uid\":4242", "\"uid\":0"),
        seen("identity/handlers", "numeric", "post", "\"gid\":4343", "\"gid\":0"),
        begins("identity/unknown-user", "unknown-user"),
        begins("identity/unknown-group", "unknown-group"),
        begins("identity/unknown-path", "unknown-path"));
  }

  private static Fault begins(String expectation, String pod) {
    return fault(expectation, "it is executed", draft -> draft.app(pod, "named").began("main"));
  }

  private static List<Fault> handlers() {
    String all = "crash-post-stop meeting worker-ended-before-post-stop worker-post-stop ";
    return List.of(
        fault(
            "handlers/pre-start",
            "nobody has executed it",
            draft ->
                draft.left("handlers", all.strip()).app("handlers", "worker").without("pre", "")),
        fault("handlers/pre-start-ends-first", "main begins too early", begunEarly("worker")),
        fault("handlers/pre-starts-before-all-apps", "another main is early", begunEarly("crash")),
        left(
            "handlers/failing-pre-start",
            "main is executed",
            "failing",
            "failed-pre-start main-after-failed-pre-start meeting"),
        fault(
            "handlers/failing-pre-start",
            "nothing is executed",
            draft -> draft.left("failing", "meeting").app("failing", "worker").without("pre", "")),
        fault(
            "handlers/post-stop-after-the-end",
            "nobody has executed it",
            draft ->
                draft.left("handlers", "meeting").app("handlers", "worker").without("post", "")),
        left("handlers/post-stop-after-a-crash", "nobody has executed it", "handlers", "meeting"),
        left(
            "handlers/post-stop-not-before-the-end",
            "it comes first",
            "handlers",
            "meeting worker-ended worker-post-stop"),
        fault(
            "handlers/arguments",
            "they are lost",
            draft -> draft.app("handlers", "worker").instead("post", "--flag=value", "--flag")),
        fault(
            "handlers/rootfs",
            "that of the handler is another",
            draft ->
                draft
                    .app("handlers", "worker")
                    .instead(
                        "main",
                        "\"ok\":true,\"path\":\"" + Handler.TRACE,
                        "\"ok\":false,\"path\":\"" + Handler.TRACE)),
        fault(
            "handlers/launched-together",
            "one comes after the other",
            draft ->
                draft
                    .app("handlers", "worker")
                    .instead("main", "\"ok\":true,\"count\":2", "\"ok\":false,\"count\":1")),
        fault(
            "handlers/clean-second-start",
            "something is left of the first",
            draft -> draft.app("failing", "worker").instead("pre", "\"ok\":false", "\"ok\":true")),
        fault(
            "handlers/output",
            "standard error is lost",
            draft -> draft.app("handlers", "worker").instead("post-stop-on-stderr", "")),
        fault(
            "handlers/output",
            "standard output is lost",
            draft -> draft.app("handlers", "worker").without("pre", "")));
  }

  private static Consumer<Draft> begunEarly(String app) {
    return draft ->
        draft
            .app("handlers", app)
            .instead(
                "main",
                "\"ok\":true,\"path\":\"/shared/worker-pre-start",
                "\"ok\":false,\"path\":\"/shared/worker-pre-start");
  }

  private static List<Fault> stops() {
    return List.of(
        fault(
            "stop/sigterm",
            "it is killed at once",
            draft -> draft.app("stopped", "slow").without("main", "signal")),
        fault(
            "stop/sigterm",
            "another signal",
            draft ->
                draft.app("stopped", "quick").instead("main", "\"signal\":15", "\"signal\":2")),
        left("stop/post-stop", "only one has it", "stopped", "meeting quick-post-stop"),
        left(
            "stop/post-stops-after-all-apps",
            "the quick one does not wait",
            "stopped",
            "meeting quick-post-stop slow-ended slow-post-stop"),
        left("stop-stubborn/killed", "it is waited for", "stubborn", "stubborn-has-slept"),
        left("kill/post-stop", "nobody has executed it", "killed", "meeting"),
        fault(
            "kill/others-live-on",
            "they die with it",
            draft -> draft.app("killed", "witness").without("main", "end")),
        fault(
            "kill/signal-told",
            "another signal is told",
            draft -> draft.app("killed", "victim").died(15)));
  }

  private static List<Fault> endings() {
    return List.of(
        fault("endings/exit-status-0", "1 is told", ended("ends-at-once", 1)),
        fault("endings/exit-status-7", "0 is told", ended("ends-last", 0)),
        fault("endings/signal-segv", "an exit status is told", ended("dies-by-segv", 139)),
        fault(
            "endings/signal-ill",
            "another signal is told",
            draft -> draft.app("apps", "dies-by-ill").died(11)),
        fault(
            "endings/missing-program",
            "it ended well",
            draft -> draft.app("missing-program", "ends-at-once").exit = OptionalInt.of(0)),
        fault(
            "endings/no-program",
            "it ended well",
            draft -> draft.app("no-program", "ends-at-once").exit = OptionalInt.of(0)),
        fault("endings/end-of-the-first", "the others end with it", FaultsTest::endEarly),
        fault("endings/crash-of-another", "the others end with it", FaultsTest::endEarly),
        fault("endings/pod-ends-with-the-last", "it is over before", FaultsTest::endEarly),
        fault(
            "endings/orphans",
            "a zombie stays",
            draft -> {
              Draft.App app = draft.app("apps", "leaves-an-orphan").without("main", "processes");
              for (int i = 0; i < 2; i++) {
                app.saw("main", "process", "pid", 7, "state", "Z")
                    .saw("main", "processes", "count", 1, "ok", true);
              }
            }),
        fault(
            "left-behind/nothing",
            "the child goes on",
            draft -> draft.facts.put("growth of ticks after the pod was over", "3 12")));
  }

  private static Consumer<Draft> ended(String app, int status) {
    return draft -> {
      Draft.App one = draft.app("apps", app);
      one.exit = OptionalInt.of(status);
      one.signal = OptionalInt.empty();
    };
  }

  private static void endEarly(Draft draft) {
    draft.app("apps", "ends-last").without("main", "exit");
  }

  private static Fault written(
      String expectation, String what, String app, Consumer<Draft.App> spoil) {
    return fault("logging/" + expectation, what, it -> spoil.accept(it.app("output", app)));
  }

  private static List<Fault> logging() {
    String flood = "floods-stdout";
    String both = "floods-both";
    return List.of(
        written(
            "hundred-megabytes",
            "a line is missing",
            flood,
            it -> it.instead("o00000000000777\n", "")),
        written(
            "flood-of-stdout",
            "the last is missing",
            both,
            it -> it.instead("o00000000004999\n", "")),
        written(
            "before-immediate-exit",
            "the last bytes are missing",
            "ends-at-once",
            it -> it.instead("o00000000003749.", "")),
        written(
            "before-immediate-exit",
            "a line is missing",
            "ends-at-once",
            it -> it.instead("o00000000000000\n", "")),
        written(
            "last-bytes-before-death",
            "they are lost",
            "dies",
            it -> it.instead("before-death-on-stdout", "")),
        written("flood-of-stderr", "it is cut", both, it -> it.stderr.setLength(40_000)),
        written(
            "last-line-before-death",
            "it is lost",
            "dies",
            it -> it.instead("before-death-on-stderr", "")),
        written(
            "readable-after-the-end",
            "it is lost",
            "dies",
            it -> it.instead("before-death-on-stderr", "")),
        written(
            "order",
            "two lines change places",
            flood,
            it ->
                it.instead(
                    "o00000000000777\no00000000000778\n", "o00000000000778\no00000000000777\n")),
        written(
            "every-byte-of-100-megabytes",
            "lines begin with the time",
            flood,
            it -> it.instead("o00000000000777\n", "12:00 o00000000000777\n")),
        written(
            "every-byte-of-100-megabytes",
            "the end is missing",
            flood,
            it -> it.stdout.setLength(100_000)),
        written("no-line-feed-added", "one is added", "ends-at-once", it -> it.wrote("\n")),
        written(
            "binary",
            "a byte is made printable",
            "writes-binary",
            it -> it.stdout.setCharAt(it.stdout.length() - 1, '?')),
        written(
            "binary",
            "the last words are lost",
            "writes-binary",
            it -> it.stderr.setLength(65_536)),
        written("streams", "both are in both", both, it -> it.wrote("e00000000000001\n")),
        written(
            "streams",
            "standard error is among standard output",
            "dies",
            it -> it.instead("before-death-on-stderr", "").wrote("before-death-on-stderr")),
        written("apps", "they are mixed", flood, it -> it.wrote("o00000000000003\n")),
        written("apps", "all have that of all", "dies", it -> it.wrote("o00000000000003\n")));
  }
}
