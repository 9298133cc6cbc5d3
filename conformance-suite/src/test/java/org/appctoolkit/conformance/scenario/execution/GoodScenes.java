package org.appctoolkit.conformance.scenario.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.spec.SpecVersion;

/** What is seen of a runtime that does everything right. */
final class GoodScenes {
  static final long FLOOD_BYTES = 160_000;
  static final long BOTH_BYTES = 80_000;

  static final SpecVersion NEWEST = new SpecVersion(0, 8, 11);
  static final SpecVersion WITH_ACCOUNT = new SpecVersion(0, 5, 1);

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** The scenarios, one of them with less to write. */
  static final List<Scenario> SCENARIOS =
      ExecutionScenarios.ALL.stream()
          .map(
              it ->
                  it.id().equals("logging") ? new Logging(FLOOD_BYTES, BOTH_BYTES).scenario() : it)
          .toList();

  private GoodScenes() {}

  static Scenario scenario(String id) {
    return SCENARIOS.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  static Draft of(String scenario) {
    return of(scenario, NEWEST);
  }

  static Draft of(String scenario, SpecVersion version) {
    Draft draft =
        new Draft(
            version,
            "multi-app",
            "separate-streams",
            "kill-app",
            "dependencies",
            "volumes",
            "volume/host",
            "lifecycle-handlers",
            "metadata-service",
            "supplementary-groups");
    switch (scenario) {
      case "environment" -> environment(draft);
      case "exec" -> exec(draft);
      case "identity" -> identity(draft);
      case "handlers" -> handlers(draft);
      case "stop" -> stop(draft);
      case "stop-stubborn" -> stubborn(draft);
      case "kill" -> kill(draft);
      case "endings" -> endings(draft);
      case "left-behind" -> leftBehind(draft);
      case "logging" -> logging(draft);
      default -> throw new IllegalArgumentException("nobody has drawn " + scenario);
    }
    return draft;
  }

  // --- environment

  private static void environment(Draft draft) {
    Draft.App app = draft.app("apps", "environment").began("pre");
    variables(draft, app, "pre", "environment");
    app.saw("pre", "cwd", "ok", true, "path", "/");
    whole(draft, app, "environment");
    app.began("post");
    variables(draft, app, "post", "environment");
    app.saw("post", "cwd", "ok", true, "path", "/");
    draft
        .app("apps", "directory")
        .began("pre")
        .saw("pre", "cwd", "ok", true, "path", "/srv/work")
        .began("main")
        .saw("main", "cwd", "ok", true, "path", "/srv/work")
        .saw("main", "file", "ok", true, "path", Handler.TRACE)
        .began("post")
        .saw("post", "cwd", "ok", true, "path", "/srv/work");
    in(draft, "of-dependency", "/brought/by-a-dependency");
    in(draft, "of-volume", "/brought/by-a-volume");
    whole(draft, draft.app("apps", "annotated"), "annotated");
    draft.pod("missing-directory").state = "failed";
    draft.app("missing-directory", "directory");
  }

  private static void in(Draft draft, String app, String directory) {
    draft.app("apps", app).began("main").saw("main", "cwd", "ok", true, "path", directory);
  }

  private static void whole(Draft draft, Draft.App app, String name) {
    app.began("main");
    variables(draft, app, "main", name);
    app.saw("main", "cwd", "ok", true, "path", "/")
        .saw("main", "ids", "uid", 0, "gid", 0)
        .saw("main", "root", "ok", true, "writable", true)
        .saw("main", "hostname", "ok", true, "hostname", "pod")
        .saw("main", "file", "ok", true, "path", Handler.TRACE)
        .saw("main", "end", "actions", 6);
  }

  private static void variables(Draft draft, Draft.App app, String who, String name) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", PATH);
    all.put("AC_APP_NAME", name);
    all.put("AC_METADATA_URL", "http://127.0.0.1:18112/token");
    if (draft.version.equals(WITH_ACCOUNT)) {
      all.put("USER", "captain");
      all.put("LOGNAME", "captain");
      all.put("HOME", "/srv/home");
      all.put("SHELL", "/bin/special");
      all.putAll(ExecutionEnvironment.SIMPLE);
    } else {
      all.put("container", "draft");
      all.putAll(ExecutionEnvironment.SIMPLE);
      all.putAll(ExecutionEnvironment.SPECIAL);
    }
    all.forEach((key, value) -> app.saw(who, "variable", "name", key, "value", value));
    app.saw(who, "env", "count", all.size(), "ok", true);
  }

