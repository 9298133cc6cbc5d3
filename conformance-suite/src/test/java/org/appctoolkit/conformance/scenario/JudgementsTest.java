package org.appctoolkit.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.appctoolkit.conformance.run.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every expectation about namespaces, file systems and images passes on a scene as it should be,
 * and fails when what it is about is otherwise.
 */
class JudgementsTest {
  /** What is changed: expectation, app, what a line of it holds, what is replaced, and by what. */
  private static final String FAULTS =
      """
      shared-namespaces/one-pid-namespace|right|"namespace","name":"pid",|"inode":\\d+|"inode":1
      shared-namespaces/apps-see-processes|left|"role":"right"|"role":"right",|
      shared-namespaces/apps-see-processes|right|"role":"left"|"mine":true,"role":"left"|"mine":false
      shared-namespaces/apps-send-signals|left|"signal":10,"sender"|"ok":true,"signal":10|"ok":false
      shared-namespaces/apps-send-signals|right|"signal-who"|"ok":true|"ok":false,"error":"ESRCH"
      shared-namespaces/own-pid-namespace|fact|fact pid|\\d+|@left/pid
      shared-namespaces/own-pid-namespace|stranger|"namespace","name":"pid",|"inode":\\d+|"inode":@left/pid
      shared-namespaces/one-network-namespace|right|"namespace","name":"net"|"inode":\\d+|"inode":1
      shared-namespaces/one-port-space|right|"EADDRINUSE"|"ok":false|"ok":true
      shared-namespaces/one-port-space|right|"port":7002|"ok":true|"ok":false,"error":"EACCES"
      shared-namespaces/loopback-between-apps|right|"connect"|"ok":true|"ok":false,"error":"ECONNREFUSED"
      shared-namespaces/loopback-between-apps|right|"connect"|hello|other
      shared-namespaces/own-network-namespace|fact|fact net|\\d+|@left/net
      shared-namespaces/own-port-space|stranger|"bind"|"ok":true|"ok":false,"error":"EADDRINUSE"
      shared-namespaces/one-ipc-namespace|right|"namespace","name":"ipc"|"inode":\\d+|"inode":1
      shared-namespaces/system-v-messages-between-apps|right|"sysv-get","key":"7001"|"ok":true|"ok":false,"error":"ENOENT"
      shared-namespaces/system-v-messages-between-apps|left|"sysv-get","key":"7002"|right-0|right-1
      shared-namespaces/posix-messages-between-apps|right|"mq-get"|"ok":true|"ok":false,"error":"ENOENT"
      shared-namespaces/own-ipc-namespace|stranger|"namespace","name":"ipc"|"inode":\\d+|"inode":@left/ipc
      shared-namespaces/own-messages|stranger|"sysv-get"|"ok":false|"ok":true
      shared-namespaces/own-messages|stranger|"mq-get"|"ok":false|"ok":true
      shared-namespaces/one-uts-namespace|right|"namespace","name":"uts"|"inode":\\d+|"inode":1
      shared-namespaces/one-hostname|right|"see":"hostname"|"hostname":"|"hostname":"x
      shared-namespaces/own-uts-namespace|fact|fact uts|\\d+|@left/uts
      shared-namespaces/one-mount-namespace|right|"namespace","name":"mnt"|"inode":\\d+|"inode":1
      shared-namespaces/own-mount-namespace|fact|fact mnt|\\d+|@left/mnt
      shared-namespaces/own-pid-namespace|left|"namespace","name":"pid",|"ok":true|"ok":false,"error":"ENOENT"
      rootfs/own-for-each-app|one|"list","ok":true,"count":1|"list"|"entry","type":"file","name":"mark-two"}\\n$0
      rootfs/own-for-each-app|two|"name":"mark-two"|mark-two|other
      rootfs/writable|one|"see":"create","ok":true,"path":"/left-behind"|"ok":true|"ok":false,"error":"EROFS"
      rootfs/clean-on-every-run|second|"path":"/left-behind"|"ok":false|"ok":true
      rootfs/clean-on-every-run|second|"path":"/data/changed"|image|imagemore
      rootfs/clean-on-every-run|second|"path":"/data/removed"|"ok":true|"ok":false,"error":"ENOENT"
      rootfs/clean-on-every-run|second|"path":"/kept/plain"|"mode":"0640"|"mode":"0666"
      rootfs/without-files-of-the-host|two|/canary-|"ok":false|"ok":true
      rootfs/not-to-be-left|one|"who":"escapee".*/canary-|"ok":false|"ok":true
      rootfs/files|one|"see":"read".*"path":"/kept/plain"|plain.u000a|other
      rootfs/files|one|"see":"hash"|"sha256":"9|"sha256":"8
      rootfs/files|one|"see":"file".*"path":"/kept/empty"|"size":0|"size":1
      rootfs/modes|one|"path":"/kept/as-its-owner"|"4755"|"0755"
      rootfs/modes|one|"path":"/kept/sticky"|"1777"|"0777"
      rootfs/owners|one|"see":"file".*"path":"/kept/plain"|"uid":1001|"uid":0
      rootfs/owners|one|"path":"/kept/relative"|"gid":1004|"gid":0
      rootfs/times|one|"see":"file".*"path":"/kept/plain"|"mtimeSec":\\d+|"mtimeSec":1795460129
      rootfs/extended-attributes|one|"see":"xattr"|"ok":true|"ok":false,"error":"ENODATA"
      rootfs/symlinks|one|"path":"/kept/absolute"|"target":"|"target":"/rootfs
      rootfs/symlinks|one|"see":"file".*"path":"/kept/dangling"|"ok":true|"ok":false,"error":"ENOENT"
      rootfs/hard-links|one|"path":"/kept/twin"|"inode":\\d+|"inode":1
      rootfs/proc|two|"path":"/proc"|"00009fa0"|"01021994"
      rootfs/sys|one|"path":"/sys"|"ok":true|"ok":false,"error":"ENOENT"
      rootfs/dev-null|two|"path":"/dev/null"|"minor":3|"minor":5
      rootfs/dev-null|one|"path":"/dev/null"|"written":5|"writeError":"EIO"
      rootfs/dev-zero|one|"path":"/dev/zero"|"content":"0|"content":"1
      rootfs/dev-full|one|"path":"/dev/full"|ENOSPC|EIO
      rootfs/dev-full|one|"path":"/dev/full"|"type":"character"|"type":"file"
      rootfs/dev-random|one|"path":"/dev/random"|"content":"\\w+"|"content":"00000000000000000000000000000000"
      rootfs/dev-urandom|one|"path":"/dev/urandom"|"opened":true|"opened":false,"openError":"EPERM"
      rootfs/dev-tty|one|"path":"/dev/tty"|ENXIO|EPERM
      rootfs/dev-console|two|"path":"/dev/console"|"type":"character"|"type":"file"
      rootfs/dev-pts|one|"statfs".*"path":"/dev/pts"|"00001cd1"|"01021994"
      rootfs/dev-ptmx|one|"see":"open"|"ok":true|"ok":false,"error":"EACCES"
      rootfs/dev-ptmx-of-dev-pts|one|"follow".*"path":"/dev/ptmx"|"dev":\\d+|"dev":1
      rootfs/dev-shm|two|"path":"/dev/shm"|"01021994"|"00009fa0"
      rootfs/devices-for-every-user|two|"path":"/dev/zero"|"opened":true|"opened":false,"openError":"EACCES"
      rootfs/etc-hosts-of-the-image|one|"path":"/etc/hosts"|kept.invalid|pod
      mounted-rootfs/read-only|fixed|"append"|"ok":false|"ok":true
      mounted-rootfs/volume-in-read-only|fixed|"path":"/work/new"|"ok":true|"ok":false,"error":"EROFS"
      mounted-rootfs/provided-etc-hosts|bare|"path":"/etc/hosts"|localhost(.*)localhost|here$1here
      mounted-rootfs/etc-hosts-of-a-volume|hosts|"path":"/etc/hosts"|kept.invalid|pod
      mounted-rootfs/etc-hosts-of-a-volume|fact|fact hosts|kept.invalid|pod
      images/plain|plain|"path":"/which"|plain|other
      images/gzip|image|image gzip |sha512-\\w+ sha512-\\w+ -|- - no
      images/bzip2|image|image bzip2 |sha512-\\w+ sha512-\\w+ -|- - no
      images/xz|xz|"path":"/which"|"ok":true|"ok":false,"error":"EIO"
      images/names-with-a-dot|image|image dotted |sha512-\\w+ sha512-\\w+ -|- - no
      images/manifest-last|image|image manifest-last |sha512-\\w+ sha512-\\w+ -|- - no
      images/image-id|image|image plain |sha512-\\w+ sha512|sha512-0 sha512
      images/path-whitelist|listed|"path":"/kept/unlisted"|"ok":false|"ok":true
      images/path-whitelist|listed|"path":"/left"|"ok":false|"ok":true
      images/path-whitelist|listed|"path":"/kept/listed"|"ok":true|"ok":false,"error":"ENOENT"
      images/empty-path-whitelist|unlisted|"path":"/left/file"|"ok":true|"ok":false,"error":"ENOENT"
      images/whitelisted-directories|listed|"path":"/made"|"ok":true|"ok":false,"error":"ENOENT"
      images/whitelisted-directories|listed|"see":"list"|"count":0|"count":1
      dependencies/in-order|tree|"path":"/order/listed"|"content":"c"|"content":"b"
      dependencies/own-files-last|tree|"path":"/order/own"|"content":"a"|"content":"c"
      dependencies/depth-first|tree|"path":"/order/deep"|"content":"e"|"content":"b"
      dependencies/depth-first|tree|"path":"/order/under"|"content":"c"|"content":"e"
      dependencies/diamond|tree|"path":"/order/diamond"|"content":"d"|"content":"b"
      dependencies/overwritten|tree|"path":"/over/file-then-link"|"type":"link"|"type":"file"
      dependencies/overwritten|tree|"path":"/over/target"|"content":"b"|"content":"c"
      dependencies/symlink-replaced|tree|"path":"/over/link-then-directory"|"type":"directory"|"type":"link"
      dependencies/symlink-replaced|tree|"list".*"path":"/over/real"|"count":1|"count":2
      dependencies/path-whitelist-of-a-dependency|tree|"path":"/listed/left"|"ok":false|"ok":true
      dependencies/execution-details|tree|"name":"PATH"|"name":"PATH"|"name":"OF_DEPENDENCY"
      dependencies/execution-details|tree|"see":"ids"|"uid":0|"uid":1234
      dependencies/execution-details|tree|"see":"cwd"|"path":"/"|"path":"/over"
      dependencies/more-labels|tree|"path":"/order/listed"|"ok":true|"ok":false,"error":"ENOENT"
      hostile-images/parent-directories|fact|fact written-parent-directories|$|parent-directories
      hostile-images/absolute-name|fact|fact written-absolute-name|$|absolute-name
      hostile-images/through-absolute-link|fact|fact written-through-absolute|$|through-absolute-link
      hostile-images/through-relative-link|fact|fact written-through-relative|$|through-relative-link
      hostile-images/hard-link|fact|fact links-hard-link|1|2
      hostile-images/siblings|main|"list".*"path":"/"|"list"|"entry","type":"file","name":"escaped"}\\n$0
      """;

