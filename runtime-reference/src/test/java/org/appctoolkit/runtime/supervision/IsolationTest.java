package org.appctoolkit.runtime.supervision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That an app has what its plan says, and nothing of the host. */
class IsolationTest extends OfEveryStage1 {
  private static final String BY_DEFAULT =
      "capabilities CAP_AUDIT_WRITE CAP_CHOWN CAP_DAC_OVERRIDE CAP_FSETID CAP_FOWNER CAP_KILL"
          + " CAP_MKNOD CAP_NET_RAW CAP_NET_BIND_SERVICE CAP_SETUID CAP_SETGID CAP_SETPCAP"
          + " CAP_SETFCAP CAP_SYS_CHROOT";

  private static final String MOUNTS_OF_THE_POD =
      "app a: runc gives each process mounts of its own, so own-mounts should be there";
  private static final String USER_NAMESPACE =
      "stage1-runc takes root, and a pod without a user-namespace";

  /** In the order of their numbers, without CAP_. */
  private static final List<String> ALL =
      List.of(
          ("CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP"
                  + " LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK"
                  + " IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN"
                  + " SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE"
                  + " AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM"
                  + " BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE")
              .split(" "));

  /** The step that gives an app all that this machine lets anybody have. */
  private static String everything() throws IOException {
    long set =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapBnd:"))
            .mapToLong(line -> Long.parseLong(line.substring(7).strip(), 16))
            .sum();
    return IntStream.range(0, ALL.size())
        .filter(number -> (set >> number & 1) == 1)
        .mapToObj(number -> " CAP_" + ALL.get(number))
        .collect(Collectors.joining("", "capabilities", ""));
  }

  /** Names that the root of the host has and a rootfs of a test has not. */
  private static final String OF_THE_HOST = "(?s).*entry [0-9 ]*(usr|lib|var|root|home|sys)\n.*";

