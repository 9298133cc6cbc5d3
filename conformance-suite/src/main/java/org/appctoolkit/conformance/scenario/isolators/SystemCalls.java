package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * Which system calls apps get through with. Those that are tried are such that no executor has a
 * reason to block or to need: nothing but the isolator decides about them.
 */
final class SystemCalls {
  private static final String REMOVE = "os/linux/seccomp-remove-set";
  private static final String RETAIN = "os/linux/seccomp-retain-set";

  private static final ProbeImage IMAGE = ProbeImage.named("example.com/calls");
  private static final String POD = "calls";
  private static final String PLAIN = "plain";
  private static final String REMOVING = "removing";
  private static final String REMOVING_FATALLY = "removing-fatally";
  private static final String REMOVING_NAMELESSLY = "removing-namelessly";
  private static final String MASKED = "masked";
  private static final String RETAINING = "retaining";
  private static final String RETAINING_FATALLY = "retaining-fatally";
  private static final String RETAINING_NAMELESSLY = "retaining-namelessly";
  private static final String OPEN = "open";

  /** They are blocked wherever something is. */
  private static final List<String> BLOCKED = List.of("getsid", "getpriority");

  /** They are never blocked. */
  private static final List<String> FREE = List.of("uname", "getcwd");

  private static final List<String> TRY =
      List.of(
          "syscall getsid 0",
          "syscall getpriority 0 0",
          "syscall uname &",
          "syscall getcwd & 4096");

  /** What the probe itself cannot do without, and a C library that stands before it. */
  private static final String NEEDED =
      "brk capget capset chdir clock_gettime clock_nanosleep clone close execve exit exit_group"
          + " fcntl fstat futex getpid getppid gettid kill lseek mmap mprotect munmap nanosleep"
          + " openat ppoll prctl read restart_syscall rt_sigaction rt_sigprocmask rt_sigreturn"
          + " set_tid_address setgid setgroups setitimer setresgid setresuid setuid sigaltstack"
          + " tgkill wait4 write";

  private static final int SIGSYS = 31;

  /** What shells and many runtimes make of a death by a signal. */
  private static final int STATUS_OF_SIGSYS = 128 + SIGSYS;

  private static final int EILSEQ = 84;
  private static final int EOVERFLOW = 75;

  /**
   * Some of POSIX.1-2001 and C99: old and late ones, one with two names, all with their numbers.
   */
  private static final Map<String, Integer> STANDARD =
      Map.of("EDOM", 33, "EMULTIHOP", 72, "ENOTSUP", 95, "EWOULDBLOCK", 11);

