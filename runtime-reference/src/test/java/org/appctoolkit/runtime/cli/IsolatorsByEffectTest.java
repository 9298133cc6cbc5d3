package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.runtime.cli.Tool.Ran;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.appctoolkit.runtime.supervision.TestBridge;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isolators do, on this kernel: judged by what apps can and cannot do. */
@Timeout(120)
class IsolatorsByEffectTest extends LivePods {
  private static final String ONE = Tool.uuid(1);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final int KILLED = 137;
  private static final int ENDED_BY_A_CALL = 128 + 31;

  /** Pods that other processes have given a name. */
  private final List<String> others = new ArrayList<>();

  @AfterEach
  void noCgroupIsLeft() throws IOException {
    List<Path> left = cgroups();
    for (Path each : left) {
      Files.deleteIfExists(each);
    }
    assertThat(left).isEmpty();
  }

  /** All cgroups of pods of these tests, the deepest first. */
  private List<Path> cgroups() throws IOException {
    String end = ONE.substring(ONE.indexOf('-'));
    return cgroups(
        it ->
            it.toString().matches(".*/appc-[0-9]{8}" + end + "(/.*)?")
                || others.stream().anyMatch(pod -> it.toString().contains(pod)));
  }

  /** The cgroups of the host that are wanted, the deepest first; others come and go meanwhile. */
  private static List<Path> cgroups(Predicate<Path> wanted) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        CGROUPS,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            if (wanted.test(directory)) {
              found.add(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static String resource(String name, String value) {
    return "{ \"name\": \"resource/%s\", \"value\": { %s } }".formatted(name, value);
  }

  private static String set(String name, String more, String... names) {
    return "{ \"name\": \"os/linux/%s-set\", \"value\": { %s \"set\": [\"%s\"] } }"
        .formatted(name, more, String.join("\", \"", names));
  }

  private String app(String user, String isolators, String... words) {
    return """
        {
          "name": "a",
          "image": { "id": "%s" },
          "app": {
            "exec": ["/bin/probe", "%s"], "user": "%s", "group": "%s", "isolators": [%s]
          }
        }
        """
        .formatted(probe, String.join("\", \"", words), user, user, isolators);
  }

  private Path pod(String more, String app) throws IOException {
    return Files.writeString(
        directory.resolve("pod.json"),
        "{ \"acKind\": \"PodManifest\", \"acVersion\": \"0.8.11\", \"apps\": [%s] %s }"
            .formatted(app, more));
  }

  /** Runs an app with these isolators. */
  private Ran run(String isolators, String... words) throws IOException {
    return tool.run("run", pod("", app("0", isolators, words)));
  }

  private static long number(Ran ran, String key) {
    Matcher matcher =
        Pattern.compile("^" + key + " ([0-9]+)$", Pattern.MULTILINE).matcher(ran.out());
    assertThat(matcher.find()).as(ran.out() + ran.err()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  // --- memory

  @Test
  void whoTakesMoreMemoryThanItsLimitIsKilled() throws IOException {
    String isolator = resource("memory", "\"limit\": \"32Mi\"");

    Ran hog = run(isolator, "memory", "100000000", ",", "print", "alive");
    Ran modest = run(isolator, "memory", "10000000", ",", "print", "alive");

    assertThat(hog.out()).doesNotContain("alive");
    assertThat(hog.status()).isEqualTo(KILLED);
    assertThat(hog.err()).contains("app a was ended by signal 9");
    assertThat(tool.run("status", ONE).out())
        .contains("app a: exited, signal 9", "isolator: app a: resource/memory is enforced\n");
    assertThat(modest.out()).endsWith("alive\n");
  }

  @Test
  void thePodsMemoryIsThatOfAllItsApps() throws IOException {
    Ran ran =
        tool.run(
            "run",
            pod(
                ", \"isolators\": [" + resource("memory", "\"limit\": \"32Mi\"") + "]",
                app(
                    "0",
                    resource("memory", "\"limit\": \"1Gi\""),
                    "memory",
                    "100000000",
                    ",",
                    "print",
                    "alive")));

    assertThat(ran.status()).isEqualTo(KILLED);
    assertThat(ran.err())
        .contains(
            "isolator: app a: resource/memory is modified: the pod is limited to 33554432 bytes");
  }

  // --- processors

  @Test
  void whoWantsMoreProcessorTimeThanItsLimitIsHeldUp() throws IOException {
    Ran ran = run(resource("cpu", "\"limit\": \"200m\""), "burn", "3000");

    assertThat(number(ran, "burn")).isLessThan(900);
    assertThat(tool.run("status", ONE).out())
        .contains("isolator: app a: resource/cpu is enforced\n");
  }

  @Test
  void whoIsNotLimitedIsNotHeldUp() throws IOException {
    assertThat(number(run("", "burn", "3000"), "burn")).isGreaterThan(900);
  }

  @Test
  void sharesAreThoseOfTheCgroup() throws IOException {
    Path pod =
        pod(
            "",
            app(
                "0",
                "{ \"name\": \"os/linux/cpu-shares\", \"value\": 77 }",
                "print",
                "up",
                ",",
                "forever"));
    tool.run("run", "-q", "--detach", pod);
    await(() -> tool.run("logs", ONE).out().equals("up\n"));

    Path own =
        cgroups().stream()
            .filter(it -> it.toString().contains("/cpu/") && it.endsWith("a"))
            .findFirst()
            .orElseThrow();
    String shares = Files.readString(own.resolve("cpu.shares"));
    String processes = Files.readString(own.resolve("cgroup.procs"));
    tool.run("stop", ONE);

    assertThat(shares).isEqualTo("77\n");
    assertThat(processes.lines()).hasSize(1);
  }

  @Test
  void aMaskOfTheFirstVersionsSaysOnWhichProcessorsAnAppRuns() throws IOException {
    store.add(
        new Image(
                """
                {
                  "acKind": "ImageManifest",
                  "acVersion": "0.3.0",
                  "name": "example.org/old",
                  "app": {
                    "exec": ["/bin/probe", "cat", "/proc/self/status"],
                    "user": "0",
                    "group": "0",
                    "isolators": [
                      { "name": "cpu/mask", "value": "1" },
                      { "name": "memory/limit", "value": "64M" }
                    ]
                  }
                }
                """)
            .probe());

    Ran ran = tool.run("run", "example.org/old");

    assertThat(ran.out()).contains("Cpus_allowed_list:\t1\n");
    assertThat(tool.run("status", ONE).out())
        .contains(
            "isolator: app old: cpu/mask is enforced\n",
            "isolator: app old: memory/limit is enforced\n");
  }

  // --- block devices

  @ParameterizedTest
  @CsvSource({"block-bandwidth, 1M, 3000000, 2000", "block-iops, 100, 1228800, 2000"})
  void whoWritesMoreThanItsRateIsHeldUp(String name, String limit, String bytes, long least)
      throws IOException {
    Path source = Files.createDirectory(directory.resolve("volume"));
    String volume =
        ", \"volumes\": [{ \"name\": \"v\", \"kind\": \"host\", \"source\": \"%s\" }]"
            .formatted(source);
    String isolator = resource(name, "\"default\": true, \"limit\": \"" + limit + "\"");
    String mounts = "\"mounts\": [{ \"volume\": \"v\", \"path\": \"/v\" }], \"name\"";

    Ran limited =
        tool.run(
            "run",
            pod(
                volume,
                app("0", isolator, "write-through", "/v/x", bytes)
                    .replaceFirst("\"name\"", mounts)));

    assertThat(number(limited, "write-through")).isGreaterThan(least);
    assertThat(limited.err())
        .contains(
            "isolator: app a: resource/"
                + name
                + " is modified: what is written through the page cache is not held up");
  }

  // --- the network

  @Test
  void whoSendsMoreThanItsRateIsHeldUp() throws Exception {
    TestBridge bridge = TestBridge.any();
    Tool bridged = tool.with("APPC_NET", "");
    try (ServerSocket server = new ServerSocket(0)) {
      CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(server));

      Ran ran =
          bridged.run(
              "run",
              "--bridge",
              bridge.name(),
              "--subnet",
              bridge.subnet(29),
              pod(
                  "",
                  app(
                      "0",
                      resource("network-bandwidth", "\"default\": true, \"limit\": \"1M\""),
                      "send",
                      bridge.address(1),
                      Integer.toString(server.getLocalPort()),
                      "2500000")));
      drained.get(30, TimeUnit.SECONDS);

      assertThat(number(ran, "sent 2500000")).isGreaterThan(2000);
      assertThat(ran.err()).doesNotContain("isolator");
    } finally {
      bridged.run("gc");
      bridge.close();
    }
  }

  private static void drain(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- what processes may do

  @Test
  void aCallThatIsRemovedFailsWithItsError() throws IOException {
    Ran ran = run(set("seccomp-remove", "\"errno\": \"EXDEV\",", "getppid"), "call", "110");

    assertThat(ran.out()).isEqualTo("call 110 error EXDEV\n");
    assertThat(run("", "call", "110").out()).isEqualTo("call 110 ok\n");
  }

  @Test
  void aCallThatIsRemovedWithoutAnErrorEndsTheApp() throws IOException {
    Ran ran = run(set("seccomp-remove", "", "getppid"), "call", "110", ",", "print", "alive");

    assertThat(ran.out()).isEmpty();
    assertThat(ran.status()).isEqualTo(ENDED_BY_A_CALL);
    assertThat(ran.err()).contains("app a was ended by signal 31");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1000"})
  void whatIsNotRetainedIsBlockedWithoutAnythingElse(String user) throws IOException {
    String[] calls = {
      "read",
      "write",
      "open",
      "openat",
      "close",
      "brk",
      "mmap",
      "munmap",
      "mprotect",
      "fstat",
      "newfstatat",
      "arch_prctl",
      "set_tid_address",
      "set_robust_list",
      "rseq",
      "prlimit64",
      "readlink",
      "readlinkat",
      "getrandom",
      "exit_group"
    };

    Ran ran =
        tool.run(
            "run",
            pod(
                "",
                app(
                    user,
                    set("seccomp-retain", "\"errno\": \"EXDEV\",", calls),
                    "call",
                    "110",
                    ",",
                    "cat",
                    "/proc/self/status")));

    assertThat(ran.out()).contains("call 110 error EXDEV\n", "NoNewPrivs:\t0\n", "Seccomp:\t2\n");
    assertThat(ran.err()).doesNotContain("isolator");
  }

  @Test
  void aWildcardLetsEverythingThrough() throws IOException {
    Ran ran = run(set("seccomp-retain", "", "@appc.io/all"), "cat", "/proc/self/status");

    assertThat(ran.out()).contains("Seccomp:\t0\n");
  }

  @Test
  void aCapabilityThatIsRemovedIsMissing() throws IOException {
    String[] words = {"mknod", "/x", "c", "1", "3"};

    Ran without = run(set("capabilities-remove", "", "CAP_MKNOD"), words);

    assertThat(without.out()).startsWith("mknod /x error EPERM\n");
    assertThat(run("", words).out()).startsWith("mknod /x ok\n");
  }

  @Test
  void aCapabilityThatIsRetainedIsThere() throws IOException {
    Ran with = run(set("capabilities-retain", "", "CAP_SYS_ADMIN"), "sethostname", "x");

    assertThat(with.out()).isEqualTo("sethostname ok\n");
    assertThat(run("", "sethostname", "x").out()).isEqualTo("sethostname error EPERM\n");
  }

  @Test
  void privilegesAreNotGained() throws IOException {
    Ran ran =
        run(
            "{ \"name\": \"os/linux/no-new-privileges\", \"value\": true }",
            "cat",
            "/proc/self/status");

    assertThat(ran.out()).contains("NoNewPrivs:\t1\n");
  }

  // --- the rest

  @Test
  void parametersOfThePodAreNotThoseOfTheHost() throws IOException {
    Path outside = Path.of("/proc/sys/net/ipv4/ip_default_ttl");
    String before = Files.readString(outside);

    Ran ran =
        tool.run(
            "run",
            pod(
                """
                , "isolators": [{
                  "name": "os/unix/sysctl",
                  "value": {
                    "net.ipv4.ip_default_ttl": "77",
                    "kernel.shmmni": "123",
                    "kernel.panic": "5"
                  }
                }]
                """,
                app(
                    "0",
                    "",
                    "cat",
                    "/proc/sys/net/ipv4/ip_default_ttl",
                    ",",
                    "cat",
                    "/proc/sys/kernel/shmmni")));

    assertThat(ran.out()).isEqualTo("77\n123\n");
    assertThat(Files.readString(outside)).isEqualTo(before).isNotEqualTo("77\n");
    assertThat(ran.err())
        .contains(
            "isolator: os/unix/sysctl is modified: not of a namespace of the pod:"
                + " \"kernel.panic\"");
  }

  @ParameterizedTest
  @CsvSource({"500", "1000"})
  void howReadilyAnAppIsKilledIsSaid(String score) throws IOException {
    Ran ran =
        run(
            "{ \"name\": \"os/linux/oom-score-adj\", \"value\": " + score + " }",
            "cat",
            "/proc/self/oom_score_adj");

    assertThat(ran.out()).isEqualTo(score + "\n");
    assertThat(ran.err()).doesNotContain("isolator");
  }

  @Test
  void aScoreThatCannotBeHadIsTheNearest() throws IOException {
    boolean possible =
        (Long.parseLong(
                        Files.readString(Path.of("/proc/self/status"))
                            .replaceAll("(?s).*CapBnd:\\s*([0-9a-f]+).*", "$1"),
                        16)
                    >> 24
                & 1)
            != 0;

    Ran ran =
        run(
            "{ \"name\": \"os/linux/oom-score-adj\", \"value\": -500 }",
            "cat",
            "/proc/self/oom_score_adj");

    assertThat(ran.status()).isEqualTo(0);
    assertThat(ran.out().startsWith("-500\n")).isEqualTo(possible);
    assertThat(ran.err().contains("os/linux/oom-score-adj is modified")).isEqualTo(!possible);
  }

  @Test
  void aPodHasNoMoreProcessesThanItsLimit() throws IOException {
    Path pod = pod("", app("0", "", "children", "100"));

    Ran limited = tool.run("run", "--pids-limit", "10", pod);
    Ran usual = tool.run("run", pod);

    assertThat(number(limited, "children")).isLessThan(10);
    assertThat(number(usual, "children")).isEqualTo(100);
  }

  @Test
  void aStrictPodIsNotRunUnlessAllIsEnforced() throws IOException {
    Path pod =
        pod(
            "",
            app(
                "0",
                resource("memory", "\"limit\": \"32Mi\"")
                    + ", { \"name\": \"os/linux/selinux-context\", \"value\": {"
                    + " \"user\": \"u\", \"role\": \"r\", \"type\": \"t\", \"level\": \"l\" } }",
                "print",
                "alive"));

    Ran refused = tool.run("run", "-q", "--strict-isolators", pod);
    Ran run = tool.run("run", "-q", pod);
    Ran strict =
        tool.run(
            "run",
            "-q",
            "--strict-isolators",
            pod("", app("0", resource("memory", "\"limit\": \"32Mi\""), "print", "alive")));

    assertThat(refused.status()).isEqualTo(125);
    assertThat(refused.err())
        .contains("app a: os/linux/selinux-context is ignored: ")
        .doesNotContain("resource/memory");
    assertThat(run.status()).isEqualTo(0);
    assertThat(strict.status()).isEqualTo(0);
  }

  @Test
  void whatHasBecomeOfIsolatorsIsToldAsJson() throws IOException {
    Path pod =
        pod(
            "",
            app(
                "0",
                resource("memory", "\"limit\": \"32Mi\"")
                    + ", { \"name\": \"example.org/own\", \"value\": 1 }",
                "print",
                "alive"));

    tool.run("prepare", "-q", pod);
    String status = tool.run("status", "--json", ONE).out().replaceAll("\\s+", "");

    assertThat(status)
        .contains(
            "\"isolators\":[{\"app\":\"a\",\"name\":\"resource/memory\",\"outcome\":\"enforced\"},"
                + "{\"app\":\"a\",\"name\":\"example.org/own\",\"outcome\":\"ignored\",\"reason\":");
  }

  // --- what stays behind

  private RuntimeProcess attended() throws IOException {
    RuntimeProcess process =
        RuntimeProcess.start(
            directory,
            "run",
            "-q",
            pod(
                "",
                app(
                    "0",
                    resource("memory", "\"limit\": \"32Mi\""),
                    "print",
                    "up",
                    ",",
                    "forever")));
    await(() -> tool.run("list").out().contains("  running "));
    return process;
  }

  private String only() {
    String pod = tool.run("list").out().substring(0, 36);
    others.add(pod);
    return pod;
  }

  private void killTheKeeper(String pod) throws IOException {
    Path place = directory.resolve("runtime/pods").resolve(pod).resolve("pid");
    long keeper = Long.parseLong(Files.readString(place).split(" ", -1)[0]);
    ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
  }

  private static List<Path> cgroupsOf(String pod) throws IOException {
    return cgroups(it -> it.endsWith("appc-" + pod));
  }

  @Test
  void whoHoldsAPodRemovesTheCgroupsOfItsKilledKeeper() throws Exception {
    RuntimeProcess process = attended();
    String pod = only();
    List<Path> before = cgroupsOf(pod);

    killTheKeeper(pod);
    process.ended();

    assertThat(before).hasSize(2);
    assertThat(cgroupsOf(pod)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm", "gc", "stop"})
  void cgroupsOfAKilledKeeperAreRemoved(String command) throws Exception {
    Path manifest =
        pod("", app("0", resource("memory", "\"limit\": \"32Mi\""), "print", "up", ",", "forever"));
    tool.run("run", "-q", "--detach", manifest);
    String pod = only();

    Ran ran;
    if (command.equals("stop")) {
      ran = tool.run("stop", "--force", pod);
    } else {
      killTheKeeper(pod);
      await(() -> tool.run("list").out().contains("  failed "));
      ran = command.equals("rm") ? tool.run("rm", pod) : tool.run("gc");
    }

    assertThat(ran.status()).as(ran.err()).isEqualTo(0);
    assertThat(cgroupsOf(pod)).isEmpty();
  }

  // --- without root

  @Test
  void withoutRootSetsAreEnforcedAndCgroupsAreNot() throws Exception {
    OrdinaryUser user = OrdinaryUser.in(directory);
    String isolators =
        set("seccomp-remove", "\"errno\": \"EXDEV\",", "getppid")
            + ", "
            + set("capabilities-remove", "", "CAP_CHOWN")
            + ", "
            + resource("memory", "\"limit\": \"32Mi\"");
    String sysctl =
        ", \"isolators\": [{ \"name\": \"os/unix/sysctl\","
            + " \"value\": { \"net.ipv4.ip_default_ttl\": \"77\" } }]";
    Path pod =
        user.write(
            "pod.json",
            Files.readString(
                pod(
                    sysctl,
                    app(
                        "0",
                        isolators,
                        "call",
                        "110",
                        ",",
                        "cat",
                        "/proc/sys/net/ipv4/ip_default_ttl"))));

    Ran ran = user.run("run", pod);
    Ran limited = user.run("run", "--pids-limit", "9", pod);

    assertThat(ran.out()).isEqualTo("call 110 error EXDEV\n77\n");
    assertThat(ran.err())
        .contains(
            "isolator: app a: resource/memory is ignored: an ordinary user cannot make cgroups")
        .doesNotContain("seccomp", "capabilities-", "sysctl");
    assertThat(limited.status()).isEqualTo(125);
    assertThat(limited.err())
        .contains(
            "the number of processes cannot be limited: an ordinary user cannot make cgroups");
  }
}
