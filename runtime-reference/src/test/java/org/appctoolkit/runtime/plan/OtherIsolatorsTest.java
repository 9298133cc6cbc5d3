package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.isolators;
import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.reductions;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.model.DefinedIsolators;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.seccomp.Architecture;
import org.appctoolkit.runtime.seccomp.CallFilter;
import org.appctoolkit.runtime.seccomp.Instruction;
import org.appctoolkit.runtime.seccomp.Verdict;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isolators come to that need no cgroup. */
class OtherIsolatorsTest {
  private static final Network BRIDGED =
      new Network.Bridged("appc0", "veth1", "10.0.0.2", 16, "10.0.0.1");
  private static final Verdict DENIED = Verdict.error(1);

  private static Facilities facilities(int oomScoreAdj, String... without) {
    Set<String> capabilities = new HashSet<>(Capabilities.LINUX);
    capabilities.removeAll(List.of(without));
    return new Facilities(
        Optional.of(Architecture.AMD64),
        capabilities,
        oomScoreAdj,
        new Cgroups.None("none"),
        List.of());
  }

  private static Plans plans() {
    return new Plans().on(Host.root(true, Set.of()).with(facilities(0)));
  }

  private static String app(String isolators) {
    return "{'exec':['/a'],'user':'0','group':'0','isolators':[" + isolators + "]}";
  }

  private static String seccomp(String kind, String errno, String... set) {
    return "{'name':'os/linux/seccomp-"
        + kind
        + "-set','value':{"
        + (errno.equals("-") ? "" : "'errno':'" + errno + "',")
        + "'set':["
        + (set.length == 0 ? "" : "'" + String.join("','", set) + "'")
        + "]}}";
  }

  private static List<String> filter(CallFilter filter) {
    return List.of(
        "filter " + String.join(" ", filter.program().stream().map(Instruction::hex).toList()));
  }

  // --- seccomp

  @Test
  void whatIsRetainedIsLetThroughBesideTheCallThatBeginsAnApp() {
    Planning planning = plans().app(app(seccomp("retain", "EPERM", "read", "write")));

    assertThat(lines(planning, "filter"))
        .isEqualTo(
            filter(
                new CallFilter(
                    Architecture.AMD64,
                    Map.of(0, Verdict.ALLOWED, 1, Verdict.ALLOWED, 59, Verdict.ALLOWED),
                    DENIED,
                    DENIED)));
    assertThat(isolators(planning)).containsExactly("a os/linux/seccomp-retain-set enforced");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", ""})
  void whatIsRemovedWithoutAnErrorEndsTheApp(String errno) {
    Planning planning = plans().app(app(seccomp("remove", errno, "reboot")));

    assertThat(lines(planning, "filter"))
        .isEqualTo(
            filter(
                new CallFilter(
                    Architecture.AMD64,
                    Map.of(169, Verdict.KILLED),
                    Verdict.ALLOWED,
                    Verdict.KILLED)));
    assertThat(isolators(planning)).containsExactly("a os/linux/seccomp-remove-set enforced");
  }

  @Test
  void theCallThatBeginsAnAppCannotBeRemoved() {
    Planning planning = plans().app(app(seccomp("remove", "EPERM", "execve", "execveat")));

    assertThat(lines(planning, "filter"))
        .isEqualTo(
            filter(
                new CallFilter(Architecture.AMD64, Map.of(322, DENIED), Verdict.ALLOWED, DENIED)));
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/seccomp-remove-set modified: execve is not blocked, as the app itself begins"
                + " with it");
  }

  @ParameterizedTest
  @CsvSource({"retain, @appc.io/all", "remove, @appc.io/empty"})
  void aWildcardMasksAllOthers(String kind, String wildcard) {
    Planning planning = plans().app(app(seccomp(kind, "-", "read", wildcard, "fly")));

    assertThat(lines(planning, "filter")).isEmpty();
    assertThat(isolators(planning)).containsExactly("a os/linux/seccomp-" + kind + "-set enforced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retain | read,@docker/default | ignored: it is not known what is meant by \"@docker/default\"",
        "retain | read,@appc.io/empty | ignored: it is not known what is meant by \"@appc.io/empty\"",
        "remove | @appc.io/all | ignored: it is not known what is meant by \"@appc.io/all\"",
        "remove | read,@a/b,@c/d | modified: it is not known what is meant by \"@a/b\", \"@c/d\"",
        "retain | read,fly,swim | modified: Linux does not have \"fly\", \"swim\"",
        "retain | read,chown32 | modified: amd64 does not have \"chown32\"",
        "remove | a,b,c,d,e,f,g | modified: Linux does not have \"a\", \"b\", \"c\", \"d\", \"e\" and 2 more",
      })
  void namesThatSayNothingAreTold(String kind, String set, String told) {
    Planning planning = plans().app(app(seccomp(kind, "-", set.split(",", -1))));

    assertThat(isolators(planning)).containsExactly("a os/linux/seccomp-" + kind + "-set " + told);
    assertThat(lines(planning, "filter")).hasSize(told.startsWith("ignored") ? 0 : 1);
  }