  // --- exec

  private static void exec(Draft draft) {
    List<String> words = new ArrayList<>(List.of("plain", "--flag=value", "-x"));
    words.addAll(Executables.SPECIAL);
    arguments(draft.app("apps", "arguments"), "main", 5, words);
    arguments(draft.app("apps", "worker-one"), "main", 5, List.of("of-one"));
    arguments(draft.app("apps", "worker-other"), "main", 5, List.of("of-other"));
    draft.app("apps", "sought").began("main");
    draft.app("apps", "relative").began("main");
    draft
        .app("apps", "replaced")
        .began("main")
        .saw("main", "variable", "name", "SET_BY", "value", "pod")
        .saw("main", "env", "count", 1, "ok", true)
        .saw("main", "cwd", "ok", true, "path", "/")
        .saw("main", "ids", "uid", 0, "gid", 0)
        .saw("main", "file", "ok", false, "path", "/srv/open/from-the-image");
  }

  private static void arguments(Draft.App app, String who, int from, List<String> words) {
    app.began(who);
    for (int i = 0; i < words.size(); i++) {
      app.saw(who, "argument", "index", from + i, "value", words.get(i));
    }
    app.saw(who, "arguments", "count", from + words.size(), "ok", true);
  }

  // --- identity

  private static void identity(Draft draft) {
    Draft.App numeric = draft.app("apps", "numeric");
    ids(numeric, "pre", 4242, 4343, "");
    ids(numeric, "main", 4242, 4343, "4343");
    numeric.saw("main", "file", "ok", true, "path", Handler.TRACE);
    ids(numeric, "post", 4242, 4343, "");
    ids(draft.app("apps", "named"), "main", 1234, 2345, "");
    ids(draft.app("apps", "named-as-on-the-host"), "main", 3131, 3232, "");
    ids(draft.app("apps", "numeral"), "main", 5151, 5252, "");
    ids(draft.app("apps", "by-path"), "main", 6161, 6464, "");
    ids(draft.app("apps", "in-groups"), "main", 4242, 4343, "4343,7171,7272");
    for (String pod : List.of("unknown-user", "unknown-group", "unknown-path")) {
      draft.app(pod, "named");
      draft.pod(pod).state = "failed";
    }
  }

  private static void ids(Draft.App app, String who, int user, int group, String groups) {
    app.began(who)
        .saw(
            who, "ids", "uid", user, "euid", user, "suid", user, "gid", group, "egid", group,
            "sgid", group, "groups", groups);
  }

  // --- life

  private static void handlers(Draft draft) {
    Draft.App worker = draft.app("handlers", "worker").complained("pre-start-on-stderr\n");
    arguments(worker, "pre", 9, List.of("plain", "--flag=value"));
    worker
        .began("main")
        .saw("main", "file", "ok", true, "path", "/shared/worker-pre-start")
        .saw("main", "file", "ok", true, "path", Handler.TRACE)
        .saw("main", "meet", "ok", true, "count", 2)
        .saw("main", "end", "actions", 5)
        .complained("post-stop-on-stderr\n");
    arguments(worker, "post", 9, List.of("plain", "--flag=value"));
    worker.saw("post", "file", "ok", true, "path", Handler.TRACE);
    draft
        .app("handlers", "crash")
        .began("main")
        .saw("main", "file", "ok", true, "path", "/shared/worker-pre-start")
        .saw("main", "meet", "ok", true, "count", 2)
        .saw("main", "die", "signal", 11, "pid", 2)
        .died(11);
    draft.left(
        "handlers",
        "crash-post-stop meeting worker-ended-before-post-stop worker-post-stop worker-pre-start");
    draft
        .app("failing", "worker")
        .began("pre")
        .saw("pre", "file", "ok", false, "path", Handler.TRACE);
    draft.pod("failing").state = "failed";
    draft.left("failing", "failed-pre-start meeting");
  }