  /** Pods that are to be refused, in scenes that are recorded. */
  private static final List<String> REFUSALS =
      List.of("dependencies", "refused-images", "refused-manifests", "refused-apps");

  private static final List<String> ALL =
      List.of(
          "shared-namespaces",
          "rootfs",
          "mounted-rootfs",
          "images",
          "dependencies",
          "hostile-images",
          "refused-images",
          "refused-manifests",
          "refused-apps");

  private static Scenario scenario(String id) {
    return Scenarios.ALL.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  private static Expectation expectation(String id) {
    return scenario(id.substring(0, id.indexOf('/'))).expectations().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** The scene in which an expectation is judged: of 0.5.1 if it does not hold any more. */
  private static String scene(Expectation expectation) throws IOException {
    String id = expectation.id().substring(0, expectation.id().indexOf('/'));
    String newest = SceneText.recorded(id);
    return expectation.holdsAt(SceneText.read(newest).version())
        ? newest
        : SceneText.recorded(id + "-0.5.1");
  }

  static Stream<Expectation> all() {
    return ALL.stream().flatMap(it -> scenario(it).expectations().stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesWhereAllIsAsItShouldBe(Expectation expectation) throws IOException {
    Outcome outcome = expectation.judge(SceneText.read(scene(expectation)));

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void failsWhereNothingWasExecuted(Expectation expectation) throws IOException {
    String silent = scene(expectation).replaceAll("(?m)^\\{.*\n", "");

    Outcome outcome = expectation.judge(SceneText.read(silent));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  /** A change of a scene that an expectation has to find. */
  record Fault(String expectation, String app, String line, String from, String to) {}

  static Stream<Fault> faults() {
    return FAULTS
        .lines()
        .map(line -> line.split("\\|", 5))
        .map(it -> new Fault(it[0], it[1], it[2], it[3], it[4]));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void failsForTheFaultItIsMeantFor(Fault fault) throws IOException {
    Expectation expectation = expectation(fault.expectation());
    String sound = scene(expectation);
    String faulty = changed(sound, fault);

    Outcome outcome = expectation.judge(SceneText.read(faulty));

    assertThat(faulty).isNotEqualTo(sound);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  private static String changed(String scene, Fault fault) {
    Pattern line = Pattern.compile(fault.line());
    String to = fault.to();
    if (to.contains("@left/")) {
      String name = to.substring(to.indexOf("@left/") + 6);
      to = to.replace("@left/" + name, number(scene, name));
    }
    String by = to;
    boolean observed = !fault.app().equals("fact") && !fault.app().equals("image");
    List<String> lines = new ArrayList<>();
    String app = "";
    String pod = "";
    for (String one : scene.lines().toList()) {
      app = one.startsWith("app ") ? one.substring(4) : app;
      pod = one.startsWith("pod ") ? one.substring(4).replaceFirst(" .*", "") : pod;
      boolean here =
          fault.app().equals("second")
              ? pod.equals("second-run")
              : app.equals(fault.app()) && !pod.equals("second-run");
      boolean asked = observed ? here && one.startsWith("{") : one.startsWith(fault.app() + " ");
      lines.add(asked && line.matcher(one).find() ? replaced(one, fault.from(), by) : one);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String replaced(String line, String from, String to) {
    // A further line of the same process: it begins as this one does.
    String begin =
        line.startsWith("{") ? line.substring(0, Math.max(0, line.indexOf("\"see\":") + 6)) : "";
    UnaryOperator<String> plain = it -> line.replaceFirst(from, it);
    return to.contains("\\n$0") ? begin + to.replace("\\n$0", "") + "\n" + line : plain.apply(to);
  }

  /** The number of a namespace of the app left. */
  private static String number(String scene, String name) {
    var found =
        Pattern.compile("\"who\":\"left\".*\"name\":\"" + name + "\",\"ok\":true,\"inode\":(\\d+)")
            .matcher(scene);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dependencies", "refused-images", "refused-manifests", "refused-apps"})
  void failsForPodsThatAreExecuted(String id) throws IOException {
    String executed =
        SceneText.recorded(id)
            .replaceAll(
                "(?m)^pod (\\S+) (\\w+) - .*$",
                "pod $1 $2 exited -\napp main\n"
                    + "{\"appc\":\"$2\",\"who\":\"main\",\"n\":0,\"see\":\"begin\",\"pid\":2}");
    Scene scene = SceneText.read(executed);
    List<Expectation> refusals =
        scenario(id).expectations().stream()
            .filter(it -> scene.pods().containsKey(pod(it)) || it.id().endsWith("-refused"))
            .toList();

    assertThat(refusals).isNotEmpty();
    assertThat(refusals)
        .allSatisfy(it -> assertThat(it.judge(scene)).isInstanceOf(Outcome.Failed.class));
  }

  private static String pod(Expectation expectation) {
    String name = expectation.id().substring(expectation.id().indexOf('/') + 1);
    return name.equals("unknown-image-id") ? "unknown-image" : name;
  }

  @Test
  void hasAFaultForEveryExpectation() {
    Set<String> tried = new TreeSet<>(faults().map(Fault::expectation).toList());
    Set<String> untried = new TreeSet<>(all().map(Expectation::id).toList());
    untried.removeAll(tried);

    assertThat(untried)
        .allMatch(
            id ->
                REFUSALS.contains(id.substring(0, id.indexOf('/')))
                    && (!id.startsWith("dependencies/") || id.endsWith("-refused")));
  }
}