  @Test
  void aCapabilityThatStage1HasNotItselfIsRefused() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .behind("setpriv", "--bounding-set", "-sys_time")
            .app("a", "capabilities CAP_SYS_TIME", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages())
        .contains("app a: capabilities: stage1 has no CAP_SYS_TIME that it could hand on");
  }

  private HandmadePod podOf(boolean chrooted, String... lines) throws IOException {
    return chrooted ? pod().chrooted("a", lines) : pod().app("a", lines);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void theWaysOutOfAChrootAndThroughProcessOneLeadNowhere(boolean chrooted, boolean all)
      throws IOException, InterruptedException {
    HandmadePod pod =
        podOf(
            chrooted,
            all ? everything() : BY_DEFAULT,
            "exec probe root-of 1 , exe-of 1 , link /proc/1/exe , put-error environment="
                + " , cat /proc/1/environ , escape , error done");
    if (chrooted && isRefused(pod, Stage1Build.RUNC, MOUNTS_OF_THE_POD)) {
      return;
    }

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a", "stderr")).hasContent("environment=done\n");
    assertThat(pod.log("a"))
        .containsPattern("exe-of 1 error ")
        .contains("escape ok\n", "entry ")
        .doesNotMatch(OF_THE_HOST)
        .doesNotContain(directory + "/p0/pod");
    if (all) {
      assertThat(pod.log("a"))
          .containsPattern("fd [0-9]+ socket:")
          .contains("link /proc/1/exe /memfd:stage1 (deleted)\n");
    }
    if (build == Stage1Build.PLAIN) {
      assertThat(pod.log("a")).doesNotContain("PATH=");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeviceThatAnAppMakesCannotBeOpened(boolean chrooted)
      throws IOException, InterruptedException {
    HandmadePod pod = podOf(chrooted, BY_DEFAULT, "exec probe mknod /tmp/zero c 1 5");
    if (chrooted && isRefused(pod, Stage1Build.RUNC, MOUNTS_OF_THE_POD)) {
      return;
    }

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a")).contains("mknod /tmp/zero ok\n", "open /tmp/zero error EACCES\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "relative", "dangling"})
  void linksOfAnImageToTheHostAreLookedUpInTheRootfs(String kind)
      throws IOException, InterruptedException {
    Path host = Files.createDirectory(directory.resolve("host"));
    if (!kind.equals("dangling")) {
      Files.writeString(host.resolve("file"), "of the host");
    }
    Path source = Files.writeString(directory.resolve("source"), "mounted");
    HandmadePod pod =
        pod()
            .app(
                "a",
                "directory " + host + " 0755 0 0",
                "file " + host + "/mounted 0644 0 0 %",
                "file /link/file 0644 0 0 inside",
                "directory /link/new 0755 0 0",
                "link /link/one target",
                "bind " + source + " /link/mounted none",
                "exec probe cat /link/file , cat /link/mounted , list " + host);
    String up = kind.equals("relative") ? "../../../../../../../../../../.." : "";
    Files.createSymbolicLink(pod.tree().resolve("link"), Path.of(up + host));

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a")).startsWith("insidemounted").contains("entry new\n", "entry one\n");
    try (Stream<Path> there = Files.list(host)) {
      assertThat(there.toList()).hasSize(kind.equals("dangling") ? 0 : 1);
    }
    if (!kind.equals("dangling")) {
      assertThat(host.resolve("file")).hasContent("of the host");
    }
  }

  @Test
  void sourcesBehindLinksOfTheHostAreRefused() throws IOException, InterruptedException {
    Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

    HandmadePod pod = pod().app("a", "bind " + link + " /tmp none", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("app a: bind: cannot find " + link);
  }

  @Test
  void anAppIsWhatItsPlanSays() throws IOException, InterruptedException {
    HandmadePod pod =
        pod()
            .pod("hostname pod-of-test", "loopback")
            .app(
                "a",
                "directory /home/of/user 0700 7 8",
                "user 7",
                "group 8",
                "groups 9 10",
                "capabilities CAP_CHOWN CAP_KILL",
                "no-new-privileges",
                "directory-of-work /home/of/user",
                "environment B=2",
                "exec probe observe , interfaces , loopback , processes");

    // runc is outside of the pod, and the parent; and it says where home is, as nothing else does.
    int parent = build == Stage1Build.RUNC ? 0 : 1;
    String home = build == Stage1Build.RUNC ? "environment HOME=/\n" : "";

    assertThat(pod.run()).isZero();

    assertThat(pod.log("a"))
        .contains("pid 2\nppid %d\npgid 2\nsid 2\n".formatted(parent))
        .contains("uid 7 7 7\ngid 8 8 8\ngroups 9 10\n")
        .contains("CapInh 0000000000000000\nCapPrm 0000000000000000\n")
        .contains("CapEff 0000000000000000\nCapBnd 0000000000000021\n")
        .contains("CapAmb 0000000000000000\nno-new-privileges 1\n")
        .contains("environment PATH=/bin\nenvironment B=2\n" + home + "cwd /home/of/user\n")
        .contains("umask 022\n", "hostname pod-of-test\n", "loopback ok\n", "interface lo up\n")
        .contains("process 1 0 S stage1-init\nprocess 2 %d R probe\n".formatted(parent))
        .doesNotContain("process 3");
  }

  @Test
  void rootHasItsCapabilitiesOnly() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "capabilities CAP_CHOWN CAP_KILL", "exec probe capabilities");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a"))
        .contains("CapPrm 0000000000000021\nCapEff 0000000000000021\nCapBnd 0000000000000021\n");
  }

  @Test
  void noDescriptorsOfWhoeverStartedItReachAnApp() throws IOException, InterruptedException {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    HandmadePod pod =
        pod()
            .behind("sh", "-c", "exec 5<\"$0\" 9>>\"$0\" \"$@\"", secret.toString())
            .app("a", "exec probe descriptors");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a").lines().map(line -> line.replaceFirst("\\[.*", "")))
        .containsExactly("descriptor 0 /dev/null", "descriptor 1 pipe:", "descriptor 2 pipe:");
  }

  @Test
  void appsOfAPodShareItsNamespacesAndHaveMountsOfTheirOwn()
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe namespaces").app("b", "exec probe namespaces");

    assertThat(pod.run()).isZero();
    for (String each : new String[] {"pid", "net", "ipc", "uts"}) {
      String line = namespace(pod.log("a"), each);
      assertThat(namespace(pod.log("b"), each)).isEqualTo(line);
      assertThat(line)
          .doesNotContain(Files.readSymbolicLink(Path.of("/proc/self/ns", each)).toString());
    }
    assertThat(namespace(pod.log("a"), "mnt")).isNotEqualTo(namespace(pod.log("b"), "mnt"));
  }

  private static String namespace(String log, String name) {
    return log.lines().filter(line -> line.startsWith("namespace " + name + " ")).toList().get(0);
  }

  @Test
  void aSealedRootfsCannotBeWrittenAndWhatIsMountedInItCan()
      throws IOException, InterruptedException {
    Path volume = Files.createDirectory(directory.resolve("volume"));
    HandmadePod pod =
        pod()
            .app(
                "a",
                "bind " + volume + " /tmp none",
                "bind " + volume + " /etc read-only,nosuid",
                "seal",
                "exec probe write /file x , write /tmp/file x , write /etc/file x");

    assertThat(pod.run()).isZero();
    assertThat(pod.log("a"))
        .contains("write /file error EROFS\n", "write /tmp/file ok\n")
        .contains("write /etc/file error EROFS\n");
    assertThat(volume.resolve("file")).hasContent("x");
  }

  @Test
  void aFileInThePlaceOfADirectoryIsReplacedOnlyWhenThePlanSaysSo()
      throws IOException, InterruptedException {
    HandmadePod refused = pod().app("a", "directory /bin/probe 0755 0 0", "exec probe");
    HandmadePod replaced =
        pod()
            .app(
                "a",
                "file /etc/thing 0644 0 0 x",
                "directory /etc/thing 0750 3 4 replace",
                "exec probe stat /etc/thing");

    assertThat(refused.run()).isEqualTo(125);
    assertThat(refused.messages())
        .contains("app a: directory: cannot make /bin/probe: Not a directory");
    assertThat(replaced.run()).isZero();
    assertThat(replaced.log("a")).contains("stat /etc/thing d", " 3 4 ");
  }

  @Test
  void aWorkingDirectoryThatIsMissingIsRefused() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "directory-of-work /nowhere", "exec probe");

    assertThat(pod.run()).isEqualTo(125);
    assertThat(pod.messages()).contains("app a: directory-of-work: cannot find the directory");
  }

  @Test
  void aCopiedRootfsIsUsedInThePlaceOfAnOverlay() throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe write /tmp/made x");
    String plan = pod.plan().replaceAll("overlay (\\S+) \\S+ \\S+ (\\S+)", "bind-root $1 $2");

    assertThat(pod.start(plan).ended()).as(pod.messages()).isZero();
    assertThat(pod.tree().resolve("tmp/made")).hasContent("x");
  }

  @Test
  void anOrdinaryUserRunsPodsInAUserNamespace() throws IOException, InterruptedException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    HandmadePod pod =
        pod()
            .pod("user-namespace", "uid-map 0 65534 1", "gid-map 0 65534 1")
            .overlayWords("userxattr")
            .app("a", BY_DEFAULT, "exec probe ids , write /tmp/x y , escape");
    Path program = Files.copy(build.path(), directory.resolve("stage1"));
    pod.behind(
        "sh",
        "-c",
        "chown -R 65534:65534 \"$1\" && exec setpriv --reuid 65534 --regid 65534 --clear-groups"
            + " \"$0\" \"$3\"",
        program.toString(),
        directory.toString());
    if (isRefused(pod, Stage1Build.RUNC, USER_NAMESPACE)
        || isRefused(pod, Stage1Build.NSPAWN, "systemd-nspawn takes root")) {
      return;
    }

    assertThat(pod.run()).as(pod.messages()).isZero();

    assertThat(pod.log("a"))
        .contains("uid 0 0 0\n", "gid 0 0 0\n", "write /tmp/x ok\n")
        .doesNotMatch(OF_THE_HOST);
  }

  /**
   * Everything that a process is given, in a namespace of users whose root is nobody on the host.
   */
  @ParameterizedTest
  @ValueSource(strings = {"0", "7"})
  void isolatorsWorkInAUserNamespace(String user) throws IOException, InterruptedException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    OwnCgroups cgroups = new OwnCgroups();
    HandmadePod pod =
        pod()
            .pod("user-namespace", "uid-map 0 65534 1", "gid-map 0 65534 1")
            .pod("uid-map 7 70007 1", "gid-map 7 70007 1")
            .pod("sysctl net.ipv4.ip_unprivileged_port_start 70")
            .pod(cgroups.processes(5))
            .overlayWords("userxattr")
            .behind(
                "sh",
                "-c",
                "chown -R 65534:65534 \"$0\" && exec \"$1\" \"$2\"",
                directory.toString())
            .app(
                "a",
                cgroups.join("pids"),
                "user " + user,
                "group " + user,
                "filter 000600007fff0000",
                "oom-score-adj 500",
                "listen tcp 71 http",
                "exec probe cat /proc/self/oom_score_adj , sockets , children 10 , print done");
    if (isRefused(pod, Stage1Build.RUNC, USER_NAMESPACE)) {
      return;
    }

    try {
      assertThat(pod.run()).as(pod.messages() + pod.status("a")).isZero();
      assertThat(pod.log("a")).matches("500\nsocket 3 inet6? stream 71\nchildren 4\ndone\n");
      assertThat(cgroups.areThere()).isFalse();
    } finally {
      cgroups.remove();
    }
  }

  // --- entering

  private int enter(HandmadePod pod, StringBuilder said, String... words)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(build.path().toString(), "enter");
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/bin", "A", "b"));
    builder.command().add(Long.toString(pod.init()));
    builder.command().add(Long.toString(pod.process("a")));
    builder.command().addAll(List.of(words));
    Process process = builder.redirectErrorStream(true).start();
    said.append(new String(process.getInputStream().readAllBytes(), UTF_8));
    return process.waitFor();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoEntersIsRootOfThePodWithTheMountsOfTheApp(boolean chrooted)
      throws IOException, InterruptedException {
    HandmadePod pod = podOf(chrooted, "exec probe write /tmp/of-the-app x , print up , forever");
    if (chrooted && isRefused(pod, Stage1Build.RUNC, MOUNTS_OF_THE_POD)) {
      return;
    }
    pod.start().awaitLine("a", "up");
    StringBuilder said = new StringBuilder();
    String mode = chrooted ? "chroot" : "pivot";

    int status =
        enter(
            pod, said, mode, "probe", "observe", ",", "list", "/tmp", ",", "list", "/", ",", "exit",
            "7");

    assertThat(status).isEqualTo(7);
    assertThat(said)
        .contains("ppid 0\n", "uid 0 0 0\n", "CapEff 00000000a80425fb\n", "cwd /\n")
        .contains("entry of-the-app\n")
        .containsPattern(
            "environment (?:PATH=/bin\nenvironment A=b|A=b\nenvironment PATH=/bin)\ncwd")
        .doesNotContainPattern("descriptor [3-9]")
        .doesNotMatch(OF_THE_HOST);
    assertThat(enter(pod, said, mode, "nothing")).isEqualTo(127);
    assertThat(enter(pod, said, mode, "probe", "signal", "9")).isEqualTo(137);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void processesThatAreNotOfOnePodAreRefused(boolean ofThePod)
      throws IOException, InterruptedException {
    HandmadePod pod = pod().app("a", "exec probe print up , forever").start().awaitLine("a", "up");
    String ours = Long.toString(ProcessHandle.current().pid());
    Process process =
        new ProcessBuilder(
                build.path().toString(),
                "enter",
                ofThePod ? Long.toString(pod.init()) : ours,
                ours,
                "pivot",
                "/bin/probe")
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(125);
    assertThat(said).contains("are not of one pod");
  }
}