  private static void stop(Draft draft) {
    for (String app : List.of("quick", "slow")) {
      draft
          .app("stopped", app)
          .began("main")
          .saw("main", "catch", "ok", true)
          .saw("main", "signal", "ok", true, "signal", 15);
    }
    draft.left(
        "stopped", "meeting quick-post-stop slow-ended-before-post-stop-of-quick slow-post-stop");
  }

  private static void stubborn(Draft draft) {
    draft
        .app("stubborn", "stubborn")
        .began("main")
        .saw("main", "ignore", "signal", 15, "ok", true)
        .died(9);
    draft.left("stubborn", "is-ready meeting");
  }

  private static void kill(Draft draft) {
    draft.app("killed", "victim").began("main").died(9);
    draft.app("killed", "witness").began("main").saw("main", "end", "actions", 3);
    draft.left("killed", "meeting victim-post-stop");
  }

  private static void endings(Draft draft) {
    draft.app("apps", "ends-at-once").began("main").saw("main", "exit", "status", 0);
    draft.app("apps", "dies-by-segv").began("main").saw("main", "die", "signal", 11).died(11);
    draft.app("apps", "dies-by-ill").began("main").saw("main", "die", "signal", 4).died(4);
    Draft.App last = draft.app("apps", "ends-last").began("main").saw("main", "exit", "status", 7);
    last.exit = OptionalInt.of(7);
    Draft.App parent =
        draft.app("apps", "leaves-an-orphan").began("main:daemon").saw("main:daemon", "end");
    parent.began("main");
    for (int i = 0; i < 2; i++) {
      parent
          .saw("main", "process", "pid", 1, "state", "S")
          .saw("main", "process", "pid", 2, "state", "R")
          .saw("main", "processes", "count", 2, "ok", true);
    }
    draft.app("missing-program", "ends-at-once").exit = OptionalInt.of(127);
    draft.app("no-program", "ends-at-once").exit = OptionalInt.of(126);
  }

  private static void leftBehind(Draft draft) {
    draft.app("left-behind", "leaves-a-child").began("main").saw("main", "await-file", "ok", true);
    draft.facts.put("growth of ticks after the pod was over", "3 3");
  }

  // --- logging

  private static void logging(Draft draft) {
    draft
        .app("output", "floods-stdout")
        .began("main")
        .saw("main", "meet", "ok", true, "count", 2)
        .wrote(lines('o', FLOOD_BYTES))
        .saw("main", "end", "actions", 4);
    draft
        .app("output", "floods-both")
        .began("main")
        .wrote(lines('o', BOTH_BYTES))
        .complained(lines('e', BOTH_BYTES))
        .saw("main", "end", "actions", 7);
    draft
        .app("output", "writes-binary")
        .began("main")
        .wrote(binary(1, Logging.BINARY_BYTES))
        .complained(binary(2, Logging.BINARY_ERROR_BYTES) + Logging.LAST_WORDS);
    String quick = lines('o', Logging.QUICK_BYTES);
    draft
        .app("output", "ends-at-once")
        .began("main")
        .wrote(quick.substring(0, quick.length() - 1) + ".");
    draft
        .app("output", "dies")
        .began("main")
        .wrote(Logging.LAST_OUT)
        .complained(Logging.LAST_ERROR + "\n");
  }

  private static String lines(char letter, long bytes) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < bytes / 16; i++) {
      lines.append("%s%014d\n".formatted(letter, i));
    }
    return lines.toString();
  }

  private static String binary(int seed, long length) {
    char[] bytes = new char[(int) length];
    long state = seed;
    for (int i = 0; i < bytes.length; i++) {
      state = (state * 1664525 + 1013904223) % (1L << 32);
      bytes[i] = (char) (state >> 24);
    }
    return new String(bytes);
  }
}
