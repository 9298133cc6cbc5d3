package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.document.Source;
import org.appctoolkit.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rule just allows beside what it just does not, finer than the fixtures. */
class BoundariesTest {
  private static final Validator VALIDATOR = new Validator(Settings.DEFAULT);

  /**
   * In the text, the marks « and » enclose all that the rule must find, and ' stands for a
   * quotation mark.
   */
  static Stream<Arguments> boundaries() {
    return Stream.of(
        boundary("app-user-can-be-resolved", owner("0")),
        boundary("app-user-can-be-resolved", owner("4294967294")),
        boundary("app-user-can-be-resolved", owner("«4294967295»")),
        boundary("app-user-can-be-resolved", owner("«999999999999999999»")),
        boundary("app-user-can-be-resolved", owner("«9999999999999999999»")),
        boundary("app-user-can-be-resolved", owner("«99999999999999999999»")),
        boundary("app-user-can-be-resolved", owner("«-1»")),
        boundary("app-user-can-be-resolved", owner("-")),
        boundary("app-user-can-be-resolved", owner("a-b_c.d$")),
        boundary("app-user-can-be-resolved", owner("«a b»")),
        boundary("app-user-can-be-resolved", owner("«a/b»")),
        boundary("app-user-can-be-resolved", owner("«\\u001f»")),
        boundary("app-user-can-be-resolved", owner("/a b:c")),
        boundary("port-range-ends-in-range", ports("'port':65535,'count':1")),
        boundary("port-range-ends-in-range", ports("'port':65535,'count':«2»")),
        boundary("port-range-ends-in-range", ports("'port':65534,'count':2")),
        boundary("port-range-ends-in-range", ports("'port':1,'count':65535")),
        boundary("port-range-ends-in-range", ports("'port':1,'count':«65536»")),
        boundary("port-range-ends-in-range", ports("'port':0,'count':70000")),
        boundary("port-range-ends-in-range", ports("'port':65536,'count':2")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':'tcp'")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':'udp'")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':'sctp'")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':'dccp'")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':'udplite'")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':«'TCP'»")),
        boundary("port-protocol-is-a-transport", ports("'port':1,'protocol':«'icmp'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a'", "'/ab'", "'/b/a'")),
        boundary("mount-paths-do-not-overlap", paths("'/a'", "«'/a'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a'", "«'/a/'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a/b'", "«'/./a//b/.'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a'", "«'/a/b/c'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a/b/c'", "'/a/d'", "«'/a'»")),
        boundary("mount-paths-do-not-overlap", paths("'/'", "«'/a'»", "«'/b'»")),
        boundary("mount-paths-do-not-overlap", paths("'/a'", "'/a.'", "'/a-'", "'/A'")),
        boundary(
            "annotation-keys-are-ac-names",
            "{'acKind':'ImageManifest','acVersion':'0.1.1','name':'a','annotations':{«'A b'»:'c'}}"),
        boundary("annotation-names-have-a-namespace", annotation("0.8.11", "'name':'a/b'")),
        boundary("annotation-names-have-a-namespace", annotation("0.8.11", "'name':'a.b'")),
        boundary("annotation-names-have-a-namespace", annotation("0.8.11", "'name':«'a-b'»")),
        boundary("annotation-names-have-a-namespace", annotation("0.8.11", "'name':'authors'")),
        boundary("annotation-names-have-a-namespace", annotation("0.8.11", "'name':''")),
        boundary(
            "annotation-value-is-given", annotation("0.8.7", "'name':'e.org/a','value':«true»")),
        boundary(
            "annotation-value-is-given", annotation("0.8.10", "'name':'e.org/a','value':«true»")),
        boundary(
            "annotation-value-is-given",
            annotation("0.8.10", "'name':'appc.io/executor/supports-systemd-notify','value':true")),
        boundary("homepage-is-an-http-url", homepage("'HTTPS://example.com'")),
        boundary("homepage-is-an-http-url", homepage("'http://user@example.com:80/a?b#c'")),
        boundary("homepage-is-an-http-url", homepage("'http://[2001:db8::1]/'")),
        boundary("homepage-is-an-http-url", homepage("«'http:/example.com'»")),
        boundary("homepage-is-an-http-url", homepage("«'http:example.com'»")),
        boundary("homepage-is-an-http-url", homepage("«'http://:80/'»")),
        boundary("homepage-is-an-http-url", homepage("«'http://'»")),
        boundary("homepage-is-an-http-url", homepage("«'//example.com/'»")),
        boundary("homepage-is-an-http-url", homepage("«'ftp://example.com/'»")),
        boundary("homepage-is-an-http-url", homepage("«'http://example.com/a b'»")),
        boundary("homepage-is-an-http-url", homepage("«''»")),
        boundary("ac-identifier-has-uri-characters", named("'example.com/a'")),
        boundary("ac-identifier-has-uri-characters", named("«'example.com/a\\n'»")),
        boundary("ac-version-is-semver", image("«0.8.11\\n»", "'labels':[]")),
        boundary("strings-have-no-nul", named("«'\\u0000'»")),
        boundary("strings-have-no-nul", named("«'a\\u0000'»")),
        boundary("strings-have-no-nul", image("0.8.11", "«'\\u0000'»:1")),
        boundary("image-name-is-url-like", named("'a.b'")),
        boundary("image-name-is-url-like", named("'a.b/c'")),
        boundary("image-name-is-url-like", named("«'worker/v1.2'»")),
        boundary("image-name-is-url-like", named("«'worker'»")),
        boundary("image-name-is-url-like", named("''")),
        boundary("path-whitelist-paths-are-normal", whitelist("'/a/..'", true)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/a/.'", true)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/../a'", true)),
        boundary("path-whitelist-paths-are-normal", whitelist("'//a'", true)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/a//'", true)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/a/'", false)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/a/...'", false)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/..a/b../.c'", false)),
        boundary("path-whitelist-paths-are-normal", whitelist("'/'", false)),
        boundary("arch-needs-os", labels("{'name':'os'},{'name':'arch','value':'amd64'}")),
        boundary("arch-needs-os", labels("{'name':'OS'},{'name':«'arch'»,'value':'amd64'}")),
        boundary(
            "app-isolators-stay-within-the-pods",
            bounded("resource/memory", "1Gi", "'limit':'1Gi','request':'1Gi'")),
        boundary(
            "app-isolators-stay-within-the-pods",
            bounded("resource/memory", "1Gi", "'limit':'1Gi','request':«'1073741825'»")),
        boundary(
            "app-isolators-stay-within-the-pods",
            bounded("resource/memory", "1Gi", "'limit':«'1025Mi'»,'request':'1025Mi'")),
        boundary(
            "app-isolators-stay-within-the-pods",
            bounded("example.com/memory", "1Gi", "'limit':'2Gi'")),
        boundary("host-ports-do-not-collide", forwards("'hostPort':80", "'hostPort':81")),
        boundary("host-ports-do-not-collide", forwards("'hostPort':80", "'hostPort':«80»")),
        boundary(
            "host-ports-do-not-collide",
            forwards("'hostPort':80,'hostIP':'10.0.0.1'", "'hostPort':80,'hostIP':'10.0.0.2'")),
        boundary(
            "host-ports-do-not-collide",
            forwards("'hostPort':80,'hostIP':'10.0.0.1'", "'hostPort':«80»")),
        boundary(
            "host-ports-do-not-collide",
            forwards("'hostPort':80", "'hostPort':«80»,'hostIP':'10.0.0.1'")),
        boundary(
            "host-ports-do-not-collide",
            forwards("'hostPort':80", "'hostPort':«80»", "'hostPort':«80»,'hostIP':'10.0.0.1'")),
        boundary(
            "host-ports-do-not-collide",
            forwards(
                "'hostPort':80,'podPort':{'name':'a','port':1,'protocol':'tcp'}",
                "'hostPort':80,'podPort':{'name':'b','port':1,'protocol':'udp'}")),
        boundary(
            "host-ports-do-not-collide",
            forwards(
                "'hostPort':80,'podPort':{'name':'a','port':1,'protocol':'tcp'}",
                "'hostPort':«80»,'podPort':{'name':'b','port':2,'protocol':'tcp'}")),
        boundary("port-names-are-unique-in-a-pod", namesOfPorts("'a','b'", "'c'")),
        boundary("port-names-are-unique-in-a-pod", namesOfPorts("'a','b'", "«'a'»")),
        boundary("port-names-are-unique-in-a-pod", namesOfPorts("'a','a'", "'b'")),
        boundary("port-names-are-unique-in-a-pod", namesOfPorts("'a'", "«'a'»,«'a'»")),
        boundary("port-names-are-unique", namesOfPorts("'a',«'a'»", "'a'")),
        boundary(
            "volume-source-is-for-host-volumes",
            mounted("'appVolume':{'name':'v','kind':'empty','source':«'/a'»}")),
        boundary(
            "volume-source-is-for-host-volumes",
            mounted("'appVolume':{'name':'v','kind':'host','source':'/a'}")),
        boundary("mount-volume-exists", mounted("'volume':«'v'»")),
        boundary("mount-volume-exists", mounted("'volume':'v','appVolume':{}")),
        boundary("seccomp-errno-is-known", seccomp("'errno':'E2BIG','set':['read']")),
        boundary("seccomp-errno-is-known", seccomp("'errno':«'E3BIG'»,'set':['read']")),
        boundary("seccomp-errno-is-known", seccomp("'errno':«'ENOTHING'»,'set':['read']")),
        boundary("seccomp-wildcards-are-scoped", seccomp("'set':['@a/b','@a.b/c/d','a']")),
        boundary("seccomp-wildcards-are-scoped", seccomp("'set':[«'@//a'»,«'@/a'»,«'@a/'»]")),
        boundary("seccomp-wildcards-are-scoped", seccomp("'set':[«'@a'»,«'@'»,«'@/'»]")),
        boundary("seccomp-wildcard-stands-alone", seccomp("'set':['@appc.io/all']")),
        boundary("seccomp-wildcard-stands-alone", seccomp("'set':[«'@appc.io/all'»,'read']")),
        boundary("seccomp-wildcard-stands-alone", seccomp("'set':['@appc.io/empty','read']")),
        boundary(
            "seccomp-sets-exclude-one-another",
            isolators(
                "{'name':'os/linux/seccomp-retain-set'},"
                    + "{'name':«'os/linux/seccomp-remove-set'»},"
                    + "{'name':'os/linux/seccomp-remove-set'}")),
        boundary("capability-sets-exclude-one-another", isolators("{'name':'a'},{'name':'b'}")),
        boundary("sysctl-keys-are-well-formed", sysctl("'net." + "a".repeat(251) + "'")),
        boundary("sysctl-keys-are-well-formed", sysctl("«'net." + "a".repeat(252) + "'»")),
        boundary("sysctl-keys-are-well-formed", sysctl("'net.ipv4.conf.eth0/1.rp_filter'")),
        boundary("sysctl-keys-are-well-formed", sysctl("'net/ipv4/ip_forward'")),
        boundary("sysctl-keys-are-namespaced", sysctl("«'vm/swappiness'»")),
        boundary("sysctl-keys-are-namespaced", sysctl("'net/ipv4/ip_forward'")),
        boundary("sysctl-keys-are-well-formed", sysctl("«'net'»")),
        boundary("sysctl-keys-are-well-formed", sysctl("«'net..a'»")),
        boundary("sysctl-keys-are-well-formed", sysctl("«'.net.a'»")),
        boundary("sysctl-keys-are-namespaced", sysctl("'kernel.hostname'")),
        boundary("sysctl-keys-are-namespaced", sysctl("'kernel.domainname'")),
        boundary("sysctl-keys-are-namespaced", sysctl("'kernel.msgmax'")),
        boundary("sysctl-keys-are-namespaced", sysctl("«'kernel.ostype'»")),
        boundary("sysctl-keys-are-namespaced", sysctl("«'kernel.sem2'»")),
        boundary("sysctl-keys-are-namespaced", sysctl("«'netx.a'»")),
        boundary("sysctl-keys-are-namespaced", sysctl("«'fs.file-max'»")),
        boundary("resource-quantity-is-whole", limit("0.6.1", "'1000'")),
        boundary("resource-quantity-is-whole", limit("0.6.1", "«'1000m'»")),
        boundary("resource-quantity-is-whole", limit("0.6.1", "«'1u'»")),
        boundary("resource-quantity-is-whole", limit("0.6.1", "«'1n'»")),
        boundary("resource-quantity-is-whole", limit("0.6.1", "«'1.0'»")),
        boundary("resource-quantity-is-whole-in-bytes", limit("0.8.11", "'1000m'")),
        boundary("resource-quantity-is-whole-in-bytes", limit("0.8.11", "«'1001m'»")),
        boundary("resource-quantity-is-not-negative", limit("0.8.11", "'-0'")),
        boundary("resource-quantity-is-not-negative", limit("0.8.11", "«'-1n'»")),
        boundary("resource-quantity-is-not-negative", limit("0.8.11", "«-1»")),
        boundary("resource-quantity-is-well-formed", limit("0.8.11", "«'1KI'»")),
        boundary("resource-quantity-is-well-formed", limit("0.8.11", "«'1e9999'»")),
        boundary("resource-quantity-is-well-formed", limit("0.8.11", "'1e999'")));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("boundaries")
  void exactlyWhatIsMarkedIsFound(String rule, String markedText) {
    String text = markedText.replace('\'', '"');
    List<String> marked = new ArrayList<>();
    int shift = 0;
    for (int start = text.indexOf('«'); start >= 0; start = text.indexOf('«', start + 1)) {
      int end = text.indexOf('»', start);
      marked.add((start - shift) + " to " + (end - shift - 1));
      shift += 2;
    }

    Judgement judgement = VALIDATOR.judge(Source.of(rule, text.replaceAll("[«»]", "")));

    assertThat(judgement.findings().all())
        .filteredOn(finding -> finding.rule().equals(rule))
        .map(
            it ->
                it.inText().orElseThrow().region().start().offset()
                    + " to "
                    + it.inText().orElseThrow().region().end().offset())
        .isEqualTo(marked);
  }

  @ParameterizedTest
  @CsvSource({
    "cap_chown, did you mean CAP_CHOWN?",
    "CHOWN, did you mean CAP_CHOWN?",
    "net_admin, did you mean CAP_NET_ADMIN?"
  })
  void helpNamesTheCapabilityThatIsMeant(String written, String help) {
    String text =
        isolators(
            "{'name':'os/linux/capabilities-retain-set','value':{'set':['" + written + "']}}");

    assertThat(found("capabilities-are-known", text)).map(Finding::help).containsExactly(help);
  }

  @ParameterizedTest
  @CsvSource({
    "mountpoints, did you mean \"mountPoints\"?",
    "mount_points, did you mean \"mountPoints\"?",
    "mountPoint, did you mean \"mountPoints\"?",
    "mountPoinnts, did you mean \"mountPoints\"?",
    "muntPints, did you mean \"mountPoints\"?",
    "mountPointsxyz, did you mean \"mountPoints\"?",
    "mountPointsabcdef, 'known here: '",
    "Exec, did you mean \"exec\"?",
    "workdir, 'known here: '",
    "zzzzzzzz, 'known here: '"
  })
  void helpNamesTheKeyThatIsMeant(String written, String help) {
    String text = app("0.8.11", "'" + written + "':[]");

    assertThat(found("keys-are-defined", text))
        .singleElement()
        .extracting(Finding::help)
        .asString()
        .startsWith(help);
  }

  @Test
  void helpNamesWhatTookThePlaceOfAKey() {
    String text = image("0.8.11", "'labels':[{'name':'os','val':'linux'}]");

    assertThat(found("keys-belong-to-their-version", text))
        .map(finding -> finding.message() + "; " + finding.help())
        .containsExactly("the key \"val\" is not one of this version (0.1.1 only); use value");
  }

  private static List<Finding> found(String rule, String text) {
    return VALIDATOR.judge(Source.of(rule, text.replace('\'', '"'))).findings().all().stream()
        .filter(finding -> finding.rule().equals(rule))
        .toList();
  }

  private static Arguments boundary(String rule, String markedText) {
    return Arguments.of(rule, markedText);
  }

  private static String image(String version, String members) {
    return "{'acKind':'ImageManifest','acVersion':"
        + quoted(version)
        + ",'name':'example.com/a',"
        + members
        + "}";
  }

  private static String app(String version, String members) {
    return image(version, "'app':{'exec':['/a'],'user':'0','group':'0'," + members + "}");
  }

  private static String pod(String apps, String members) {
    return "{'acKind':'PodManifest','acVersion':'0.8.11','apps':["
        + apps
        + "]"
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  private static String owner(String name) {
    return image("0.8.11", "'app':{'exec':['/a'],'user':" + quoted(name) + ",'group':'0'}");
  }

  /** A string; the marks are put outside of its quotation marks. */
  private static String quoted(String text) {
    return text.startsWith("«")
        ? "«'" + text.substring(1, text.length() - 1) + "'»"
        : "'" + text + "'";
  }

  private static String ports(String members) {
    return app("0.8.11", "'ports':[{'name':'a'," + members + "}]");
  }

  private static String paths(String... paths) {
    List<String> mountPoints = new ArrayList<>();
    for (String path : paths) {
      mountPoints.add("{'name':'m" + mountPoints.size() + "','path':" + path + "}");
    }
    return app("0.8.11", "'mountPoints':[" + String.join(",", mountPoints) + "]");
  }

  private static String annotation(String version, String members) {
    return image(version, "'annotations':[{" + members + "}]");
  }

  private static String homepage(String value) {
    return annotation("0.8.11", "'name':'homepage','value':" + value);
  }

  private static String named(String name) {
    return "{'acKind':'ImageManifest','acVersion':'0.8.11','name':" + name + "}";
  }

  private static String whitelist(String path, boolean found) {
    return image("0.8.11", "'pathWhitelist':[" + (found ? "«" + path + "»" : path) + "]");
  }

  private static String labels(String labels) {
    return image("0.8.11", "'labels':[" + labels + "]");
  }

  private static String isolators(String isolators) {
    return app("0.8.11", "'isolators':[" + isolators + "]");
  }

  private static String bounded(String name, String limit, String ofTheApp) {
    return pod(
        "{'name':'a','app':{'isolators':[{'name':'" + name + "','value':{" + ofTheApp + "}}]}}",
        "'isolators':[{'name':'" + name + "','value':{'limit':'" + limit + "'}}]");
  }

  private static String forwards(String... ports) {
    List<String> forwards = new ArrayList<>();
    for (String port : ports) {
      forwards.add("{'name':'p'," + port + "}");
    }
    return pod("{}", "'ports':[" + String.join(",", forwards) + "]");
  }

  private static String namesOfPorts(String... names) {
    List<String> apps = new ArrayList<>();
    for (String list : names) {
      List<String> ports = new ArrayList<>();
      for (String name : list.split(",", -1)) {
        ports.add("{'name':" + name + "}");
      }
      apps.add("{'app':{'ports':[" + String.join(",", ports) + "]}}");
    }
    return pod(String.join(",", apps), "");
  }

  private static String mounted(String members) {
    return pod("{'mounts':[{'path':'/a'," + members + "}]}", "");
  }

  private static String seccomp(String members) {
    return isolators("{'name':'os/linux/seccomp-retain-set','value':{" + members + "}}");
  }

  private static String sysctl(String key) {
    return pod("{}", "'isolators':[{'name':'os/unix/sysctl','value':{" + key + ":'1'}}]");
  }

  private static String limit(String version, String limit) {
    return app(version, "'isolators':[{'name':'resource/memory','value':{'limit':" + limit + "}}]");
  }
}
