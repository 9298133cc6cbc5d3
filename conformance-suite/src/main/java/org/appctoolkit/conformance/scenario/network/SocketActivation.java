package org.appctoolkit.conformance.scenario.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** Ports at which a socket listens before its app begins: aci.md, {@code socketActivated}. */
final class SocketActivation {
  private static final String POD = "pod";
  private static final String TWO_PORTS = "two-ports";
  private static final String ONE_PORT = "one-port";
  private static final String NO_PORT = "no-port";
  private static final int FIRST = 21811;
  private static final int SECOND = 21812;
  private static final int THIRD = 21813;
  private static final int FIRST_DESCRIPTOR = 3;

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("socket-activation", "sockets for two of three apps", SocketActivation::play)
              .needing("multi-app", "socket-activation")
              .expecting(
                  "sockets-listen",
                  "socket-activated-apps-get-their-sockets",
                  SocketActivation::listening)
              .expecting(
                  "protocol", "socket-activation-follows-its-protocol", SocketActivation::protocol)
              .expecting(
                  "sockets-of-others",
                  "socket-activated-apps-get-no-other-sockets",
                  SocketActivation::separate));

  private SocketActivation() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    ProbeImage image = ProbeImage.named("example.org/socket-activation");
    // Whoever connects waits in the queue of the socket until the app takes it.
    ProbeApp twoPorts =
        ProbeApp.of(
                TWO_PORTS, image, "env", "fds", "serve 3 15000", "serve 4 15000", connect(THIRD))
            .activatedAt("first", "tcp", FIRST)
            .activatedAt("second", "tcp", SECOND);
    ProbeApp onePort =
        ProbeApp.of(
                ONE_PORT,
                image,
                "env",
                "fds",
                "fork child",
                connect(FIRST),
                "end-fork",
                connect(SECOND),
                "serve 3 15000",
                "wait 15000")
            .activatedAt("third", "tcp", THIRD);
    ProbeApp noPort =
        ProbeApp.of(NO_PORT, image, "env", "fds").listening("fourth", "tcp", THIRD + 1);
    stage.run(ProbePod.of(POD, twoPorts, onePort, noPort));
  }

  private static String connect(int port) {
    return "connect tcp 127.0.0.1 %d to-%d 5000".formatted(port, port);
  }

  private static Observations of(Scene scene, String app) throws UnseenException {
    return scene.pod(POD).app(app).main();
  }

  private static Outcome listening(Scene scene) throws UnseenException {
    Observations child = scene.pod(POD).app(ONE_PORT).seen("child");
    return Judgement.all(
        ports(of(scene, TWO_PORTS), FIRST, SECOND),
        ports(of(scene, ONE_PORT), THIRD),
        answered(child, FIRST),
        answered(of(scene, ONE_PORT), SECOND),
        answered(of(scene, TWO_PORTS), THIRD));
  }

  /** Whether the descriptors from 3 on are sockets at just these ports, in any order. */
  private static Outcome ports(Observations seen, Integer... expected) throws UnseenException {
    TreeSet<Long> found = new TreeSet<>();
    List<String> evidence = new ArrayList<>();
    seen.requireBegun();
    for (Observation one : seen.every("serve")) {
      evidence.add(one.line());
      if (one.is("ok")) {
        found.add(one.number("port"));
      }
    }
    TreeSet<Long> wanted = new TreeSet<>();
    for (int port : expected) {
      wanted.add((long) port);
    }
    return Judgement.when(
        found.equals(wanted),
        "the sockets of the app are at the ports " + wanted,
        "they are at the ports " + found,
        evidence);
  }

  private static Outcome answered(Observations seen, int port) throws UnseenException {
    Observation connect = seen.one("connect", "port", port);
    return Judgement.when(
        connect.is("ok") && connect.has("answer", "to-" + port),
        "the app answers at port " + port,
        connect.is("ok")
            ? "port %d has answered %s".formatted(port, connect.text("answer"))
            : "port %d is not reached: %s".formatted(port, connect.text("error")),
        connect);
  }

  private static Outcome protocol(Scene scene) throws UnseenException {
    return Judgement.all(protocol(of(scene, TWO_PORTS), 2), protocol(of(scene, ONE_PORT), 1));
  }

  private static Outcome protocol(Observations seen, int sockets) throws UnseenException {
    Observation begin = seen.one("begin");
    List<Outcome> all =
        new ArrayList<>(
            List.of(
                variable(seen, "LISTEN_FDS", Integer.toString(sockets)),
                variable(seen, "LISTEN_PID", begin.text("pid"))));
    for (int i = 0; i < sockets; i++) {
      int number = FIRST_DESCRIPTOR + i;
      Optional<Observation> one = descriptors(seen, number);
      boolean isSocket = one.filter(it -> it.has("type", "socket")).isPresent();
      all.add(
          Judgement.when(
              isSocket,
              "descriptor %d is a socket".formatted(number),
              "descriptor %d is %s"
                  .formatted(
                      number, one.map(it -> "a " + it.values().get("type")).orElse("not there")),
              one.map(it -> List.of(it.line())).orElse(List.of())));
    }
    return Judgement.all(all);
  }

  private static Outcome variable(Observations seen, String name, String expected)
      throws UnseenException {
    Observation end = seen.one("env");
    Optional<Observation> found = seen.first("variable", "name", name);
    return Judgement.when(
        found.filter(it -> it.has("value", expected)).isPresent(),
        "%s is %s".formatted(name, expected),
        found
            .map(it -> "%s is %s".formatted(name, it.values().get("value")))
            .orElse(name + " is not there"),
        found.orElse(end));
  }

  private static Optional<Observation> descriptors(Observations seen, int number)
      throws UnseenException {
    Observation end = seen.one("fds");
    List<Observation> all = seen.every("descriptor");
    if (!end.is("ok") || end.number("count") != all.size()) {
      throw new MissingObservationException("the descriptors are not all there: " + end.line());
    }
    return all.stream().filter(it -> it.has("descriptor", number)).findFirst();
  }

  /** Judged only if the sockets are there at all; each has a number that no other one has. */
  private static Outcome separate(Scene scene) throws UnseenException {
    Map<String, Observation> owned = new LinkedHashMap<>();
    List<Outcome> all = new ArrayList<>();
    Map<String, Integer> counts = Map.of(TWO_PORTS, 2, ONE_PORT, 1);
    for (String app : List.of(TWO_PORTS, ONE_PORT)) {
      for (int i = 0; i < counts.getOrDefault(app, 0); i++) {
        Optional<Observation> socket = descriptors(of(scene, app), FIRST_DESCRIPTOR + i);
        if (socket.filter(it -> it.has("type", "socket")).isEmpty()) {
          return new Outcome.Failed(
              "descriptor %d of the app %s is a socket".formatted(FIRST_DESCRIPTOR + i, app),
              "there is none",
              List.of());
        }
        owned.put(app + "/" + i, socket.orElseThrow());
      }
    }
    for (String app : List.of(TWO_PORTS, ONE_PORT, NO_PORT)) {
      Observations seen = of(scene, app);
      descriptors(seen, 0);
      for (Map.Entry<String, Observation> socket : owned.entrySet()) {
        if (!socket.getKey().startsWith(app + "/")) {
          all.add(without(seen, app, socket.getValue()));
        }
      }
    }
    Observations none = of(scene, NO_PORT);
    Observation end = none.one("env");
    Optional<Observation> told = none.first("variable", "name", "LISTEN_FDS");
    all.add(
        Judgement.when(
            told.filter(it -> !it.has("value", "0")).isEmpty(),
            "an app without such a port is told of no sockets",
            told.map(it -> "it is told of " + it.values().get("value"))
                .orElse("it is told of none"),
            told.orElse(end)));
    return Judgement.all(all);
  }

  private static Outcome without(Observations seen, String app, Observation socket)
      throws UnseenException {
    long inode = socket.number("inode");
    Optional<Observation> same =
        seen.every("descriptor").stream()
            .filter(it -> it.has("type", "socket") && it.has("inode", inode))
            .findFirst();
    return Judgement.when(
        same.isEmpty(),
        "the app %s does not have the socket %d of another app".formatted(app, inode),
        same.isEmpty()
            ? "%s has no socket %d".formatted(app, inode)
            : "it has it as descriptor " + same.get().values().get("descriptor"),
        same.orElse(socket));
  }
}
