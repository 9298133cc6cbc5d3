package org.appctoolkit.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.supervision.TestBridge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network of pods as root has it if nothing else is said; on bridges that no other test has.
 */
@Timeout(180)
class PodNetworkTest extends LivePods {
  private static final String ONE = Tool.uuid(1);
  private static final String TWO = Tool.uuid(2);
  private static final Path STATE = Path.of("/run/appc/network");

  private final TestBridge bridge = TestBridge.any();

  @BeforeEach
  void haveABridge() {
    tool.with("APPC_NET", "");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    for (String pod : pods()) {
      tool.run("stop", "--force", pod);
    }
    tool.run("gc");
    boolean there = bridge.isThere();
    boolean leased = Files.deleteIfExists(STATE.resolve(bridge.name()));
    bridge.close();
    assertThat(there).as("the bridge").isFalse();
    assertThat(leased).as("leases").isFalse();
  }

  private List<String> pods() {
    return tool.run("list").out().lines().map(line -> line.substring(0, 36)).toList();
  }

  /** Runs a command with our bridge, which has so many addresses. */
  private Ran on(int prefix, String command, Object... words) {
    return tool.run(all(prefix, command, words));
  }

  private Object[] all(int prefix, String command, Object... words) {
    List<Object> all =
        new ArrayList<>(
            List.of(command, "--bridge", bridge.name(), "--subnet", bridge.subnet(prefix)));
    all.addAll(Arrays.asList(words));
    return all.toArray();
  }

  private Object[] forever() {
    return new Object[] {
      "--detach", "-q", PROBE, "--exec", "/bin/probe", "--", "print", "up", ",", "forever"
    };
  }