  private static final Map<String, Integer> OF_LINUX = Map.of("EUCLEAN", 117, "EKEYREJECTED", 129);

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("system-calls", "apps with filters of system calls", SystemCalls::play)
              .since(0, 8, 5)
              .needing("multi-app")
              .expecting(
                  "removed",
                  "removed-system-calls-are-blocked",
                  scene -> blocked(scene, REMOVING),
                  "isolator/" + REMOVE)
              .expecting(
                  "others-than-the-removed",
                  "other-system-calls-are-not-blocked",
                  scene -> free(scene, REMOVING, FREE),
                  "isolator/" + REMOVE)
              .expecting(
                  "errno-of-the-removed",
                  "removed-system-calls-return-the-errno",
                  scene -> error(scene, REMOVING, EILSEQ),
                  "isolator/" + REMOVE)
              .expecting(
                  "removed-without-errno",
                  "removed-system-calls-end-the-app",
                  scene -> fatal(scene, REMOVING_FATALLY),
                  "isolator/" + REMOVE)
              .expecting(
                  "removed-with-an-empty-errno",
                  "removed-system-calls-end-the-app",
                  scene -> fatal(scene, REMOVING_NAMELESSLY),
                  "isolator/" + REMOVE)
              .expecting(
                  "empty",
                  "empty-wildcard-masks-the-remove-set",
                  scene -> free(scene, MASKED, all()),
                  "isolator/" + REMOVE)
              .expecting(
                  "retained",
                  "retained-system-calls-are-not-blocked",
                  scene -> free(scene, RETAINING, FREE),
                  "isolator/" + RETAIN)
              .expecting(
                  "others-than-the-retained",
                  "other-system-calls-than-the-retained-are-blocked",
                  scene -> blocked(scene, RETAINING),
                  "isolator/" + RETAIN)
              .expecting(
                  "errno-of-others-than-the-retained",
                  "system-calls-that-are-not-retained-return-the-errno",
                  scene -> error(scene, RETAINING, EOVERFLOW),
                  "isolator/" + RETAIN)
              .expecting(
                  "not-retained-without-errno",
                  "system-calls-that-are-not-retained-end-the-app",
                  scene -> fatal(scene, RETAINING_FATALLY),
                  "isolator/" + RETAIN)
              .expecting(
                  "not-retained-with-an-empty-errno",
                  "system-calls-that-are-not-retained-end-the-app",
                  scene -> fatal(scene, RETAINING_NAMELESSLY),
                  "isolator/" + RETAIN)
              .expecting(
                  "all",
                  "all-wildcard-masks-the-retain-set",
                  scene -> free(scene, OPEN, all()),
                  "isolator/" + RETAIN)
              .expecting(
                  "standard-errors",
                  "errno-codes-of-posix-and-c99-are-known",
                  scene -> errors(scene, STANDARD),
                  "isolator/" + REMOVE)
              .expecting(
                  "errors-of-linux",
                  "errno-codes-of-linux-are-known",
                  scene -> errors(scene, OF_LINUX),
                  "isolator/" + REMOVE));

  private SystemCalls() {}

  private static List<String> all() {
    List<String> all = new ArrayList<>(BLOCKED);
    all.addAll(FREE);
    return all;
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(trying(PLAIN));
    if (stage.can("isolator/" + REMOVE)) {
      apps.add(trying(REMOVING).isolated(REMOVE, value(Optional.of("EILSEQ"), BLOCKED)));
      apps.add(
          trying(MASKED)
              .isolated(REMOVE, value(Optional.of("EPERM"), List.of("@appc.io/empty", "getsid"))));
      apps.add(dying(REMOVING_FATALLY).isolated(REMOVE, value(Optional.empty(), BLOCKED)));
      apps.add(dying(REMOVING_NAMELESSLY).isolated(REMOVE, value(Optional.of(""), BLOCKED)));
      Map<String, Integer> codes = new LinkedHashMap<>(STANDARD);
      codes.putAll(OF_LINUX);
      for (String code : codes.keySet()) {
        apps.add(
            ProbeApp.of(app(code), IMAGE, "syscall getsid 0")
                .isolated(REMOVE, value(Optional.of(code), BLOCKED)));
      }
    }
    if (stage.can("isolator/" + RETAIN)) {
      List<String> retained = new ArrayList<>(List.of(NEEDED.split(" ", -1)));
      retained.addAll(FREE);
      apps.add(trying(RETAINING).isolated(RETAIN, value(Optional.of("EOVERFLOW"), retained)));
      apps.add(dying(RETAINING_FATALLY).isolated(RETAIN, value(Optional.empty(), retained)));
      apps.add(dying(RETAINING_NAMELESSLY).isolated(RETAIN, value(Optional.of(""), retained)));
      apps.add(
          trying(OPEN)
              .isolated(RETAIN, value(Optional.of("EPERM"), List.of("@appc.io/all", "read"))));
    }
    stage.run(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
  }

  /** The app in which calls are blocked with an error. */
  private static String app(String code) {
    return "error-" + code.toLowerCase(Locale.ROOT);
  }

  private static ProbeApp trying(String name) {
    List<String> actions = new ArrayList<>(TRY);
    actions.add("fork child");
    actions.addAll(TRY);
    actions.addAll(List.of("end-fork", "wait 10000"));
    return ProbeApp.of(name, IMAGE, actions.toArray(String[]::new));
  }

  private static ProbeApp dying(String name) {
    return ProbeApp.of(
        name,
        IMAGE,
        "fork child",
        "syscall uname &",
        "syscall getsid 0",
        "end-fork",
        "wait 10000",
        "syscall getsid 0");
  }

  private static String value(Optional<String> errno, List<String> set) {
    String names = "\"set\":[\"" + String.join("\",\"", set) + "\"]";
    return "{" + errno.map(it -> "\"errno\":\"" + it + "\",").orElse("") + names + "}";
  }

  // --- judgements

  private static Observation call(Observations process, String name) throws UnseenException {
    return process.one("syscall", "name", name);
  }

  /** Each of these calls has done something in an app without a filter. */
  private static Optional<Outcome> withoutFilter(Scene scene, List<String> names)
      throws UnseenException {
    for (String name : names) {
      if (!call(scene.pod(POD).app(PLAIN).main(), name).is("ok")) {
        return Optional.of(
            new Outcome.Skipped(
                "%s is blocked in apps without an isolator as well".formatted(name)));
      }
    }
    return Optional.empty();
  }

  private static Outcome blocked(Scene scene, String app) throws UnseenException {
    return refused(scene, app, OptionalInt.empty());
  }

  private static Outcome error(Scene scene, String app, int errno) throws UnseenException {
    return refused(scene, app, OptionalInt.of(errno));
  }

  /** In the app and in its child, with that error if there is one. */
  private static Outcome refused(Scene scene, String name, OptionalInt errno)
      throws UnseenException {
    Optional<Outcome> obstacle = withoutFilter(scene, BLOCKED);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    AppRecord app = scene.pod(POD).app(name);
    List<Outcome> outcomes = new ArrayList<>();
    for (Observations process : List.of(app.main(), app.seen("child"))) {
      for (String call : BLOCKED) {
        Observation seen = call(process, call);
        outcomes.add(refused(name, call, seen, errno));
      }
    }
    return Judgement.all(outcomes);
  }

  private static Outcome refused(String app, String call, Observation seen, OptionalInt errno)
      throws UnseenException {
    String observed =
        "%s in app %s: %s"
            .formatted(
                call, app, seen.is("ok") ? "it gets through" : "error " + seen.number("errno"));
    boolean holds = !seen.is("ok") && (errno.isEmpty() || seen.number("errno") == errno.getAsInt());
    return Judgement.when(
        holds,
        "%s in app %s: %s"
            .formatted(
                call, app, errno.isPresent() ? "error " + errno.getAsInt() : "it is blocked"),
        observed,
        seen);
  }

  private static Outcome free(Scene scene, String app, List<String> names) throws UnseenException {
    Optional<Outcome> obstacle = withoutFilter(scene, names);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : names) {
      Observation seen = call(scene.pod(POD).app(app).main(), name);
      outcomes.add(
          Judgement.when(
              seen.is("ok"),
              "%s in app %s: it gets through".formatted(name, app),
              "%s in app %s: %s"
                  .formatted(
                      name,
                      app,
                      seen.is("ok") ? "it gets through" : "error " + seen.number("errno")),
              seen));
    }
    return Judgement.all(outcomes);
  }

  /** Both a child and the app itself come to the call and no further. */
  private static Outcome fatal(Scene scene, String name) throws UnseenException {
    Optional<Outcome> obstacle = withoutFilter(scene, BLOCKED);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    PodRecord pod = scene.pod(POD);
    AppRecord app = pod.app(name);
    Observation before = call(app.seen("child"), "uname");
    boolean through =
        app.observations().first("syscall", "name", "getsid").isPresent()
            || app.main().first("end").isPresent();
    Optional<Observation> child = app.main().first("reaped");
    boolean signal =
        child.filter(it -> it.has("signal", SIGSYS)).isPresent()
            || pod.ending(name).filter(SystemCalls::isBySignal).isPresent();
    String observed =
        "app %s: the call %s; its child ended by %s; of the app %s"
            .formatted(
                name,
                through ? "came back" : "did not come back",
                child
                    .map(it -> it.has("signal", SIGSYS) ? "SIGSYS" : "something else")
                    .orElse("what is not known"),
                Seen.ending(pod, name));
    return Judgement.when(
        !through && signal,
        "app %s ends by SIGSYS (31) when it calls getsid".formatted(name),
        observed,
        before);
  }

  private static boolean isBySignal(PodStatus.AppStatus status) {
    return status.signal().orElse(0) == SIGSYS || status.exit().orElse(0) == STATUS_OF_SIGSYS;
  }

  private static Outcome errors(Scene scene, Map<String, Integer> codes) throws UnseenException {
    Optional<Outcome> obstacle = withoutFilter(scene, BLOCKED);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, Integer> code : codes.entrySet()) {
      AppRecord app = scene.pod(POD).app(app(code.getKey()));
      app.main().requireBegun();
      Optional<Observation> seen = app.main().first("syscall", "name", "getsid");
      outcomes.add(
          seen.isPresent()
              ? refused(code.getKey(), "getsid", seen.get(), OptionalInt.of(code.getValue()))
              : new Outcome.Failed(
                  "%s: getsid comes back with error %d".formatted(code.getKey(), code.getValue()),
                  Seen.ending(scene.pod(POD), app.name()),
                  List.of()));
    }
    return Judgement.all(outcomes);
  }
}
