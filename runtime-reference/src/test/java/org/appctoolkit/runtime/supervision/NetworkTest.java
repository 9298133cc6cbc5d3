package org.appctoolkit.runtime.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network of a pod: who can reach whom, and that nothing of it is left. */
class NetworkTest extends OfStage1 {
  private static final String SENT = "sent [0-9]+ ([0-9]+)";

  private final List<TestBridge> bridges = new ArrayList<>();
  private List<String> before = List.of();

  @BeforeEach
  void lookAtTheHost() throws IOException {
    before = ours();
  }

  @AfterEach
  void nothingIsLeftOfTheNetwork() throws Exception {
    closePods();
    for (ProcessHandle each : started()) {
      each.destroyForcibly();
    }
    List<String> left = new ArrayList<>(ours());
    left.removeAll(bridges.stream().map(TestBridge::name).toList());
    for (TestBridge each : bridges) {
      each.close();
    }
    // The kernel takes its time to remove the interface of a pod that was killed.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!before.containsAll(left) && System.nanoTime() < end) {
      left.retainAll(ours());
    }
    assertThat(left).isSubsetOf(before);
  }

  /** Interfaces that pods of tests may have made, other tests' too. */
  private static List<String> ours() throws IOException {
    return TestBridge.interfaces().stream().filter(it -> it.startsWith("appct")).toList();
  }

  private TestBridge bridge() {
    TestBridge bridge = TestBridge.any();
    bridges.add(bridge);
    return bridge;
  }

  /** Processes of the host whose words name our directory and that are no stage1. */
  private List<ProcessHandle> started() {
    return ProcessHandle.allProcesses()
        .filter(
            it -> it.info().commandLine().filter(line -> line.contains("of-service")).isPresent())
        .filter(
            it ->
                it.info()
                    .commandLine()
                    .filter(line -> line.contains(directory.toString()))
                    .isPresent())
        .toList();
  }

  /** The step that plugs a pod in. */
  private static String on(TestBridge bridge, int last) {
    return "interface eth0 %sp%d %s %s/29 %s"
        .formatted(bridge.name(), last, bridge.name(), bridge.address(last), bridge.address(1));
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  /** A server of the host, which is not waited for without end. */
  private static ServerSocket service(String address) throws IOException {
    ServerSocket service = new ServerSocket();
    service.setSoTimeout(60_000);
    service.bind(new InetSocketAddress(address, 0));
    return service;
  }

  private static Socket accepted(ServerSocket service) throws IOException {
    Socket socket = service.accept();
    socket.setSoTimeout(30_000);
    return socket;
  }

  private interface Exchange {
    String with() throws IOException;
  }

  /** What it brings, as soon as anybody is there. */
  private static String once(HandmadePod pod, Exchange exchange)
      throws IOException, InterruptedException {
    List<String> reply = new ArrayList<>();
    pod.await(
        () -> {
          try {
            String one = exchange.with();
            return !one.isEmpty() && reply.add(one);
          } catch (IOException e) {
            return false;
          }
        });
    return reply.get(0);
  }

  /** Sends a text by TCP, ends that half, and reads what comes back. */
  private static String tcp(String address, int port, String text) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 10_000);
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Sends a text by UDP, and reads the answer and the address that it is from. */
  private static String udp(String address, int port, String text) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] bytes = text.getBytes(UTF_8);
      socket.setSoTimeout(300);
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(address), port));
      DatagramPacket reply = new DatagramPacket(new byte[100], 100);
      socket.receive(reply);
      return new String(reply.getData(), 0, reply.getLength(), UTF_8)
          + " from "
          + reply.getAddress().getHostAddress();
    }
  }

  // --- interfaces

  @Test
  void loopbackHasFurtherAddresses() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("loopback 10.9.8.7 169.254.169.255")
            .app("a", "exec probe addresses , bind tcp 169.254.169.255 8080");

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a"))
        .isEqualTo(
            """
            address lo 127.0.0.1/8
            address lo 10.9.8.7/32
            address lo 169.254.169.255/32
            bind 169.254.169.255 8080 ok
            """);
  }

  @Test
  void podsOnABridgeAndTheHostReachOneAnother() throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    HandmadePod server =
        pod()
            .pod("loopback", on(bridge, 2))
            .app("a", "exec probe bind tcp 0.0.0.0 8080 , addresses , echo")
            .start()
            .awaitLine("a", "address eth0 " + bridge.address(2) + "/29");
    try (ServerSocket ofHost = service(bridge.address(1))) {
      HandmadePod client =
          pod()
              .pod("loopback", on(bridge, 3))
              .app(
                  "a",
                  "exec probe connect %s 8080 hello , connect %s %d x"
                      .formatted(bridge.address(2), bridge.address(1), ofHost.getLocalPort()))
              .start();
      try (Socket one = accepted(ofHost)) {
        String asked = new String(one.getInputStream().readAllBytes(), UTF_8);
        one.getOutputStream().write((asked + " of the host").getBytes(UTF_8));
      }

      assertThat(client.ended()).as(client.messages()).isZero();

      assertThat(client.log("a"))
          .isEqualTo(
              "connect %s 8080 hello\nconnect %s %d x of the host\n"
                  .formatted(bridge.address(2), bridge.address(1), ofHost.getLocalPort()));
    }
    assertThat(tcp(bridge.address(2), 8080, "from the host")).isEqualTo("from the host");
    assertThat(bridge.ports()).containsExactly(bridge.name() + "p2");
    assertThat(server.letGo().ended()).isEqualTo(143);
    assertThat(bridge.ports()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "interface eth0 P nowhere A/29 G, interface: there is no bridge nowhere: No such device",
    "interface eth0 P B A/29 10.99.0.1, interface: cannot make 10.99.0.1 the gateway: Network is",
    "interface eth0 P lo A/29 G, 'interface: cannot make P, a port of the bridge lo: '",
  })
  void anInterfaceThatCannotBeIsToldWithTheReason(String step, String reason)
      throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    HandmadePod pod = pod().pod("loopback", of(bridge, step)).app("a", "exec probe");

    assertThat(pod.run()).isEqualTo(125);

    assertThat(pod.messages()).contains(of(bridge, reason));
    assertThat(bridge.ports()).isEmpty();
  }

  private static String of(TestBridge bridge, String text) {
    return text.replaceAll("\\bP\\b", bridge.name() + "p")
        .replaceAll("\\bB\\b", bridge.name())
        .replaceAll("\\bA\\b", bridge.address(2))
        .replaceAll("\\bG\\b", bridge.address(1));
  }

  @Test
  void theInterfaceOfAPodWhoseKeeperIsKilledVanishesAndItsNameCanBeHadAgain()
      throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    int port = freePort();
    HandmadePod killed =
        pod()
            .pod("loopback", on(bridge, 2), "forward tcp 127.0.0.1 " + port + " 8080")
            .app("a", "exec probe print up , forever")
            .start()
            .awaitLine("a", "up");
    List<Long> relays = killed.relays();
    HandmadePod next =
        pod()
            .pod("loopback", on(bridge, 2), "forward tcp 127.0.0.1 " + port + " 8080")
            .app("a", "exec probe addresses");

    killed.signal("KILL").ended();

    assertThat(next.run()).as(next.messages()).isZero();
    assertThat(next.log("a")).contains("address eth0 " + bridge.address(2) + "/29\n");
    assertThat(relays).hasSize(1);
    assertThat(relays).noneMatch(NetworkTest::lives);
    assertThat(bridge.by(build)).isEqualTo(new TestBridge.Ran(0, ""));
    assertThat(bridge.isThere()).isFalse();
  }

  private static boolean lives(long process) {
    try {
      return !Files.readString(Path.of("/proc/" + process + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRateHoldsForEachDirection() throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    long bytes = 3_000_000;
    long rate = 1_500_000;
    pod()
        .pod("loopback", on(bridge, 2))
        .app("a", "exec probe bind tcp 0.0.0.0 8080 , print up , drain")
        .start()
        .awaitLine("a", "up");
    pod()
        .pod("loopback", on(bridge, 3), "interface-rate " + rate)
        .app("a", "exec probe bind tcp 0.0.0.0 8080 , print up , drain")
        .start()
        .awaitLine("a", "up");
    HandmadePod sends =
        pod()
            .pod("loopback", on(bridge, 4), "interface-rate " + rate)
            .app("a", "exec probe send %s 8080 %d".formatted(bridge.address(2), bytes));
    HandmadePod free =
        pod()
            .pod("loopback", on(bridge, 5))
            .app(
                "a",
                "exec probe send %s 8080 %d , send %s 8080 %d"
                    .formatted(bridge.address(2), bytes, bridge.address(3), bytes));

    assertThat(sends.run()).isZero();
    assertThat(free.run()).isZero();

    // A twentieth of a second's bytes may go at once.
    long least = bytes * 1000 / rate - 50;
    assertThat(times(sends)).as(sends.log("a")).first().matches(it -> it >= least);
    assertThat(times(free).get(0)).as(free.log("a")).isLessThan(least / 2);
    assertThat(times(free).get(1)).as(free.log("a")).isGreaterThanOrEqualTo(least);
  }

  private static List<Long> times(HandmadePod pod) throws IOException {
    Matcher matcher = Pattern.compile(SENT).matcher(pod.log("a"));
    List<Long> times = new ArrayList<>();
    while (matcher.find()) {
      times.add(Long.valueOf(matcher.group(1)));
    }
    return times;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "125000000", "1125899906842624"})
  void anyRateIsTaken(String rate) throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    HandmadePod pod =
        pod().pod("loopback", on(bridge, 2), "interface-rate " + rate).app("a", "exec probe");

    assertThat(pod.run()).as(pod.messages()).isZero();
  }

  // --- the bridge

  @Test
  void aBridgeThatACrashLeftHalfMadeIsCompleted() throws IOException, InterruptedException {
    TestBridge bridge = bridge();
    TestBridge.run("ip", "link", "add", bridge.name(), "type", "bridge");

    assertThat(bridge.by(build, bridge.address(1) + "/29")).isEqualTo(new TestBridge.Ran(0, ""));
    assertThat(bridge.by(build, bridge.address(1) + "/29")).isEqualTo(new TestBridge.Ran(0, ""));

    assertThat(TestBridge.run("ip", "-br", "address", "show", bridge.name()).said())
        .contains(" " + bridge.address(1) + "/29 ");
    HandmadePod pod =
        pod()
            .pod("loopback", on(bridge, 2))
            .app("a", "exec probe bind tcp 0.0.0.0 8080 , print up , echo")
            .start()
            .awaitLine("a", "up");
    assertThat(tcp(bridge.address(2), 8080, "x")).isEqualTo("x");
    pod.letGo().ended();
  }

  @Test
  void whatIsSomebodyElsesIsLeftAlone() throws IOException, InterruptedException {
    TestBridge bridge = bridge();
    String wanted = bridge.address(1) + "/29";
    TestBridge.run("ip", "link", "add", bridge.name(), "type", "bridge");
    TestBridge.run("ip", "address", "add", bridge.address(6) + "/29", "dev", bridge.name());

    TestBridge.Ran other = bridge.by(build, wanted);
    bridge.close();
    TestBridge.run("ip", "link", "add", bridge.name(), "type", "veth");
    TestBridge.Ran none = bridge.by(build, wanted);
    TestBridge.Ran removed = bridge.by(build);

    assertThat(other.status()).isEqualTo(125);
    assertThat(other.said())
        .isEqualTo(
            "stage1: the bridge %s is somebody else's: it does not have the address %s, but another\n"
                .formatted(bridge.name(), wanted));
    assertThat(none.said()).contains(bridge.name() + " is there and is no bridge");
    assertThat(removed.said()).contains(bridge.name() + " is no bridge");
    assertThat(bridge.isThere()).isTrue();
  }

  @Test
  void aBridgeWithPortsIsNotRemoved() throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    HandmadePod pod =
        pod().pod("loopback", on(bridge, 2)).app("a", "exec probe print up , forever").start();
    pod.awaitLine("a", "up");

    TestBridge.Ran meanwhile = bridge.by(build);
    boolean there = bridge.isThere();
    pod.letGo().ended();
    TestBridge.Ran after = bridge.by(build);
    TestBridge.Ran again = bridge.by(build);

    assertThat(List.of(meanwhile, after, again)).containsOnly(new TestBridge.Ran(0, ""));
    assertThat(there).isTrue();
    assertThat(bridge.isThere()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a/b, 10.0.0.1/8", "0123456789abcdef, 10.0.0.1/8", "br, 10.0.0.1", "br, 10.0.0.1/33"})
  void aBridgeThatCannotBeIsRefused(String name, String address)
      throws IOException, InterruptedException {
    TestBridge.Ran ran = TestBridge.run(build.path().toString(), "bridge", name, address);

    assertThat(ran)
        .isEqualTo(
            new TestBridge.Ran(
                125, "stage1: bridge takes NAME and perhaps ADDRESS/PREFIX, as br0 10.0.0.1/8\n"));
  }

  // --- forwarded ports

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "0.0.0.0, 127.0.0.1, HOST",
    "0.0.0.0, 127.0.0.1, 127.0.0.2",
    "HOST, 0.0.0.0, HOST",
    "HOST, POD, HOST",
    "0.0.0.0, POD, 127.0.0.1"
  })
  void aPortOfTheHostIsForwardedToWhereverTheServerListens(
      String forwarded, String listening, String asked) throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod(
                "loopback",
                on(bridge, 2),
                "forward tcp %s %d 8080".formatted(in(bridge, forwarded), port),
                "forward udp %s %d 5353".formatted(in(bridge, forwarded), port))
            .app("tcp", "exec probe bind tcp %s 8080 , echo".formatted(in(bridge, listening)))
            .app("udp", "exec probe bind udp %s 5353 , echo".formatted(in(bridge, listening)))
            .start();
    String host = in(bridge, asked);

    assertThat(once(pod, () -> tcp(host, port, "hello"))).isEqualTo("hello");
    assertThat(once(pod, () -> udp(host, port, "hello"))).isEqualTo("hello from " + host);

    assertThat(pod.letGo().ended()).as(pod.messages()).isEqualTo(143);
    assertThat(pod.messages()).isEmpty();
  }

  private static String in(TestBridge bridge, String word) {
    return word.equals("HOST") ? bridge.address(1) : word.equals("POD") ? bridge.address(2) : word;
  }

  @Test
  void aPortIsForwardedAtItsAddressOnly() throws IOException, InterruptedException {
    TestBridge bridge = bridge().up(build);
    int port = freePort();
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      HandmadePod pod =
          pod()
              .pod(
                  "loopback",
                  on(bridge, 2),
                  "forward tcp " + bridge.address(1) + " " + port + " 8080")
              .app("a", "exec probe bind tcp 127.0.0.1 8080 , echo")
              .start();

      assertThat(once(pod, () -> tcp(bridge.address(1), port, "x"))).isEqualTo("x");
      assertThat(other.isBound()).isTrue();
    }
  }

  @Test
  void manyBytesAreRelayedAsTheyAreAndHalfClosed() throws Exception {
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod("loopback", "forward tcp 127.0.0.1 " + port + " 8080")
            .app("a", "exec probe bind tcp 127.0.0.1 8080 , echo")
            .start();
    once(pod, () -> tcp("127.0.0.1", port, "x"));
    byte[] bytes = new byte[8 << 20];
    new Random(7).nextBytes(bytes);

    byte[] back;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      Thread writer =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(bytes);
                  socket.shutdownOutput();
                } catch (IOException e) {
                  // Fewer bytes come back then.
                }
              });
      writer.start();
      back = socket.getInputStream().readAllBytes();
      writer.join();
    }

    assertThat(back).isEqualTo(bytes);
  }

  @Test
  void aConnectionToNobodyIsReset() throws IOException, InterruptedException {
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod("loopback", "forward tcp 127.0.0.1 " + port + " 8080")
            .app("a", "exec probe print up , forever")
            .start()
            .awaitLine("a", "up");

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(30_000);
      assertThat(catchMessage(in)).contains("reset");
    }
    assertThat(pod.status()).startsWith("state running");
  }

  private static String catchMessage(InputStream in) {
    try {
      return "end " + in.read();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "udp"})
  void aPortThatIsTakenIsToldAndNothingIsStarted(String protocol)
      throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0);
        DatagramSocket alsoTaken = new DatagramSocket(taken.getLocalPort())) {
      int port = alsoTaken.getLocalPort();
      HandmadePod pod =
          pod()
              .pod("loopback", "forward %s 127.0.0.1 %d 80".formatted(protocol, port))
              .app("a", "exec probe print up");

      assertThat(pod.run()).isEqualTo(125);

      assertThat(pod.messages())
          .contains(
              "forward: cannot listen at 127.0.0.1 port %d of %s: Address already in use"
                  .formatted(port, protocol));
      assertThat(pod.log("a")).isEmpty();
    }
  }

  @Test
  void aRelayThatDiesIsToldAndThePodGoesOn() throws IOException, InterruptedException {
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod("loopback", "forward tcp 127.0.0.1 " + port + " 8080")
            .app("a", "exec probe print up , await /tmp/go , print on")
            .start()
            .awaitLine("a", "up");

    pod.signal(pod.relays().get(0), "KILL");
    pod.await(() -> pod.messages().contains("\n"));

    assertThat(pod.messages())
        .contains(
            "the relay of forwarded ports has ended with signal 9; nobody is connected by it");
    assertThat(pod.go().ended()).isZero();
    assertThat(pod.log("a")).isEqualTo("up\non\n");
  }

  @Test
  void initHoldsNoSocketOfTheHost() throws IOException, InterruptedException {
    HandmadePod usual = pod().app("a", "exec probe print up , forever").start();
    HandmadePod relayed =
        pod()
            .pod(
                "loopback",
                "forward tcp 127.0.0.1 " + freePort() + " 8080",
                "service 127.0.0.1 80 " + directory.resolve("port"))
            .app("a", "exec probe print up , forever")
            .start();

    usual.awaitLine("a", "up");
    relayed.awaitLine("a", "up");

    assertThat(kinds(relayed.init())).isEqualTo(kinds(usual.init()));
  }

  private static List<String> kinds(long process) throws IOException {
    List<String> kinds = new ArrayList<>();
    try (var all = Files.list(Path.of("/proc/" + process + "/fd"))) {
      for (Path each : (Iterable<Path>) all::iterator) {
        String target = Files.readSymbolicLink(each).toString();
        kinds.add(target.replaceFirst("\\[.*|^/tmp/.*", ""));
      }
    }
    kinds.sort(String::compareTo);
    return kinds;
  }

  @Test
  void datagramsOfManySendersAreBounded() throws IOException, InterruptedException {
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod("loopback", "forward udp 127.0.0.1 " + port + " 5353")
            .app("a", "exec probe bind udp 127.0.0.1 5353 , echo")
            .start();
    once(pod, () -> udp("127.0.0.1", port, "x"));

    for (int i = 0; i < 300; i++) {
      assertThat(udp("127.0.0.1", port, "n" + i)).isEqualTo("n" + i + " from 127.0.0.1");
    }

    try (var open = Files.list(Path.of("/proc/" + pod.relays().get(0) + "/fd"))) {
      assertThat(open.count()).isLessThan(128 + 20);
    }
  }

  // --- services

  private static final String ASK = "connect 127.0.0.1 80 ";

  /** A service that sends back what comes, started by stage1; it says of itself what it has. */
  private String serviceStart(int port) throws IOException {
    Path script =
        Files.writeString(
            directory.resolve("of-service.sh"),
            """
            cd "$(dirname "$0")"
            tr '\\0' '\\n' </proc/$$/environ >environment
            (ls -l /proc/$$/fd >descriptors)
            readlink /proc/$$/ns/net >namespace
            cut -d' ' -f1,6 /proc/$$/stat >session
            exec "%s" bind tcp 127.0.0.1 %d , append of-service.starts x , write %s/port "%d
            " , echo
            """
                .formatted(Probe.path(), port, directory, port));
    return "service-start /bin/sh " + script;
  }

  private void killTheService() throws InterruptedException {
    for (ProcessHandle each : started()) {
      each.destroyForcibly();
      each.onExit().join();
    }
  }

  @Test
  void aServiceThatIsNotThereIsStartedAndBroughtBack() throws Exception {
    Path port = directory.resolve("port");
    HandmadePod pod =
        pod()
            .pod(
                "loopback 169.254.169.255",
                "service 127.0.0.1 80 " + port,
                "service 169.254.169.255 80 " + port + " /default/TOKEN",
                serviceStart(freePort()))
            .app(
                "a",
                "exec probe %s GET%%20/x%%20y%%20z , connect 169.254.169.255 80 GET%%20/x%%20y ,"
                        .formatted(ASK.strip())
                    + " print first , await /tmp/go , connect 127.0.0.1 80 again , print end ,"
                    + " await /tmp/end")
            .start()
            .awaitLine("a", "first");
    killTheService();

    pod.go().awaitLine("a", "end");

    assertThat(pod.log("a"))
        .isEqualTo(
            """
            connect 127.0.0.1 80 GET /x y z
            connect 169.254.169.255 80 GET /default/TOKEN/x y
            first
            connect 127.0.0.1 80 again
            end
            """);
    assertThat(directory.resolve("of-service.starts")).hasContent("xx");
    for (long relay : pod.relays()) {
      assertThat(HandmadePod.childrenOf(relay)).isEmpty();
    }
    assertThat(Files.readString(directory.resolve("environment"))).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("descriptors")))
        .filteredOn(line -> line.contains("->") && !line.endsWith("/of-service.sh"))
        .hasSize(3)
        .allMatch(line -> line.endsWith(" /dev/null"));
    assertThat(directory.resolve("namespace"))
        .hasContent(Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    String[] session = Files.readString(directory.resolve("session")).strip().split(" ", -1);
    assertThat(session[0]).isEqualTo(session[1]);
    pod.signal("KILL").ended();
    assertThat(started()).hasSize(1);
    assertThat(pod.messages()).isEmpty();
  }

  @Test
  void aConnectionWaitsForAServiceThatComesLate() throws Exception {
    Path port = directory.resolve("port");
    try (ServerSocket service = service("127.0.0.1")) {
      HandmadePod pod =
          pod()
              .pod("loopback", "service 127.0.0.1 80 " + port)
              .app("a", "exec probe print up , " + ASK + "hello")
              .start()
              .awaitLine("a", "up");

      Files.writeString(directory.resolve("port.new"), service.getLocalPort() + "\n");
      Files.move(directory.resolve("port.new"), port);
      try (Socket one = accepted(service)) {
        one.getOutputStream().write(one.getInputStream().readAllBytes());
      }

      assertThat(pod.ended()).isZero();
      assertThat(pod.log("a")).isEqualTo("up\nconnect 127.0.0.1 80 hello\n");
    }
  }

  @Test
  void aServiceThatNeverComesIsGivenUpAndWhatCannotStartItIsToldOnce() throws Exception {
    HandmadePod pod =
        pod()
            .pod(
                "loopback",
                "service 127.0.0.1 80 " + directory.resolve("port"),
                "service-start /nowhere/of-service")
            .app("a", "exec probe " + ASK + "x");

    assertThat(pod.run()).isZero();

    assertThat(pod.log("a")).isEqualTo("connect 127.0.0.1 80 error ECONNRESET\n");
    assertThat(pod.messages())
        .containsOnlyOnce("service-start: cannot execute /nowhere/of-service: No such file");
  }

  @Test
  void aServiceIsStartedAtMostEveryTwoSeconds() throws Exception {
    Path starts = directory.resolve("starts");
    Path script =
        Files.writeString(directory.resolve("of-service.sh"), "date +%s%3N >>" + starts + "\n");
    HandmadePod pod =
        pod()
            .pod(
                "loopback",
                "service 127.0.0.1 80 " + directory.resolve("port"),
                "service-start /bin/sh " + script)
            .app("a", "exec probe hold 127.0.0.1 80 20 , forever")
            .start();

    pod.await(() -> Files.exists(starts) && Files.readAllLines(starts).size() == 3);

    List<Long> times = Files.readAllLines(starts).stream().map(Long::valueOf).toList();
    // The clock is read when the shell has come so far.
    assertThat(times.get(2) - times.get(0)).isGreaterThan(3500);
  }

  @Test
  void aFloodOfAServiceIsBoundedAndHoldsUpNoLogs() throws Exception {
    Path port = directory.resolve("port");
    HandmadePod pod =
        pod()
            .pod("loopback", "service 127.0.0.1 80 " + port, serviceStart(freePort()))
            .app("flood", "exec probe hold 127.0.0.1 80 500 , await /tmp/go")
            .app("logs", "exec probe letters stdout 1000000 , print end")
            .app("after", "exec probe await /tmp/go , " + ASK + "x")
            .start()
            .awaitLine("flood", "held 500");

    pod.await(() -> pod.status("logs").startsWith("state exited"));
    try (var open = Files.list(Path.of("/proc/" + pod.relays().get(0) + "/fd"))) {
      assertThat(open.count()).isLessThanOrEqualTo(2 * 128 + 10);
    }
    for (long each : pod.childrenOfInit()) {
      Files.writeString(Path.of("/proc/" + each + "/root/tmp/go"), "");
    }

    assertThat(pod.ended()).isZero();
    assertThat(pod.log("after")).isEqualTo("connect 127.0.0.1 80 x\n");
    assertThat(pod.log("logs")).hasSize(1_000_004);
    assertThat(pod.log("flood")).isEqualTo("held 500\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "0\n", "65536\n", "-1\n", "123456789\n", "PORT", "PORT \n", "xPORT\n"})
  void whatIsNoPortIsNobody(String text) throws Exception {
    Path port = directory.resolve("port");
    HandmadePod pod =
        pod()
            .pod("loopback", "service 127.0.0.1 80 " + port)
            .app("a", "exec probe print up , " + ASK + "x");
    try (ServerSocket nobody = service("127.0.0.1");
        ServerSocket service = service("127.0.0.1")) {
      Files.writeString(port, text.replace("PORT", Integer.toString(nobody.getLocalPort())));
      pod.start().awaitLine("a", "up");
      Files.writeString(directory.resolve("port.new"), service.getLocalPort() + "\n");
      Files.move(directory.resolve("port.new"), port, StandardCopyOption.REPLACE_EXISTING);

      accepted(service).close();

      nobody.setSoTimeout(1);
      assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(pod.ended()).isZero();
  }

  // --- without root

  @Test
  void portsOfAnOrdinaryUserAreForwarded() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port = freePort();
    HandmadePod pod =
        pod()
            .pod(
                "user-namespace",
                "uid-map 0 65534 1",
                "gid-map 0 65534 1",
                "loopback 169.254.169.255",
                "forward tcp 127.0.0.1 " + port + " 80",
                "service 169.254.169.255 80 " + directory.resolve("port"))
            .overlayWords("userxattr")
            .app(
                "a", "capabilities CAP_NET_BIND_SERVICE", "exec probe bind tcp 127.0.0.1 80 , echo")
            .app("b", "exec probe connect 169.254.169.255 80 x , print end , forever");
    Path program = Files.copy(build.path(), directory.resolve("stage1"));
    pod.behind(
        "sh",
        "-c",
        "chown -R 65534:65534 \"$1\" && exec setpriv --reuid 65534 --regid 65534 --clear-groups"
            + " \"$0\" \"$3\"",
        program.toString(),
        directory.toString());
    try (ServerSocket service = service("127.0.0.1")) {
      Files.writeString(directory.resolve("port"), service.getLocalPort() + "\n");
      pod.start();
      try (Socket one = accepted(service)) {
        one.getOutputStream().write(one.getInputStream().readAllBytes());
      }
    }

    pod.awaitLine("b", "end");

    assertThat(once(pod, () -> tcp("127.0.0.1", port, "hello"))).isEqualTo("hello");
    assertThat(pod.log("b")).startsWith("connect 169.254.169.255 80 x\n");
    assertThat(pod.letGo().ended()).isEqualTo(143);
  }
}