  private Path pod(String ports, String ofPod, String... words) throws IOException {
    return Files.writeString(
        directory.resolve("pod.json"),
        """
        {
          "acKind": "PodManifest",
          "acVersion": "0.8.11",
          "apps": [{
            "name": "a",
            "image": { "id": "%s" },
            "app": {
              "exec": ["/bin/probe", "%s"], "user": "0", "group": "0", "ports": [%s]
            }
          }],
          "ports": [%s]
        }
        """
            .formatted(probe, String.join("\", \"", words), ports, ofPod));
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    }
  }

  /** What a server says when it is there. */
  private static String ask(String address, int port, String text) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), 10_000);
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  // --- a bridge

  @Test
  void rootsPodsAreOnABridgeThatIsThereAsLongAsTheyAre() throws IOException {
    Ran ran =
        on(29, "run", PROBE, "--exec", "/bin/probe", "--", "addresses", ",", "cat", "/etc/hosts");

    assertThat(ran.err()).doesNotContain("reach");
    assertThat(ran.out())
        .startsWith("address lo 127.0.0.1/8\naddress eth0 " + bridge.address(2) + "/29\n")
        .endsWith(bridge.address(2) + "\t" + ONE + "\n");
    assertThat(bridge.isThere()).isFalse();
    assertThat(STATE.resolve(bridge.name())).doesNotExist();
    assertThat(tool.run("status", ONE).out()).contains("network: bridge " + bridge.name() + "\n");
  }

  @Test
  void theAddressOfAPodIsToldWhileItHasIt() {
    String pod = on(29, "run", forever()).out().strip();

    Ran status = tool.run("status", pod);
    Ran json = tool.run("status", "--json", pod);
    Ran list = tool.run("list");
    tool.run("stop", pod);

    assertThat(status.out())
        .contains("network: bridge " + bridge.name() + ", " + bridge.address(2) + "\n");
    assertThat(json.out().replaceAll("\\s+", ""))
        .contains(
            "\"network\":{\"kind\":\"bridge\",\"bridge\":\"%s\",\"address\":\"%s\"}"
                .formatted(bridge.name(), bridge.address(2)));
    assertThat(list.out()).contains("  " + bridge.address(2) + " ");
    assertThat(tool.run("list").out()).doesNotContain(bridge.address(2));
  }

  @Test
  void onePodReachesAnotherByItsAddress() throws IOException {
    on(29, "run", "--detach", "-q", pod("", "", "bind", "tcp", "0.0.0.0", "8080", ",", "echo"));
    assertThat(ask(bridge.address(2), 8080, "from the host")).isEqualTo("from the host");

    Ran ran =
        on(
            29,
            "run",
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "connect",
            bridge.address(2),
            "8080",
            "hello");

    assertThat(ran.out()).isEqualTo("connect " + bridge.address(2) + " 8080 hello\n");
    assertThat(bridge.isThere()).isTrue();
  }

  /** Ends a pod by a command, or removes one that was killed by it. */
  private Ran end(String command, String pod) throws IOException {
    if (command.equals("stop")) {
      return tool.run("stop", pod);
    }
    String keeper = Files.readString(directory.resolve("runtime/pods").resolve(pod).resolve("pid"));
    ProcessHandle.of(Long.parseLong(keeper.split(" ", -1)[0]))
        .ifPresent(ProcessHandle::destroyForcibly);
    await(() -> tool.run("list").out().contains(pod + "  failed"));
    return command.equals("rm") ? tool.run(command, pod) : tool.run(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "rm", "gc"})
  void theBridgeIsRemovedWithTheLastOfItsPods(String command) throws IOException {
    on(29, "run", forever());
    on(29, "run", forever());
    end(command, ONE);
    boolean withTwo = bridge.isThere();

    Ran ran = end(command, TWO);

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(withTwo).isTrue();
    assertThat(bridge.isThere()).isFalse();
  }

  @Test
  void anAddressThatIsGivenBackIsTheNextToBeGiven() {
    on(29, "run", forever());
    on(29, "run", forever());
    tool.run("stop", "--force", ONE);

    Ran ran = on(29, "run", PROBE, "--exec", "/bin/probe", "--", "addresses");

    assertThat(ran.out()).contains("address eth0 " + bridge.address(2) + "/29\n");
  }

  @Test
  void aPoolThatIsExhaustedIsToldAndGivesBackWhatIsOver() {
    on(30, "run", forever());

    Ran full = on(30, "run", PROBE);
    tool.run("stop", ONE);
    tool.run("gc");
    Ran after = on(30, "run", "-q", PROBE, "--exec", "/bin/probe", "--", "exit", "0");

    assertThat(full.status()).isEqualTo(125);
    assertThat(full.err())
        .contains(
            "all 1 addresses that %s has for pods on the bridge %s are taken; appc runtime gc"
                .formatted(bridge.subnet(30), bridge.name()));
    assertThat(after.status()).as(after.err()).isZero();
  }

  @Test
  void otherAddressesForABridgeInUseAreRefused() {
    on(29, "run", forever());

    Ran ran = on(28, "run", PROBE);

    assertThat(ran.status()).isEqualTo(125);
    assertThat(ran.err())
        .contains(
            "pods on the bridge %s have addresses of %s"
                .formatted(bridge.name(), bridge.subnet(29)));
  }

  @Test
  void whatIsNotRunTakesNoAddress() throws IOException {
    Ran dry = on(29, "run", "--dry-run", PROBE);
    boolean taken = Files.exists(STATE.resolve(bridge.name()));
    Ran refused =
        on(29, "prepare", pod("", "{ \"name\": \"none\", \"hostPort\": 8080 }", "exit", "0"));

    assertThat(dry.out())
        .containsPattern(
            "interface eth0 appc[0-9a-f]{8} %s %s/29 %s\n"
                .formatted(bridge.name(), bridge.address(2), bridge.address(1)));
    assertThat(taken).isFalse();
    assertThat(refused.status()).as(refused.err()).isEqualTo(1);
    assertThat(STATE.resolve(bridge.name())).doesNotExist();
    assertThat(bridge.isThere()).isFalse();
  }

  @Test
  void leasesThatCannotBeReadAreTold() throws IOException {
    on(29, "prepare", PROBE);
    Files.writeString(STATE.resolve(bridge.name()), "garbage\n");

    Ran ran = on(29, "prepare", PROBE);
    Files.delete(STATE.resolve(bridge.name()));

    assertThat(ran.status()).isEqualTo(3);
    assertThat(ran.err())
        .contains(STATE.resolve(bridge.name()) + ": line 1 is no address of a pod");
  }

  @Test
  void aPreparedPodKeepsItsAddressOverAStartOfTheHost() throws IOException {
    on(29, "prepare", "-q", PROBE, "--exec", "/bin/probe", "--", "addresses");
    on(29, "prepare", "-q", PROBE, "--exec", "/bin/probe", "--", "addresses");
    Files.delete(STATE.resolve(bridge.name()));
    on(29, "prepare", "-q", PROBE);

    Ran lost = tool.run("start", ONE);
    Ran kept = tool.run("start", TWO);
    tool.run("rm", ONE, Tool.uuid(3));

    assertThat(lost.status()).isEqualTo(125);
    assertThat(lost.err())
        .contains("another pod has the address " + bridge.address(2), "prepare this one anew");
    assertThat(kept.out()).contains("address eth0 " + bridge.address(3) + "/29\n");
  }

  @Test
  void manyPodsAtTheSameTimeHaveAddressesOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try {
      List<Future<Ran>> running = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        running.add(threads.submit(() -> on(27, "run", forever())));
      }
      for (Future<Ran> each : running) {
        assertThat(each.get().status()).as(each.get().err()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(Files.readAllLines(STATE.resolve(bridge.name()))).hasSize(21);
    assertThat(bridge.ports()).hasSize(20);
    for (int i = 2; i < 22; i++) {
      assertThat(tool.run("list").out()).containsOnlyOnce("  " + bridge.address(i) + " ");
    }
  }

  // --- other networks

  @Test
  void aPodMayHaveNoneOrThatOfTheHost() throws IOException {
    Ran none = tool.run("run", "--net", "none", PROBE, "--exec", "/bin/probe", "--", "interfaces");
    Ran host =
        tool.run(
            "run",
            "--net",
            "host",
            PROBE,
            "--exec",
            "/bin/probe",
            "--",
            "namespaces",
            ",",
            "list",
            "/sys/class/net");

    assertThat(none.out()).isEqualTo("interface lo up\n");
    assertThat(host.out())
        .contains("namespace net " + Files.readSymbolicLink(Path.of("/proc/self/ns/net")) + "\n");
    for (String each : TestBridge.interfaces()) {
      if (!each.startsWith("appc")) {
        assertThat(host.out()).contains("entry " + each + "\n");
      }
    }
    assertThat(tool.run("status", ONE).out()).contains("network: none\n");
    assertThat(tool.run("status", TWO).out()).contains("network: host\n");
  }

  @Test
  void whatMakesNoSenseIsTold() {
    Ran both = tool.run("run", "--net", "none", "--bridge", "br0", PROBE);
    Ran kind = tool.run("run", "--net", "veth", PROBE);
    Ran variable = new Tool(directory).with("APPC_NET", "x").run("prepare", PROBE);
    Ran subnet = tool.run("run", "--subnet", "10.0.0.1/29", PROBE);
    Ran name = tool.run("run", "--bridge", "a b", PROBE);

    assertThat(both.err()).contains("--bridge goes with --net bridge");
    assertThat(kind.err()).contains("\"veth\" is no network: write none, bridge or host");
    assertThat(variable.status()).isEqualTo(2);
    assertThat(variable.err()).contains("APPC_NET: \"x\" is no network");
    assertThat(subnet.err()).contains("\"10.0.0.1/29\" is no subnet for pods");
    assertThat(name.err()).contains("\"a b\" is no name of a bridge");
  }

  // --- ports

  @Test
  void portsOfThePodAreForwarded() throws IOException {
    int port = freePort();
    on(
        29,
        "run",
        "--detach",
        "-q",
        pod(
            "{ \"name\": \"web\", \"protocol\": \"tcp\", \"port\": 80 }",
            "{ \"name\": \"web\", \"hostPort\": %d, \"hostIP\": \"127.0.0.1\" }".formatted(port),
            "bind",
            "tcp",
            "127.0.0.1",
            "80",
            ",",
            "echo"));

    assertThat(ask("127.0.0.1", port, "hello")).isEqualTo("hello");
  }

  @Test
  void aPortThatIsTakenFailsThePod() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Ran ran =
          on(
              29,
              "run",
              pod(
                  "{ \"name\": \"web\", \"protocol\": \"tcp\", \"port\": 80 }",
                  "{ \"name\": \"web\", \"hostPort\": %d }".formatted(taken.getLocalPort()),
                  "exit",
                  "0"));

      assertThat(ran.status()).isEqualTo(125);
      assertThat(ran.err())
          .contains(
              "the pod failed: forward: cannot listen at 0.0.0.0 port %d of tcp: Address already in"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void anAppThatIsSocketActivatedIsGivenItsSocketAndReached() throws IOException {
    int port = freePort();
    on(
        29,
        "run",
        "--detach",
        "-q",
        pod(
            "{ \"name\": \"web\", \"protocol\": \"tcp\", \"port\": 80, \"socketActivated\": true }",
            "{ \"name\": \"web\", \"hostPort\": %d }".formatted(port),
            "environment",
            ",",
            "bound",
            "3",
            ",",
            "echo"));

    assertThat(ask("127.0.0.1", port, "hello")).isEqualTo("hello");
    assertThat(ask(bridge.address(2), 80, "by its address")).isEqualTo("by its address");
    assertThat(tool.run("logs", ONE).out())
        .contains("environment LISTEN_FDS=1\n", "environment LISTEN_FDNAMES=web\n")
        .endsWith("bound 3 tcp 0.0.0.0 80\n");
  }

  // --- without root

  @Test
  void anybodyHasLoopbackAndForwardedPortsAndTheNetworkOfTheHost() throws Exception {
    OrdinaryUser user = OrdinaryUser.in(directory);
    int port = freePort();
    Path server =
        user.write(
            "pod.json",
            Files.readString(
                pod(
                    "{ \"name\": \"web\", \"protocol\": \"tcp\", \"port\": 80 }",
                    "{ \"name\": \"web\", \"hostPort\": %d }".formatted(port),
                    "interfaces",
                    ",",
                    "bind",
                    "tcp",
                    "127.0.0.1",
                    "80",
                    ",",
                    "echo")));
    Path low = user.write("low.json", Files.readString(server).replace("" + port, "80"));

    Ran bridged = user.run("run", "--net", "bridge", PROBE);
    Ran refused = user.run("run", low);
    Ran host =
        user.run("run", "--net", "host", PROBE, "--", "namespaces", ",", "list", "/sys/class/net");
    Ran detached = user.run("run", "--detach", server);
    String pod = detached.out().strip();
    String reply = ask("127.0.0.1", port, "hello");
    Ran logs = user.run("logs", pod);
    user.run("stop", pod);

    assertThat(bridged.status()).isEqualTo(125);
    assertThat(bridged.err()).contains("an interface on a bridge takes root, with CAP_NET_ADMIN");
    assertThat(refused.err()).contains("port 80 of the host is for root; take one from 1024 on");
    assertThat(host.out())
        .contains("namespace net " + Files.readSymbolicLink(Path.of("/proc/self/ns/net")) + "\n")
        .contains("entry lo\n", "entry eth0\n");
    assertThat(detached.err())
        .contains("reduced: other pods cannot reach this one, which has no network interface but")
        .contains("as a bridge takes root");
    assertThat(reply).isEqualTo("hello");
    assertThat(logs.out()).startsWith("interface lo up\nbind 127.0.0.1 80 ok\n");
  }
}
