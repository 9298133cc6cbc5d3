package org.appctoolkit.conformance.scenario.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
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

/** Ports of apps at ports of the host: pods.md, {@code ports}. */
final class HostPorts {
  private static final String APP = "app";
  private static final String LOOPBACK = "127.0.0.1";

  /** An address at which sockets for all addresses answer, too. */
  private static final String OTHER_LOOPBACK = "127.0.0.2";

  private static final int PLAIN = 8080;
  private static final int PACKETS = 8081;
  private static final int NARROW = 8082;
  private static final int OF_IMAGE = 8083;
  private static final int MOVED = 8084;
  private static final String TEXT = "from-the-host";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TO_REACH = Duration.ofSeconds(10);
  private static final int ONE_TRY_MILLISECONDS = 2000;
  private static final long BETWEEN_TRIES = 100;
  private static final int TRIES = 3;
  private static final SpecVersion HOST_IPS = new SpecVersion(0, 8, 8);

  /** The label of the pod that counts, as a fact. */
  private static final String LABEL = "pod";

  /** The address of the host beside loopback, as a fact; not there if there is none. */
  private static final String ADDRESS = "address-of-the-host";

  private static final String REACHED = "reached";

  static final List<Scenario> ALL =
      List.of(
          Scenario.of("host-ports", "ports of an app at the host", HostPorts::play)
              .needing("ports")
              .since(0, 5, 0)
              .expecting(
                  "tcp",
                  "ports-are-exposed-on-the-host",
                  scene -> reached(scene, "plain", LOOPBACK))
              .expecting(
                  "udp",
                  "ports-are-exposed-on-the-host",
                  scene -> reached(scene, "packets", LOOPBACK))
              .expecting(
                  "one-address-of-the-host",
                  "host-ports-are-exposed-on-the-host-ip",
                  HostPorts::narrow)
              .expecting(
                  "all-addresses-of-the-host",
                  "host-ports-are-exposed-on-all-addresses-by-default",
                  HostPorts::everywhere)
              .expecting(
                  "port-of-the-pod",
                  "pod-ports-replace-ports-of-images",
                  scene -> reached(scene, "moved", LOOPBACK)));

  private HostPorts() {}

  /** Ports of the host that nobody uses just now. */
  private record Free(int plain, int packets, int narrow, int moved) {
    static Free find() throws IOException {
      List<Closeable> open = new ArrayList<>();
      try {
        int[] ports = new int[4];
        for (int i = 0; i < ports.length; i++) {
          if (i == 1) {
            DatagramSocket socket = new DatagramSocket(0);
            open.add(socket);
            ports[i] = socket.getLocalPort();
          } else {
            ServerSocket socket = new ServerSocket(0);
            open.add(socket);
            ports[i] = socket.getLocalPort();
          }
        }
        return new Free(ports[0], ports[1], ports[2], ports[3]);
      } finally {
        for (Closeable one : open) {
          one.close();
        }
      }
    }

    /** Whether somebody has taken one of them. */
    boolean isTaken() {
      for (int port : new int[] {plain, narrow, moved}) {
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
          return true;
        }
      }
      try (DatagramSocket socket = new DatagramSocket(packets)) {
        return !socket.isBound();
      } catch (IOException e) {
        return true;
      }
    }
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException {
    for (int i = 1; ; i++) {
      Free ports = Free.find();
      String label = "pod-" + i;
      try {
        LivePod live = stage.start(pod(stage, label, ports));
        live.awaitSight(APP, "main", "serving", PATIENCE);
        stage.note(LABEL, label);
        reach(stage, ports);
        live.stop();
        return;
      } catch (RefusedException | UnseenException e) {
        // Another program may have been faster than the pod.
        if (i == TRIES || !ports.isTaken()) {
          throw e;
        }
      }
    }
  }

  private static boolean hasHostIps(Stage stage) {
    return stage.version().compareTo(HOST_IPS) >= 0;
  }

  private static ProbePod pod(Stage stage, String label, Free ports) {
    ProbeApp app =
        ProbeApp.of(
                APP,
                ProbeImage.named("example.org/host-ports"),
                "listen tcp 0.0.0.0 %d 100000 100".formatted(PLAIN),
                "listen udp 0.0.0.0 %d 100000 100".formatted(PACKETS),
                "listen tcp 0.0.0.0 %d 100000 100".formatted(NARROW),
                "listen tcp 0.0.0.0 %d 100000 100".formatted(MOVED),
                "serve-until TERM 100000")
            .listening("plain", "tcp", PLAIN)
            .listening("packets", "udp", PACKETS)
            .listening("narrow", "tcp", NARROW)
            .listening("moved", "tcp", OF_IMAGE)
            // Ports of the pod name those of images.
            .fromItsImage();
    ProbePod pod =
        ProbePod.of(label, app)
            .exposing("plain", ports.plain())
            .exposing("packets", ports.packets());
    return hasHostIps(stage)
        ? pod.exposing(ProbePod.HostPort.of("narrow", ports.narrow()).at(LOOPBACK))
            .exposing(ProbePod.HostPort.of("moved", ports.moved()).leadingTo("tcp", MOVED))
        : pod;
  }

