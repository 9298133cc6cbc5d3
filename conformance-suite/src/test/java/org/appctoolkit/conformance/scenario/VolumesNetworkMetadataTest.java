package org.appctoolkit.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.conformance.run.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every expectation about volumes, networks and metadata passes on a scene as it should be, and
 * fails for the fault that it is meant for.
 */
class VolumesNetworkMetadataTest {
  private static final List<String> SCENES =
      List.of(
          "host-volumes-0.8.11",
          "host-volumes-0.5.1",
          "recursive-volumes-0.8.11",
          "empty-volumes-0.8.11",
          "empty-volumes-of-apps-0.5.1",
          "volume-paths-0.8.11",
          "volume-refusals-0.8.11",
          "pod-network-0.8.11",
          "pod-network-0.5.1",
          "host-ports-0.8.11",
          "socket-activation-0.8.11",
          "metadata-service-0.8.11",
          "metadata-service-0.4.1",
          "metadata-service-0.1.1");

  /** What is changed: version, expectation, where, what a line holds, what is replaced, by what. */
  private static final String FAULTS =
      """
      0.8.11|host-volumes/mounted-in-each-app|pod/reader|"path":"/elsewhere/data/before"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|host-volumes/mounted-in-each-app|pod/writer|"path":"/data/before"|put-there|left-there
      0.5.1|host-volumes/at-the-path-of-the-mount-point|pod/writer|"see":"read".*"path":"/books/book"|a-book|a-note
      0.8.11|host-volumes/at-the-path-of-the-mount|pod/writer|"see":"read".*"path":"/notes/note"|a-note|a-book
      0.8.11|host-volumes/writes-reach-the-host|no fact while-running/from-writer|||
      0.8.11|host-volumes/writes-reach-the-host|fact on-host/from-writer||by-the-writer|nothing
      0.8.11|host-volumes/writes-of-the-host-reach-the-app|pod/writer|"see":"read".*"path":"/data/from-host"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|host-volumes/one-directory-for-two-apps|pod/reader|"see":"read".*/from-writer|by-the-writer|somebody
      0.8.11|host-volumes/one-directory-for-two-apps|pod/writer|"see":"read".*/from-reader|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|host-volumes/read-only-volume|pod/writer|"create".*"path":"/books/new"|"ok":false|"ok":true
      0.8.11|host-volumes/read-only-volume|fact on-host/books||$| new
      0.8.11|host-volumes/read-only-volume|fact on-host/books/book||$|more
      0.8.11|host-volumes/read-only-volume|pod/writer|"read".*"path":"/books/book"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|host-volumes/read-only-mount-point|pod/writer|"append".*"path":"/notes/note"|"ok":false|"ok":true
      0.8.11|host-volumes/writable-by-default|pod/reader|"create"|"ok":true|"ok":false,"error":"EROFS"
      0.8.11|host-volumes/writable-by-default|pod/writer|"append".*/data/open|"ok":true|"ok":false,"error":"EROFS"
      0.8.11|host-volumes/what-the-image-has-is-masked|pod/writer|"entry"|"name":"open"|"name":"of-the-image"
      0.8.11|host-volumes/what-the-image-has-is-masked|pod/writer|"entry"|"name":"before"|"name":"other"
      0.8.11|host-volumes/volume-of-the-app-wins|pod/writer|"path":"/own/whose"|of-the-app|of-the-pod
      0.8.11|recursive-volumes/recursive|pod/app|"path":"/deep/below/file"|inside|beneath
      0.8.11|recursive-volumes/recursive-by-default|pod/app|"path":"/usual/below/file"|inside|beneath
      0.8.11|recursive-volumes/not-recursive|pod/app|"path":"/flat/below/file"|beneath|inside
      0.8.11|recursive-volumes/not-recursive|pod/app|"path":"/flat/above"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|recursive-volumes/read-only-as-a-whole|pod/app|"path":"/fixed/below/new"|"ok":false|"ok":true
      0.8.11|recursive-volumes/read-only-as-a-whole|pod/app|"path":"/fixed/new"|"ok":false|"ok":true
      0.8.11|empty-volumes/empty-at-the-beginning|pod/first|"list".*"path":"/scratch"|"count":0|"count":1
      0.8.11|empty-volumes/empty-at-the-beginning|again/first|"list".*"path":"/scratch"|"count":0|"count":1
      0.8.11|empty-volumes/empty-at-the-beginning|pod/first|"list".*"path":"/owned"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|empty-volumes/one-directory-for-two-apps|pod/second|"read"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|empty-volumes/there-after-the-end-of-an-app|pod/second|"hash"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|empty-volumes/there-after-the-end-of-an-app|pod/second|"hash"|"size":17|"size":0
      0.8.11|empty-volumes/mode-by-default|pod/first|"file".*"path":"/scratch"|"0755"|"0777"
      0.8.11|empty-volumes/owner-by-default|pod/first|"file".*"path":"/scratch"|"uid":0|"uid":1000
      0.8.11|empty-volumes/owner-by-default|pod/first|"file".*"path":"/scratch"|"gid":0|"gid":1000
      0.8.11|empty-volumes/mode|pod/first|"file".*"path":"/owned"|"0770"|"0755"
      0.8.11|empty-volumes/mode|pod/first|"file".*"path":"/owned"|"0770"|"1402"
      0.8.11|empty-volumes/user|pod/first|"file".*"path":"/owned"|"uid":1234|"uid":0
      0.8.11|empty-volumes/group|pod/first|"file".*"path":"/owned"|"gid":5678|"gid":0
      0.5.1|empty-volumes-of-apps/path-is-made|pod/second|"file"|"ok":true|"ok":false,"error":"ENOENT"
      0.5.1|empty-volumes-of-apps/path-is-made|pod/first|"file"|"type":"directory"|"type":"file"
      0.5.1|empty-volumes-of-apps/writes-stay-in-the-app|pod/first|"entry"|"name":"of-first"|"name":"of-second"
      0.8.11|volume-paths/path-is-created|missing-path/app|"read"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|volume-paths/parents-belong-to-root|missing-path/app|"path":"/made/by"|"uid":0|"uid":1000
      0.8.11|volume-paths/parents-have-mode-0755|missing-path/app|"path":"/made"|"0755"|"0700"
      0.8.11|volume-paths/file-gives-way|file-in-the-way/app|"read"|"ok":true|"ok":false,"error":"ENOTDIR"
      0.8.11|volume-refusals/missing-source-is-not-created|fact missing-source-is-there||no|yes
      0.8.11|volume-refusals/link-as-source|control/app|"read"|"ok":true|"ok":false,"error":"ENOENT"
      0.8.11|pod-network/loopback|pod/app|"interface".*"loopback":true|"up":true|"up":false
      0.8.11|pod-network/loopback|pod/app|"interface"|"loopback":true|"loopback":false
      0.8.11|pod-network/loopback|pod/app|"connect"|"ok":true|"ok":false,"error":"ENETUNREACH"
      0.8.11|pod-network/addresses|pod/app|"see":"address"|"interface":2|"interface":99
      0.5.1|pod-network/interface|pod/app|"interface"|"loopback":false|"loopback":true
      0.5.1|pod-network/interface|pod/app|"interface".*"loopback":false|"up":true|"up":false
      0.5.1|pod-network/reached-from-another-pod|other/app|"connect"|"ok":true|"ok":false,"error":"EHOSTUNREACH"
      0.5.1|pod-network/reached-from-another-pod|status pod/living||address|
      0.8.11|host-ports/tcp|fact plain at 127.0.0.1||reached|Connection refused
      0.8.11|host-ports/udp|fact packets at 127.0.0.1||reached|Receive timed out
      0.8.11|host-ports/one-address-of-the-host|fact narrow at 127.0.0.1||reached|Connection refused
      0.8.11|host-ports/one-address-of-the-host|fact narrow at 127.0.0.2||.+|reached
      0.8.11|host-ports/one-address-of-the-host|fact narrow at 192.0.2.2||.+|reached
      0.8.11|host-ports/all-addresses-of-the-host|fact plain at 192.0.2.2||reached|Connection refused
      0.8.11|host-ports/port-of-the-pod|fact moved at 127.0.0.1||reached|something else has answered
      0.8.11|socket-activation/sockets-listen|pod/one-port|"serve"|"ok":true|"ok":false,"error":"EBADF"
      0.8.11|socket-activation/sockets-listen|pod/two-ports|"serve"|"port":2181[12]|"port":21814
      0.8.11|socket-activation/sockets-listen|pod/two-ports|"connect"|"ok":true|"ok":false,"error":"ECONNREFUSED"
      0.8.11|socket-activation/sockets-listen|pod/one-port|"who":"child".*"connect"|to-21811|to-21812
      0.8.11|socket-activation/protocol|pod/two-ports|"LISTEN_FDS"|"value":"2"|"value":"3"
      0.8.11|socket-activation/protocol|pod/one-port|"LISTEN_PID"|"value":"|"value":"1
      0.8.11|socket-activation/protocol|pod/two-ports|"descriptor":4|"descriptor":4|"descriptor":5
      0.8.11|socket-activation/protocol|pod/one-port|"descriptor":3|"type":"socket"|"type":"pipe"
      0.8.11|socket-activation/sockets-of-others|pod/no-port|"descriptor":2|"type":"\\w+","inode":\\d+|"type":"socket","inode":@socket
      0.8.11|socket-activation/sockets-of-others|pod/no-port|"name":"PATH"|"name":"PATH"|"name":"LISTEN_FDS"
      0.8.11|socket-activation/sockets-of-others|pod/one-port|"descriptor":3|"type":"socket"|"type":"pipe"
      0.8.11|metadata-service/uuid-of-the-pod|status signer/end||uuid|6733C088-A507-4694-AABF
      0.8.11|metadata-service/two-pods-have-two-uuids|status verifier/end||uuid|@uuid
      0.8.11|metadata-service/is-there|signer/metadata-side|"http"|"status":200|"status":500
      0.8.11|metadata-service/is-there|signer/metadata-main|"http".*/pod/uuid"|"ok":true(.*)"status":200,|"ok":false$1"failed":"connect","error":"ECONNREFUSED",
      0.8.11|metadata-service/speaks-http|signer/metadata-main|"AC_METADATA_URL"|http://|ftp://
      0.8.11|metadata-service/token|*/*|"AC_METADATA_URL"|"value":".*|"value":"http://10.0.0.1/"}
      0.8.11|metadata-service/length-of-the-token|*/*|"AC_METADATA_URL"|(://[^/]+/.{8})[^"]*|$1
      0.8.11|metadata-service/token-is-no-secret-of-others|signer/metadata-main|"AC_METADATA_URL"|(://[^/]+/)[^"]*|$1@uuid
      0.8.11|metadata-service/token-is-no-secret-of-others|*/*|"AC_METADATA_URL"|(://[^/]+/.)[^"]*|$1-the-same-for-all-pods
      0.8.11|metadata-service/metadata-of-other-pods|verifier/metadata-foreign|"stranger".*/pod/annotations"|"body":".*"|"body":"d1f8a0c35e9b4472"
      0.8.11|metadata-service/metadata-of-other-pods|signer/metadata-main|"stranger".*/pod/uuid"|"body":".*"|"body":"@uuid"
      0.8.11|metadata-service/metadata-of-other-pods|verifier/metadata-foreign|metadata-main/image/id"|"status":404|"status":200
      0.4.1|metadata-service/container-uid|signer/metadata-main|"who":"main".*/container/uid"|"body":".{8}|"body":"00000000
      0.8.11|metadata-service/pod-uuid|signer/metadata-main|"who":"main".*/pod/uuid"|"body":".{8}|"body":"00000000
      0.8.11|metadata-service/canonical-uuid|signer/metadata-main|"who":"main".*/pod/uuid"|"body":".{8}|"body":"ABCDEFAB
      0.8.11|metadata-service/canonical-uuid|signer/metadata-main|"who":"main".*/pod/uuid"|"length":36(.*)"}|"length":37$1\\\\u000a"}
      0.8.11|metadata-service/type-of-the-uuid|signer/metadata-main|/pod/uuid"|us-ascii|utf-8
      0.8.11|metadata-service/pod-manifest|manifest signer||grün|blau
      0.8.11|metadata-service/pod-manifest|manifest signer||"name":"metadata-side"|"name":"other"
      0.8.11|metadata-service/pod-manifest|manifest signer||serve-until TERM|serve-until INT
      0.8.11|metadata-service/pod-manifest|signer/metadata-main|/pod/manifest"|"status":200|"status":404
      0.8.11|metadata-service/reified-pod-manifest|manifest signer||"path":"/scratch"|"path":"/other"
      0.8.11|metadata-service/type-of-the-pod-manifest|signer/metadata-main|/pod/manifest"|application/json|text/plain
      0.8.11|metadata-service/pod-annotations|signer/metadata-main|/pod/annotations"|colour|colors
      0.8.11|metadata-service/pod-annotations|signer/metadata-main|/pod/annotations"|dark|deep
      0.4.1|metadata-service/pod-annotations|signer/metadata-main|/container/annotations/colour"|"status":200|"status":404
      0.8.11|metadata-service/form-of-pod-annotations|signer/metadata-main|/pod/annotations"|value|valve
      0.8.11|metadata-service/type-of-pod-annotations|signer/metadata-main|/pod/annotations"|application/json|text/json
      0.8.11|metadata-service/annotations-of-apps|signer/metadata-main|metadata-side/annotations"|of-the-image|of-the-imago
      0.1.1|metadata-service/annotations-of-apps|signer/metadata-main|metadata-side/annotations/of-the-image"|from the image|from the imago
      0.8.11|metadata-service/merged-annotations|signer/metadata-main|metadata-main/annotations"|of-the-pod|of-any-pod
      0.4.1|metadata-service/merged-annotations|signer/metadata-main|metadata-main/annotations/of-the-pod"|"status":200|"status":404
      0.8.11|metadata-service/precedence-of-the-pod|signer/metadata-main|metadata-main/annotations"|(of-both.*?)from the pod|$1from the img
      0.8.11|metadata-service/form-of-annotations-of-apps|signer/metadata-main|metadata-side/annotations"|(body.*?)name|$1nome
      0.8.11|metadata-service/type-of-annotations-of-apps|signer/metadata-main|metadata-main/annotations"|application/json|text/json
      0.8.11|metadata-service/image-manifest|fact architecture||.+|m68k
      0.1.1|metadata-service/image-manifest|signer/metadata-main|/image/manifest"|"status":200|"status":404
      0.8.11|metadata-service/type-of-the-image-manifest|signer/metadata-main|metadata-main/image/manifest"|application/json|text/json
      0.8.11|metadata-service/image-id|signer/metadata-main|metadata-side/image/id"|"body":"sha512-........|"body":"sha512-00000000
      0.8.11|metadata-service/type-of-the-image-id|signer/metadata-main|metadata-main/image/id"|us-ascii|utf-8
      0.8.11|metadata-service/signs|signer/metadata-main|"who":"main".*/hmac/sign"|"status":200|"status":500
      0.1.1|metadata-service/hmac-sha256|signer/metadata-main|"who":"main".*/hmac/sign"|"body":"....|"body":"AAAA
      0.8.11|metadata-service/hmac-sha512|signer/metadata-main|/hmac/sign"|"length":88(.*)"body":"....|"length":84$1"body":"
      0.8.11|metadata-service/hmac-sha512|signer/metadata-main|"hasher".*/hmac/sign"|"body":"....|"body":"AAAA
      0.8.11|metadata-service/hmac-sha512|signer/metadata-main|/hmac/sign"|"length":88(.*)"body":".*"|"length":0$1"body":""
      0.8.11|metadata-service/type-of-signatures|signer/metadata-main|/hmac/sign"|text/plain|application/json
      0.8.11|metadata-service/verified-by-another-pod|verifier/metadata-foreign|/hmac/verify"|"status":200|"status":403
      0.1.1|metadata-service/wrong-signature|verifier/metadata-foreign|/hmac/verify"|"status":403|"status":200
      0.8.11|metadata-service/wrong-signature-is-forbidden|verifier/metadata-foreign|/hmac/verify"|"status":403|"status":200
      0.8.11|metadata-service/wrong-signature-is-forbidden|verifier/metadata-foreign|/hmac/verify"|"status":403|"status":400
      0.8.11|metadata-service/signature-of-one-pod|verifier/metadata-foreign|/hmac/verify"|"status":403|"status":200
      0.8.11|metadata-service/type-of-verification|verifier/metadata-foreign|/hmac/verify"|us-ascii|utf-8
      """;