  @Test
  void anEmptySetIsIgnored() {
    assertThat(isolators(plans().app(app(seccomp("retain", "-")))))
        .containsExactly("a os/linux/seccomp-retain-set ignored: its set is empty");
  }

  @Test
  void anErrorThatLinuxDoesNotHaveEndsTheApp() {
    Planning planning = plans().app(app(seccomp("remove", "EFLY", "reboot")));

    assertThat(lines(planning, "filter").get(0)).contains("0006000080000000");
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/seccomp-remove-set modified: Linux has no error \"EFLY\", so that blocked"
                + " calls end the app as if there was none");
  }

  @Test
  void ofTwoSetsBothHaveToLetACallThrough() {
    Planning planning =
        plans()
            .app(
                app(
                    seccomp("retain", "EPERM", "read", "write")
                        + ","
                        + seccomp("remove", "-", "read")));

    assertThat(lines(planning, "filter"))
        .isEqualTo(
            filter(
                new CallFilter(
                    Architecture.AMD64,
                    Map.of(0, Verdict.KILLED, 1, Verdict.ALLOWED, 59, Verdict.ALLOWED),
                    DENIED,
                    Verdict.KILLED)));
    String reason =
        "modified: an app can have one set only; a call is let through if all of them do so";
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/seccomp-retain-set " + reason, "a os/linux/seccomp-remove-set " + reason);
  }

  @Test
  void anArchitectureThatIsNotKnownHasNoFilter() {
    Planning planning = new Plans().app(app(seccomp("remove", "-", "reboot")));

    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/seccomp-remove-set ignored: the system calls of this architecture are not"
                + " known");
  }

  // --- capabilities

  @Test
  void whatWhoRunsThePodDoesNotHaveIsNotGiven() {
    Planning planning =
        new Plans()
            .on(Host.root(true, Set.of()).with(facilities(0, "CAP_SYS_RESOURCE", "CAP_MKNOD")))
            .app(
                app(
                    "{'name':'os/linux/capabilities-retain-set',"
                        + "'value':{'set':['CAP_SYS_RESOURCE','CAP_KILL']}}"));

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities CAP_KILL");
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/capabilities-retain-set modified: who runs the pod does not have"
                + " \"CAP_SYS_RESOURCE\"");
    assertThat(reductions(planning))
        .contains("no app has CAP_MKNOD of the default set, which who runs the pod does not have");
  }

  @Test
  void whoHasNoUserOfHisOwnHasNoCapability() {
    Planning planning =
        new Plans()
            .on(Host.unprivileged(1000, 100, true, Set.of()))
            .app(
                "{'exec':['/a'],'user':'5','group':'5','isolators':"
                    + "[{'name':'os/linux/capabilities-retain-set','value':{'set':['CAP_KILL']}}]}");

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities");
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/capabilities-retain-set modified: the app runs as user 0 for want of its"
                + " own, without any capability");
  }

  // --- lack of memory

  private static Planning oom(int own, String without, String value) {
    return new Plans()
        .on(Host.root(true, Set.of()).with(facilities(own, without)))
        .app(app("{'name':'os/linux/oom-score-adj','value':" + value + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 100 | 100 | enforced",
        "0 | -1000 | -1000 | enforced",
        "0 | 2000 | 1000 | modified: it is taken for 1000",
        "0 | 99999999999999999999999 | 1000 | modified: it is taken for 1000",
      })
  void howReadilyAnAppIsKilledIsSaid(int own, String value, int score, String told) {
    Planning planning = oom(own, "", value);

    assertThat(lines(planning, "oom-score-adj")).containsExactly("oom-score-adj " + score);
    assertThat(isolators(planning)).containsExactly("a os/linux/oom-score-adj " + told);
  }

  @ParameterizedTest
  @CsvSource({"0, -5, 0", "100, 50, 100", "-500, -900, -500"})
  void withoutACapabilityItIsNotLowered(int own, String value, int score) {
    Planning planning = oom(own, "CAP_SYS_RESOURCE", value);

    assertThat(lines(planning, "oom-score-adj")).containsExactly("oom-score-adj " + score);
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/oom-score-adj modified: it is raised to "
                + score
                + ", as lowering it takes CAP_SYS_RESOURCE on the host");
  }

  @Test
  void inAUserNamespaceNobodyHasThatCapabilityOnTheHost() {
    Planning planning =
        new Plans()
            .on(Host.unprivileged(1000, 100, true, Set.of()).with(facilities(0)))
            .app(app("{'name':'os/linux/oom-score-adj','value':-5}"));

    assertThat(lines(planning, "oom-score-adj")).containsExactly("oom-score-adj 0");
  }

  @Test
  void ofSeveralTheReadiestHolds() {
    Planning planning =
        plans()
            .app(
                app(
                    "{'name':'os/linux/oom-score-adj','value':1},"
                        + "{'name':'os/linux/oom-score-adj','value':3},"
                        + "{'name':'os/linux/oom-score-adj','value':2}"));

    assertThat(lines(planning, "oom-score-adj")).containsExactly("oom-score-adj 3");
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/oom-score-adj modified: another one beside it is higher",
            "a os/linux/oom-score-adj enforced",
            "a os/linux/oom-score-adj modified: another one beside it is higher");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'5'", "1.5", "true", "{}"})
  void aScoreThatMakesNoSenseIsIgnored(String value) {
    assertThat(isolators(oom(0, "", value)))
        .containsExactly(
            "a os/linux/oom-score-adj ignored: its value is not what the specification says");
  }

  // --- parameters of the kernel

  private static Planning sysctl(Network network, String members) {
    return plans()
        .source("/proc/sys/net/ipv4/ip_forward", HostFiles.Kind.FILE)
        .source("/proc/sys/net/core/somaxconn", HostFiles.Kind.FILE)
        .source("/proc/sys/kernel/shmmax", HostFiles.Kind.FILE)
        .source("/proc/sys/kernel/sem", HostFiles.Kind.FILE)
        .source("/proc/sys/kernel/panic", HostFiles.Kind.FILE)
        .source("/proc/sys/fs/mqueue/msg_max", HostFiles.Kind.FILE)
        .with(Plans.OPTIONS.withNetwork(network))
        .pod(
            "{'apps':[{'name':'a'}],'isolators':[{'name':'os/unix/sysctl','value':{"
                + members
                + "}}]}");
  }

  @Test
  void parametersOfTheNamespacesOfThePodAreSet() {
    Planning planning =
        sysctl(
            new Network.None(),
            "'net.ipv4.ip_forward':'1','kernel.sem':'1 2 3 4','fs.mqueue.msg_max':'5',"
                + "'net.ipv4.conf.eth0.forwarding':'1','net/core/somaxconn':'7'");

    assertThat(lines(planning, "sysctl"))
        .containsExactly(
            "sysctl net.ipv4.ip_forward 1",
            "sysctl kernel.sem 1%202%203%204",
            "sysctl fs.mqueue.msg_max 5",
            "sysctl net.ipv4.conf.eth0.forwarding 1",
            "sysctl net.core.somaxconn 7");
    assertThat(isolators(planning)).containsExactly("pod os/unix/sysctl enforced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'kernel.panic':'1' | ignored: not of a namespace of the pod: \"kernel.panic\"",
        "'kernel.panic':'1','kernel.shmmax':'1' | modified: not of a namespace of the pod: \"kernel.panic\"",
        "'kernel.shmfly':'1' | ignored: not known to this kernel: \"kernel.shmfly\"",
        "'net.ipv4.ip_forward':1 | ignored: no name of a parameter with a text: \"net.ipv4.ip_forward\"",
        "'net..x':'1' | ignored: no name of a parameter with a text: \"net..x\"",
        "'net.../../kernel.panic':'1' | ignored: no name of a parameter with a text: \"net.../../kernel.panic\"",
      },
      quoteCharacter = '`')
  void otherParametersAreNotSet(String members, String told) {
    Planning planning = sysctl(new Network.None(), members);

    assertThat(lines(planning, "sysctl")).hasSize(told.startsWith("modified") ? 1 : 0);
    assertThat(isolators(planning)).containsExactly("pod os/unix/sysctl " + told);
  }

  @Test
  void theNetworkOfTheHostIsNotChanged() {
    assertThat(isolators(sysctl(new Network.OfHost(), "'net.ipv4.ip_forward':'1'")))
        .containsExactly(
            "pod os/unix/sysctl ignored: not of a namespace of the pod: \"net.ipv4.ip_forward\"");
  }

  @Test
  void noParameterIsNoHarm() {
    assertThat(isolators(sysctl(new Network.None(), "")))
        .containsExactly("pod os/unix/sysctl enforced");
  }

  // --- labels

  @ParameterizedTest
  @CsvSource({
    "os/linux/selinux-context, SELinux, /sys/fs/selinux/enforce",
    "os/linux/apparmor-profile, AppArmor, /sys/kernel/security/apparmor",
  })
  void labelsAreIgnoredWhereTheHostHasNone(String name, String what, String file) {
    String isolator = "{'name':'" + name + "','value':{}}";

    assertThat(isolators(plans().app(app(isolator))))
        .containsExactly("a " + name + " ignored: this host does not have " + what);
    assertThat(refusals(new Plans().on(Host.root(true, Set.of(file))).app(app(isolator))))
        .containsExactly(
            "/apps/0/app/isolators/0 app a: \""
                + name
                + "\" may not be ignored on a host with "
                + what
                + ", which this executor does not know; leave it out");
  }

  // --- the network

  private static Planning network(Network network, String pod, String... apps) {
    StringBuilder text = new StringBuilder("{'apps':[");
    for (int i = 0; i < apps.length; i++) {
      text.append(i > 0 ? "," : "").append("{'name':'a" + i + "','app':" + app(apps[i]) + "}");
    }
    return plans()
        .with(Plans.OPTIONS.withNetwork(network))
        .pod(text + "],'isolators':[" + pod + "]}");
  }

  private static String bandwidth(String limit) {
    return "{'name':'resource/network-bandwidth','value':{'default':true,'limit':'" + limit + "'}}";
  }

  @Test
  void thePodsBandwidthIsThatOfItsInterface() {
    Planning planning = network(BRIDGED, bandwidth("2M"), "", "");

    assertThat(lines(planning, "interface-rate")).containsExactly("interface-rate 2000000");
    assertThat(isolators(planning)).containsExactly("pod resource/network-bandwidth enforced");
  }

  @Test
  void anAppByItselfHasTheInterfaceForItself() {
    Planning planning = network(BRIDGED, "", bandwidth("1M"));

    assertThat(lines(planning, "interface-rate")).containsExactly("interface-rate 1000000");
    assertThat(isolators(planning)).containsExactly("a0 resource/network-bandwidth enforced");
  }

  @Test
  void aPodBoundsTheBandwidthOfItsApp() {
    Planning planning = network(BRIDGED, bandwidth("1M"), bandwidth("2M"));

    assertThat(lines(planning, "interface-rate")).containsExactly("interface-rate 1000000");
    assertThat(isolators(planning))
        .containsExactly(
            "a0 resource/network-bandwidth modified: the pod is limited to 1000000 bytes",
            "pod resource/network-bandwidth enforced");
  }

  @Test
  void severalAppsHaveTheInterfaceTogether() {
    Planning planning = network(BRIDGED, "", bandwidth("1M"), bandwidth("2M"));

    String told =
        " resource/network-bandwidth modified: the apps of a pod have one interface, over which"
            + " together go 3000000";
    assertThat(lines(planning, "interface-rate")).containsExactly("interface-rate 3000000");
    assertThat(isolators(planning)).containsExactly("a0" + told, "a1" + told);
  }

  @Test
  void anAppIsNotLimitedForTheSakeOfAnother() {
    Planning planning = network(BRIDGED, "", bandwidth("1M"), "");

    assertThat(lines(planning, "interface-rate")).isEmpty();
    assertThat(isolators(planning))
        .containsExactly(
            "a0 resource/network-bandwidth ignored: the apps of a pod have one interface, and others"
                + " want no limit");
  }

  @Test
  void withoutAnInterfaceNothingGoesOverIt() {
    Planning planning = network(new Network.None(), "", bandwidth("1M"), "");

    assertThat(lines(planning, "interface-rate")).isEmpty();
    assertThat(isolators(planning)).containsExactly("a0 resource/network-bandwidth enforced");
  }

  @Test
  void theNetworkOfTheHostIsNotLimited() {
    Planning planning = network(new Network.OfHost(), bandwidth("1M"), "");

    assertThat(isolators(planning))
        .containsExactly(
            "pod resource/network-bandwidth ignored: the pod has the network of the host");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.2.0 | networkIO/readBandwidth | eth0 1M | modified: it holds for both directions",
        "0.3.0 | network-io/write-bandwidth | eth0 1M | modified: it holds for both directions",
        "0.3.0 | network-io/write-bandwidth | eth1 1M | ignored: the pod has no other interface than eth0",
        "0.3.0 | network-io/write-bandwidth | 1M | ignored: its value is not what the specification says",
        "0.3.0 | network-io/write-bandwidth | eth0 fast | ignored: its value is not what the specification says",
        "0.3.0 | network-io/write-bandwidth | eth0 0 | ignored: nothing can be run with 0",
      })
  void theFirstVersionsNameAnInterface(String version, String name, String value, String told) {
    Planning planning =
        plans()
            .with(Plans.OPTIONS.withNetwork(BRIDGED))
            .at(version)
            .imageAt(version)
            .image(app("{'name':'" + name + "','value':'" + value + "'}"))
            .app();

    assertThat(lines(planning, "interface-rate"))
        .hasSize(told.startsWith("ignored") ? 0 : 1)
        .allMatch(it -> it.equals("interface-rate 1048576"));
    assertThat(isolators(planning)).containsExactly("a " + name + " " + told);
  }

  @Test
  void bothDirectionsOfTheFirstVersionsAreOneRate() {
    Planning planning =
        plans()
            .with(Plans.OPTIONS.withNetwork(BRIDGED))
            .at("0.3.0")
            .imageAt("0.3.0")
            .image(
                app(
                    "{'name':'network-io/read-bandwidth','value':'eth0 1K'},"
                        + "{'name':'network-io/write-bandwidth','value':'eth0 2K'}"))
            .app();

    assertThat(lines(planning, "interface-rate")).containsExactly("interface-rate 1024");
    assertThat(isolators(planning))
        .containsExactly(
            "a network-io/read-bandwidth enforced",
            "a network-io/write-bandwidth modified: another one beside it allows less");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | true | enforced",
        "host | false | enforced",
        "host | true | ignored: the pod has the network of the host",
        "none | false | modified: the pod has a network of its own all the same",
        "none | yes | ignored: its value is not what the specification says",
      })
  void aNetworkIsPrivateUnlessItIsTheHosts(String network, String value, String told) {
    Planning planning =
        plans()
            .with(
                Plans.OPTIONS.withNetwork(
                    network.equals("host") ? new Network.OfHost() : new Network.None()))
            .at("0.2.0")
            .imageAt("0.2.0")
            .image(app("{'name':'privateNetwork','value':'" + value + "'}"))
            .app();

    assertThat(isolators(planning)).containsExactly("a privateNetwork " + told);
  }

  // --- strictness, and all of them

  @Test
  void aStrictPodIsRefusedUnlessAllIsEnforced() {
    Plans strict = plans().with(Plans.OPTIONS.withStrictIsolators());

    assertThat(
            refusals(
                strict.app(
                    app(
                        seccomp("retain", "-", "read")
                            + ",{'name':'os/linux/oom-score-adj','value':2000}"
                            + ",{'name':'resource/memory','value':{'limit':'1G'}}"))))
        .containsExactly(
            "/apps/0/app/isolators/1 app a: os/linux/oom-score-adj is modified: it is taken for"
                + " 1000; leave it out, or run the pod without --strict-isolators",
            "/apps/0/app/isolators/2 app a: resource/memory is ignored: none; leave it out, or run"
                + " the pod without --strict-isolators");
    assertThat(isolators(strict.app(app(seccomp("retain", "-", "read"))))).hasSize(1);
  }

  @Test
  void thereIsALimitToHowManyIsolatorsThereAre() {
    String many = "{'name':'a'},".repeat(IsolatorRemark.MOST);

    assertThat(isolators(plans().app(app(many.substring(0, many.length() - 1)))))
        .hasSize(IsolatorRemark.MOST);
    assertThat(refusals(plans().app(app(many + "{'name':'a'}"))))
        .containsExactly(" the pod has 10001 isolators; at most 10000 are decided about");
  }

  @Test
  void everyIsolatorThatIsDefinedIsDecidedAbout() {
    for (SpecVersion version : SpecVersion.KNOWN) {
      for (String name : DefinedIsolators.names(version)) {
        Planning planning =
            plans()
                .at(version.toString())
                .imageAt(version.toString())
                .image(app("{'name':'" + name + "'}"))
                .pod("{'apps':[{'name':'a'}],'isolators':[{'name':'" + name + "'}]}");

        assertThat(isolators(planning))
            .as("%s at %s", name, version)
            .hasSize(2)
            .noneMatch(it -> it.contains("this executor does not enforce it"));
      }
    }
  }
}