  // --- on the host

  private static void reach(Stage stage, Free ports) throws IOException, InterruptedException {
    Duration patience = stage.pace().of(TO_REACH);
    note(stage, "plain", LOOPBACK, again(patience, () -> tcp(LOOPBACK, ports.plain())));
    note(stage, "packets", LOOPBACK, again(patience, () -> udp(LOOPBACK, ports.packets())));
    if (!hasHostIps(stage)) {
      return;
    }
    note(stage, "moved", LOOPBACK, again(patience, () -> tcp(LOOPBACK, ports.moved())));
    note(stage, "narrow", LOOPBACK, again(patience, () -> tcp(LOOPBACK, ports.narrow())));
    note(stage, "narrow", OTHER_LOOPBACK, tcp(OTHER_LOOPBACK, ports.narrow()));
    Optional<String> address = address();
    if (address.isPresent()) {
      String one = address.get();
      stage.note(ADDRESS, one);
      note(stage, "plain", one, again(patience, () -> tcp(one, ports.plain())));
      note(stage, "narrow", one, tcp(one, ports.narrow()));
    }
  }

  private static void note(Stage stage, String port, String address, String result) {
    stage.note(port + " at " + address, result);
  }

  /** The IPv4 address of the host that is most likely to stay, other than loopback. */
  private static Optional<String> address() throws IOException {
    return NetworkInterface.networkInterfaces()
        .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
        .filter(
            it -> {
              try {
                return it.isUp() && !it.isLoopback();
              } catch (IOException e) {
                return false;
              }
            })
        .flatMap(NetworkInterface::inetAddresses)
        .filter(it -> it instanceof Inet4Address && !it.isLinkLocalAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  /** One try to reach something; {@link #REACHED}, or what happened instead. */
  @FunctionalInterface
  private interface Try {
    String run();
  }

  /** What listens behind a port may come a little later than the port. */
  private static String again(Duration patience, Try one) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    String result = one.run();
    while (!result.equals(REACHED) && System.nanoTime() < end) {
      Thread.sleep(BETWEEN_TRIES);
      result = one.run();
    }
    return result;
  }

  private static String tcp(String address, int port) {
    byte[] sent = TEXT.getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), ONE_TRY_MILLISECONDS);
      socket.setSoTimeout(ONE_TRY_MILLISECONDS);
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      return answer(socket.getInputStream().readNBytes(sent.length));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String udp(String address, int port) {
    byte[] sent = TEXT.getBytes(StandardCharsets.US_ASCII);
    byte[] received = new byte[sent.length];
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(ONE_TRY_MILLISECONDS);
      socket.send(new DatagramPacket(sent, sent.length, new InetSocketAddress(address, port)));
      socket.receive(new DatagramPacket(received, received.length));
      return answer(received);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String answer(byte[] received) {
    return new String(received, StandardCharsets.ISO_8859_1).equals(TEXT)
        ? REACHED
        : "something else has answered";
  }

  // --- judgements

  private static String result(Scene scene, String port, String address) throws UnseenException {
    scene.pod(scene.fact(LABEL)).app(APP).main().requireBegun();
    return scene.fact(port + " at " + address);
  }

  private static Outcome reached(Scene scene, String port, String address) throws UnseenException {
    String result = result(scene, port, address);
    return Judgement.when(
        result.equals(REACHED),
        "the app is reached through the port %s at %s".formatted(port, address),
        "%s at %s: %s".formatted(port, address, result),
        List.of());
  }

  private static Outcome notReached(Scene scene, String port, String address)
      throws UnseenException {
    String result = result(scene, port, address);
    return Judgement.when(
        !result.equals(REACHED),
        "the app is not reached through the port %s at %s".formatted(port, address),
        "%s at %s: %s".formatted(port, address, result),
        List.of());
  }

  private static Outcome narrow(Scene scene) throws UnseenException {
    List<Outcome> all =
        new ArrayList<>(
            List.of(
                reached(scene, "narrow", LOOPBACK), notReached(scene, "narrow", OTHER_LOOPBACK)));
    Optional<String> address = Optional.ofNullable(scene.facts().get(ADDRESS));
    if (address.isPresent()) {
      all.add(notReached(scene, "narrow", address.get()));
    }
    return Judgement.all(all);
  }

  private static Outcome everywhere(Scene scene) throws UnseenException {
    Outcome here = reached(scene, "plain", LOOPBACK);
    Optional<String> address = Optional.ofNullable(scene.facts().get(ADDRESS));
    if (!(here instanceof Outcome.Passed)) {
      return here;
    }
    return address.isPresent()
        ? Judgement.all(here, reached(scene, "plain", address.get()))
        : new Outcome.Skipped("the host has no IPv4 address beside loopback");
  }
}