  /** Pods that are to be refused; each expectation that is about one. */
  private static final String REFUSALS =
      """
      volume-refusals/mount-point-without-a-volume|unsatisfied
      volume-refusals/missing-source|missing-source
      volume-refusals/link-as-source|link
      volume-refusals/target-of-a-link|link
      volume-refusals/link-on-the-way-to-a-source|link-on-the-way
      volume-refusals/one-path-below-another|overlap
      """;

  private static Scenario scenario(String scene) {
    String id = scene.substring(0, scene.lastIndexOf('-'));
    return Scenarios.ALL.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  private static String sceneOf(String expectation, String version) {
    return expectation.substring(0, expectation.indexOf('/')) + "-" + version;
  }

  private static Outcome judge(String expectation, StoredScene stored) throws IOException {
    return Scenarios.ALL.stream()
        .flatMap(it -> it.expectations().stream())
        .filter(it -> it.id().equals(expectation))
        .findFirst()
        .orElseThrow()
        .judge(stored.scene());
  }

  static Stream<String> scenes() {
    return SCENES.stream();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void whatIsRightPasses(String name) throws IOException {
    StoredScene stored = StoredScene.of(name);

    for (Expectation expectation : scenario(name).at(stored.version())) {
      assertThat(expectation.judge(stored.scene()))
          .as(expectation.id())
          .isInstanceOf(Outcome.Passed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void whoExecutesNothingFails(String name) throws IOException {
    StoredScene stored = StoredScene.of(name).silent();

    for (Expectation expectation : scenario(name).at(stored.version())) {
      assertThat(expectation.judge(stored.scene()))
          .as(expectation.id())
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void whoRefusesEverythingPassesNothing(String name) throws IOException {
    StoredScene stored = StoredScene.of(name).refused();

    for (Expectation expectation : scenario(name).at(stored.version())) {
      assertThat(expectation.judge(stored.scene()))
          .as(expectation.id())
          .isNotInstanceOfAny(Outcome.Passed.class, Outcome.Skipped.class);
    }
  }

  static Stream<String> faults() {
    return FAULTS.lines();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultIsFound(String fault) throws IOException {
    String[] words = fault.split("\\|", 6);
    String name = sceneOf(words[1], words[0]);
    StoredScene stored = StoredScene.of(name);
    String to = words[5];
    if (to.contains("@uuid")) {
      to = to.replace("@uuid", stored.told("signer", PodRecord.END, "uuid"));
    }
    if (to.contains("@socket")) {
      to = to.replace("@socket", inodeOfAnActivatedSocket(stored.scene()));
    }

    Outcome outcome = judge(words[1], stored.spoil(words[2], words[3], words[4], to));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  private static String inodeOfAnActivatedSocket(Scene scene) {
    return scene.pods().values().stream()
        .flatMap(it -> Stream.ofNullable(it.apps().get("one-port")))
        .flatMap(it -> it.main().first("descriptor", "descriptor", 3).stream())
        .map(it -> String.valueOf(it.values().get("inode")))
        .findFirst()
        .orElseThrow();
  }

  static Stream<String> refusals() {
    return REFUSALS.lines();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whoExecutesWhatIsToBeRefusedFails(String refusal) throws IOException {
    String[] words = refusal.split("\\|", 2);
    StoredScene stored = StoredScene.of(sceneOf(words[0], "0.8.11")).executed(words[1], "control");

    Outcome outcome = judge(words[0], stored);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aVolumeThatTheExecutorFindsSatisfiesAMountPoint() throws IOException {
    StoredScene stored =
        StoredScene.of("volume-refusals-0.8.11")
            .executed("unsatisfied", "control")
            .spoil(
                "unsatisfied/app",
                "\"see\":\"file\"",
                "\"ok\":false.*\"path\"",
                "\"ok\":true,\"type\":\"directory\",\"path\"")
            .spoil(
                "unsatisfied/app",
                "\"see\":\"mount\"",
                "\"point\":\"/inner\"",
                "\"point\":\"/more\"");

    Outcome outcome = judge("volume-refusals/mount-point-without-a-volume", stored);

    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void whatCannotBeMountedOnTheHostIsSkipped() throws IOException {
    StoredScene stored =
        StoredScene.of("recursive-volumes-0.8.11").spoil("fact not-mounted", "", "^$", "no root");

    assertThat(judge("recursive-volumes/recursive", stored)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void everyExpectationHasAFault() {
    Set<String> expected = new TreeSet<>();
    for (String scene : SCENES) {
      scenario(scene).expectations().forEach(it -> expected.add(it.id()));
    }

    Set<String> found =
        Stream.concat(
                FAULTS.lines().map(it -> it.split("\\|", 3)[1]),
                REFUSALS.lines().map(it -> it.split("\\|", 2)[0]))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(new ArrayList<>(found)).isEqualTo(new ArrayList<>(expected));
  }
}
