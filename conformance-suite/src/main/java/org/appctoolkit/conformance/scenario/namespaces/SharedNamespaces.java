package org.appctoolkit.conformance.scenario.namespaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * The execution context of pods: what the apps of a pod share, and neither the host nor another pod
 * does.
 *
 * <p>The apps wait for one another by the messages that are tried anyway, each with a limit, so
 * that they still meet when messages do not get through. A pod lives until the other one is over,
 * as numbers of namespaces are used again.
 */
public final class SharedNamespaces {
  private static final ProbeImage IMAGE = ProbeImage.named("appc.invalid/namespaces");
  private static final String POD = "pod";
  private static final String OTHER = "other-pod";
  private static final String LEFT = "left";
  private static final String RIGHT = "right";
  private static final String STRANGER = "stranger";
  private static final String MULTI = "multi-app";
  private static final List<String> NAMES = List.of("pid", "net", "ipc", "uts", "mnt");
  private static final SpecVersion FIRST_WITH_PROC = new SpecVersion(0, 4, 0);

  /** One pod with two apps, which another pod runs beside. */
  public static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "shared-namespaces",
                  "two apps of a pod look for one another, and another pod for them",
                  SharedNamespaces::play)
              .expecting("one-pid-namespace", "apps-share-the-pid-namespace", shared("pid"), MULTI)
              .expecting(
                  "apps-see-processes",
                  "apps-see-each-others-processes",
                  SharedNamespaces::processes,
                  MULTI)
              .expecting(
                  "apps-send-signals", "apps-signal-each-other", SharedNamespaces::signals, MULTI)
              .expecting("own-pid-namespace", "pods-have-their-own-pid-namespace", own("pid"))
              .expecting(
                  "one-network-namespace", "apps-share-the-network-namespace", shared("net"), MULTI)
              .expecting(
                  "one-port-space", "apps-share-the-port-space", SharedNamespaces::ports, MULTI)
              .expecting(
                  "loopback-between-apps",
                  "apps-reach-each-other-through-loopback",
                  SharedNamespaces::loopback,
                  MULTI)
              .expecting(
                  "own-network-namespace", "pods-have-their-own-network-namespace", own("net"))
              .expecting(
                  "own-port-space",
                  "pods-have-their-own-network-namespace",
                  SharedNamespaces::foreignPort)
              .expecting("one-ipc-namespace", "apps-share-the-ipc-namespace", shared("ipc"), MULTI)
              .expecting(
                  "system-v-messages-between-apps",
                  "apps-share-system-v-ipc",
                  SharedNamespaces::systemV,
                  MULTI)
              .expecting(
                  "posix-messages-between-apps",
                  "apps-share-posix-message-queues",
                  SharedNamespaces::posix,
                  MULTI)
              .expecting("own-ipc-namespace", "pods-have-their-own-ipc-namespace", own("ipc"))
              .expecting(
                  "own-messages",
                  "pods-have-their-own-ipc-namespace",
                  SharedNamespaces::foreignMessages)
              .expecting("one-uts-namespace", "apps-share-the-uts-namespace", shared("uts"), MULTI)
              .expecting(
                  "one-hostname", "apps-share-a-hostname", SharedNamespaces::hostnames, MULTI)
              .expecting("own-uts-namespace", "pods-have-their-own-uts-namespace", own("uts"))
              .expecting(
                  "one-mount-namespace", "apps-share-the-mount-namespace", shared("mnt"), MULTI)
              .expecting("own-mount-namespace", "pods-have-their-own-mount-namespace", own("mnt")));

  private SharedNamespaces() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    for (String name : NAMES) {
      stage.note(name, numberOfOurs(name));
    }
    stage.note("boot", bootOfOurs());
    List<ProbeApp> apps = new ArrayList<>(List.of(left()));
    if (stage.can(MULTI)) {
      apps.add(right());
    }
    LivePod pod = stage.start(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
    stage.run(ProbePod.of(OTHER, stranger()));
    pod.stop();
  }

  private static ProbeApp left() {
    return ProbeApp.of(LEFT, IMAGE)
        .executing(
            ProbeImage.PROBE,
            "$NONCE",
            LEFT,
            "namespaces",
            "sysctl kernel.random.boot_id",
            "hostname",
            "catch USR1",
            "bind tcp * 7003",
            "listen tcp * 7001 20000",
            "mq-put appc-left left-$NONCE",
            "sysv-put 7001 left-$NONCE",
            "sysv-get 7002 15000",
            "processes",
            "await-signal 5000",
            "sysv-put 7004 go",
            "serve-until TERM 60000");
  }

  private static ProbeApp right() {
    return ProbeApp.of(RIGHT, IMAGE)
        .executing(
            ProbeImage.PROBE,
            "$NONCE",
            RIGHT,
            "namespaces",
            "sysctl kernel.random.boot_id",
            "hostname",
            "sysv-get 7001 8000",
            "mq-get appc-left 2000",
            "bind tcp * 7001",
            "bind tcp * 7002",
            "connect tcp 127.0.0.1 7001 hello-$NONCE 5000",
            "processes",
            "signal-who left USR1",
            "sysv-put 7002 right-$NONCE",
            "sysv-get 7004 10000",
            "sysv-remove 7002",
            "sysv-remove 7004",
            "mq-put appc-left right-$NONCE",
            "sysv-put 7001 right-$NONCE");
  }

  private static ProbeApp stranger() {
    return ProbeApp.of(STRANGER, IMAGE)
        .executing(
            ProbeImage.PROBE,
            "$NONCE",
            STRANGER,
            "namespaces",
            "sysctl kernel.random.boot_id",
            "hostname",
            "bind tcp * 7003",
            "sysv-get 7001 500",
            "mq-get appc-left 500",
            // Should the pods share one namespace, nothing is to stay in it.
            "sysv-remove 7001",
            "mq-remove appc-left");
  }

  /** The number of a namespace of the process that judges; empty if it is not told. */
  private static String numberOfOurs(String name) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/ns", name)).toString();
      return target.replaceAll("\\D", "");
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String bootOfOurs() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  // --- namespaces by their numbers

  private static Observations seen(Scene scene, String pod, String app)
      throws MissingObservationException {
    return scene.pod(pod).app(app).seen(app);
  }

  private static Judgement shared(String name) {
    return scene -> {
      Observation left = namespace(seen(scene, POD, LEFT), name);
      Observation right = namespace(seen(scene, POD, RIGHT), name);
      Optional<Outcome> untold = untold(scene, name, left, right);
      if (untold.isPresent()) {
        return untold.get();
      }
      return Judgement.when(
          left.number("inode") == right.number("inode"),
          "both apps are in one %s namespace".formatted(name),
          "%s namespaces of the apps: %d and %d"
              .formatted(name, left.number("inode"), right.number("inode")),
          left,
          right);
    };
  }

  private static Observation namespace(Observations seen, String name)
      throws NotExecutedException, MissingObservationException {
    return seen.one("namespace", "name", name);
  }

  /** The outcome if an app was not told which namespace it is in. */
  private static Optional<Outcome> untold(Scene scene, String name, Observation... all)
      throws MissingObservationException {
    for (Observation one : all) {
      if (!one.is("ok")) {
        String error = one.text("error");
        return Optional.of(
            scene.version().compareTo(FIRST_WITH_PROC) < 0
                ? new Outcome.Skipped(
                    "/proc, which %s does not ask for, tells no %s namespace: %s"
                        .formatted(scene.version(), name, error))
                : new Outcome.Failed(
                    "/proc/self/ns/%s tells the namespace".formatted(name),
                    "reading it fails: " + error,
                    List.of(one.line())));
      }
    }
    return Optional.empty();
  }

  private static Judgement own(String name) {
    return scene -> {
      Observations ours = seen(scene, POD, LEFT);
      Observations theirs = seen(scene, OTHER, STRANGER);
      Observation pod = namespace(ours, name);
      Observation other = namespace(theirs, name);
      Optional<Outcome> untold = untold(scene, name, pod, other);
      if (untold.isPresent()) {
        return untold.get();
      }
      String host = scene.fact(name);
      if (host.isEmpty()) {
        return new Outcome.Skipped("the host does not tell its %s namespace".formatted(name));
      }
      boolean asHost = pod.has("inode", host) && boot(ours).equals(scene.fact("boot"));
      boolean asOther =
          pod.number("inode") == other.number("inode") && boot(ours).equals(boot(theirs));
      if (!asHost && asOther && !livedOn(ours)) {
        throw new MissingObservationException(
            "the first pod was over before the second was, and numbers are used again");
      }
      return Judgement.when(
          !asHost && !asOther,
          "the pod, the host and another pod are in three %s namespaces".formatted(name),
          "%s namespaces: pod %d, host %s, other pod %d"
              .formatted(name, pod.number("inode"), host, other.number("inode")),
          pod,
          other);
    };
  }

  /** Which start of which kernel an app runs on; numbers of another one say nothing. */
  private static String boot(Observations seen) {
    return String.valueOf(
        seen.first("sysctl", "name", "kernel.random.boot_id")
            .map(it -> it.values().getOrDefault("value", ""))
            .orElse(""));
  }

  /** Whether the first pod was there until it was stopped. */
  private static boolean livedOn(Observations left) {
    return left.first("signal", "signal", 15).isPresent();
  }

  // --- what namespaces are for

  private static Outcome processes(Scene scene) throws UnseenException {
    return Judgement.all(sees(scene, LEFT, RIGHT), sees(scene, RIGHT, LEFT));
  }

  private static Outcome sees(Scene scene, String who, String whom) throws UnseenException {
    Observations seen = seen(scene, POD, who);
    Observation end = seen.one("processes");
    Optional<Observation> found = seen.first("process", "role", whom);
    return Judgement.when(
        found.isPresent(),
        "app %s sees the process of app %s".formatted(who, whom),
        found.isPresent()
            ? "app %s sees app %s as process %d".formatted(who, whom, found.get().number("pid"))
            : "app %s sees %d processes, and none of app %s"
                .formatted(who, end.number("count"), whom),
        found.orElse(end),
        end);
  }

  private static Outcome signals(Scene scene) throws UnseenException {
    Observation sent = seen(scene, POD, RIGHT).one("signal-who");
    Observations left = seen(scene, POD, LEFT);
    Observation came = left.first("signal", "signal", 10).orElse(left.one("signal"));
    return Judgement.when(
        sent.is("ok") && came.has("signal", 10),
        "signal 10 of app right arrives at app left",
        sent.is("ok")
            ? came.has("signal", 10) ? "signal 10 arrived" : "it was sent, and did not arrive"
            : "sending fails: " + sent.text("error"),
        sent,
        came);
  }

  private static Outcome ports(Scene scene) throws UnseenException {
    Observation first = seen(scene, POD, LEFT).one("listen");
    Observations right = seen(scene, POD, RIGHT);
    Observation again = right.one("bind");
    List<Observation> binds = right.every("bind");
    if (binds.size() < 2) {
      throw new MissingObservationException("app right has tried one port only");
    }
    Observation free = binds.get(1);
    return Judgement.when(
        first.is("ok") && !again.is("ok") && again.has("error", "EADDRINUSE") && free.is("ok"),
        "port 7001, on which app left listens, is taken for app right; port 7002 is free",
        "listening on 7001: %s; the other app on 7001: %s; on 7002: %s"
            .formatted(first.result(), again.result(), free.result()),
        first,
        again,
        free);
  }

  private static Outcome loopback(Scene scene) throws UnseenException {
    String nonce = scene.pod(POD).nonce();
    Observation listened = seen(scene, POD, LEFT).one("listen");
    Observation answer = seen(scene, POD, RIGHT).one("connect");
    return Judgement.when(
        answer.is("ok") && answer.has("answer", "hello-" + nonce),
        "what app right sends to 127.0.0.1:7001 comes back from app left",
        "connection to 127.0.0.1:7001: " + answer.result(),
        listened,
        answer);
  }

  private static Outcome foreignPort(Scene scene) throws UnseenException {
    Observations left = seen(scene, POD, LEFT);
    Observation ours = left.one("bind");
    Observation theirs = seen(scene, OTHER, STRANGER).one("bind");
    if (!livedOn(left)) {
      throw new MissingObservationException("the first pod was over before the second one was");
    }
    return Judgement.when(
        ours.is("ok") && theirs.is("ok"),
        "two pods have the same port at the same time",
        "port 7003 in the pod: %s; in another pod: %s".formatted(ours.result(), theirs.result()),
        ours,
        theirs);
  }

  private static Outcome systemV(Scene scene) throws UnseenException {
    return Judgement.all(
        arrives(scene, "System V", RIGHT, "sysv-get", "key", "7001", LEFT),
        arrives(scene, "System V", LEFT, "sysv-get", "key", "7002", RIGHT));
  }

  private static Outcome posix(Scene scene) throws UnseenException {
    return arrives(scene, "POSIX", RIGHT, "mq-get", "name", "appc-left", LEFT);
  }

  private static Outcome arrives(
      Scene scene, String kind, String app, String see, String key, String value, String from)
      throws UnseenException {
    Observation got = seen(scene, POD, app).one(see, key, value);
    String wanted = from + "-" + scene.pod(POD).nonce();
    return Judgement.when(
        got.is("ok") && got.has("text", wanted),
        "the %s message of app %s arrives at app %s".formatted(kind, from, app),
        got.is("ok")
            ? "app %s has the %s message of app %s".formatted(app, kind, from)
            : "app %s gets no %s message: %s".formatted(app, kind, got.text("error")),
        got);
  }

  private static Outcome foreignMessages(Scene scene) throws UnseenException {
    Observation put = seen(scene, POD, LEFT).one("sysv-put", "key", "7001");
    Observations stranger = seen(scene, OTHER, STRANGER);
    Observation systemV = stranger.one("sysv-get");
    Observation posix = stranger.one("mq-get");
    if (!put.is("ok")) {
      return new Outcome.Errored(
          "no message was left to be found: " + put.result(), List.of(put.line()));
    }
    return Judgement.when(
        !systemV.is("ok") && !posix.is("ok"),
        "another pod gets none of the messages",
        "System V message in another pod: %s; POSIX message: %s"
            .formatted(systemV.result(), posix.result()),
        put,
        systemV,
        posix);
  }

  private static Outcome hostnames(Scene scene) throws UnseenException {
    Observation left = seen(scene, POD, LEFT).one("hostname");
    Observation right = seen(scene, POD, RIGHT).one("hostname");
    String name = left.text("hostname");
    return Judgement.when(
        !name.isEmpty() && right.has("hostname", name),
        "both apps have one host name",
        "host names: %s and %s".formatted(name, right.text("hostname")),
        left,
        right);
  }
}
