package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.reductions;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network of a pod, which of its ports are forwarded, and which sockets its apps are given. */
class PortsTest {
  private static final Network BRIDGED =
      new Network.Bridged("br0", "appc0a000003", "10.0.0.3", 29, "10.0.0.1");
  private static final String[] OF_NETWORK = {"namespaces", "loopback", "interface", "forward"};

  private static Plans with(Network network) {
    return new Plans().with(Plans.OPTIONS.withNetwork(network));
  }

  private static String app(String ports) {
    return "{'exec':['/bin/a'],'user':'0','group':'0','ports':[" + ports + "]}";
  }

  /** A pod of an app with ports, of which some are forwarded. */
  private static String pod(String ports, String ofPod) {
    return "{'apps':[{'name':'a','app':" + app(ports) + "}],'ports':[" + ofPod + "]}";
  }

  private static String port(String name, String protocol, int number, String more) {
    return "{'name':'%s','protocol':'%s','port':%d%s}".formatted(name, protocol, number, more);
  }

  private static String hostPort(String name, int number, String more) {
    return "{'name':'%s','hostPort':%d%s}".formatted(name, number, more);
  }

  // --- the network

  @Test
  void aPodOnABridgeIsPluggedIn() {
    Planning planning = with(BRIDGED).app();

    assertThat(lines(planning, OF_NETWORK))
        .containsExactly(
            "namespaces pid network ipc uts mount",
            "loopback",
            "interface eth0 appc0a000003 br0 10.0.0.3/29 10.0.0.1");
    assertThat(lines(planning, "file"))
        .contains(
            "file /etc/hosts 0644 0 0 127.0.0.1%09localhost%0A::1%09localhost%0A10.0.0.3%09"
                + Plans.UUID
                + "%0A");
    assertThat(reductions(planning)).isEmpty();
  }

  @Test
  void aPodWithTheNetworkOfTheHostHasNoneOfItsOwn() {
    Planning planning = with(new Network.OfHost()).app();

    assertThat(lines(planning, OF_NETWORK)).containsExactly("namespaces pid ipc uts mount");
    assertThat(lines(planning, "mount"))
        .contains("mount sysfs /sys read-only,nosuid,nodev,noexec %");
  }

  @Test
  void anOrdinaryUserSeesTheSysOfTheHostWithItsNetwork() {
    Host host = Host.unprivileged(1000, 100, true, Set.copyOf(Host.ASKED));

    Planning own = new Plans().on(host).app();
    Planning ofHost = with(new Network.OfHost()).on(host).app();

    assertThat(lines(own, "mount")).contains("mount sysfs /sys read-only,nosuid,nodev,noexec %");
    assertThat(lines(ofHost)).contains("bind /sys /sys recursive,read-only,nosuid,nodev,noexec");
    assertThat(lines(ofHost, "mount")).noneMatch(line -> line.contains("/sys"));
  }

  @ParameterizedTest
  @CsvSource({"0.5.1, true", "0.5.2, false"})
  void aPodThatOthersCannotReachIsReducedWhereItHasTo(String version, boolean reduced) {
    String told = "other pods cannot reach this one, which has no network interface but loopback";

    assertThat(reductions(new Plans().at(version).app()).contains(told)).isEqualTo(reduced);
    assertThat(reductions(with(BRIDGED).at(version).app())).isEmpty();
  }

  // --- forwarded ports

  @Test
  void portsOfAppsAreForwardedByTheirNames() {
    Planning planning =
        with(BRIDGED)
            .pod(
                pod(
                    port("web", "tcp", 80, "") + "," + port("dns", "udp", 53, ""),
                    hostPort("dns", 5353, ",'hostIP':'127.0.0.1'")
                        + ","
                        + hostPort("web", 8080, "")));

    assertThat(lines(planning, "forward"))
        .containsExactly("forward udp 127.0.0.1 5353 53", "forward tcp 0.0.0.0 8080 80");
    assertThat(reductions(planning)).isEmpty();
  }

  @Test
  void portsOfImagesAreForwardedWithoutAnInterfaceToo() {
    Planning planning =
        new Plans()
            .image(app(port("web", "TCP", 80, "")))
            .pod("{'apps':[{'name':'a'}],'ports':[" + hostPort("web", 80, "") + "]}");

    assertThat(lines(planning, "forward")).containsExactly("forward tcp 0.0.0.0 80 80");
  }

  @Test
  void rangesAreForwardedPortByPort() {
    Planning planning =
        new Plans().pod(pod(port("ftp", "tcp", 20000, ",'count':3"), hostPort("ftp", 65533, "")));

    assertThat(lines(planning, "forward"))
        .containsExactly(
            "forward tcp 0.0.0.0 65533 20000",
            "forward tcp 0.0.0.0 65534 20001",
            "forward tcp 0.0.0.0 65535 20002");
  }

  @Test
  void aPortThatThePodDescribesTakesThePlaceOfTheAppsOwn() {
    String described = ",'podPort':" + port("other", "udp", 7, ",'socketActivated':true,'count':2");
    Planning planning =
        new Plans()
            .pod(
                pod(
                    port("web", "tcp", 80, ",'socketActivated':true"),
                    hostPort("web", 8080, described)));

    assertThat(lines(planning, "forward"))
        .containsExactly("forward udp 0.0.0.0 8080 7", "forward udp 0.0.0.0 8081 8");
    assertThat(lines(planning, "listen")).containsExactly("listen udp 7 web", "listen udp 8 web");
  }

  @Test
  void beforePodsHadPortsNothingIsForwarded() {
    String pod = pod(port("web", "tcp", 80, ""), hostPort("web", 80, ""));

    assertThat(lines(new Plans().at("0.4.1").pod(pod), "forward")).isEmpty();
    assertThat(lines(new Plans().at("0.5.0").pod(pod), "forward"))
        .containsExactly("forward tcp 0.0.0.0 80 80");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp|80|| no app of the pod has a port \"ftp\"; name a port of an app, or describe it by"
            + " podPort",
        "web|0|| port \"web\" would be port 0 of the host; ports are from 1 to 65535",
        "web|65536|| port \"web\" would be port 65536 of the host; ports are from 1 to 65535",
        "range|65535|| port \"range\" would be 2 ports from 65535 on of the host; ports are from 1"
            + " to 65535",
        "past|1|| port \"past\" is 2 ports from 65535 on; ports are from 1 to 65535",
        "web|80|,'hostIP':'localhost'| \"localhost\" is no IPv4 address of the host; write four"
            + " numbers with dots between, such as 127.0.0.1",
        "web|80|,'hostIP':'1.2.3.256'| \"1.2.3.256\" is no IPv4 address of the host; write four"
            + " numbers with dots between, such as 127.0.0.1",
        "twice|80|| apps of the pod have several ports \"twice\"; give each a name of its own, or"
            + " describe this one by podPort",
      })
  void aPortThatCannotBeForwardedIsRefused(String name, int number, String more, String refusal) {
    String ports =
        String.join(
            ",",
            port("web", "tcp", 80, ""),
            port("range", "tcp", 80, ",'count':2"),
            port("past", "tcp", 65535, ",'count':2"),
            port("twice", "tcp", 1, ""),
            port("twice", "tcp", 2, ""));

    List<String> refusals =
        refusals(new Plans().pod(pod(ports, hostPort(name, number, more == null ? "" : more))));

    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0)).endsWith(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "tcp, 127.0.0.1, tcp, 127.0.0.1, true",
    "tcp, 127.0.0.1, tcp, 127.0.0.2, false",
    "tcp, 127.0.0.1, tcp, 0.0.0.0, true",
    "tcp, 0.0.0.0, tcp, 127.0.0.1, true",
    "tcp, 127.0.0.1, udp, 127.0.0.1, false",
  })
  void aPortOfTheHostIsForwardedOnce(
      String protocol, String address, String other, String otherAddress, boolean refused) {
    Planning planning =
        new Plans()
            .pod(
                pod(
                    port("a", protocol, 1, ",'count':3") + "," + port("b", other, 9, ""),
                    hostPort("a", 80, ",'hostIP':'" + address + "'")
                        + ","
                        + hostPort("b", 82, ",'hostIP':'" + otherAddress + "'")));

    if (refused) {
      assertThat(refusals(planning))
          .containsExactly(
              "/ports/1 tcp port 82 of the host is forwarded twice; take another for one of them");
    } else {
      assertThat(lines(planning, "forward")).hasSize(4);
    }
  }

  @Test
  void anotherProtocolIsNotForwarded() {
    Planning planning = new Plans().pod(pod(port("s", "sctp", 80, ""), hostPort("s", 80, "")));

    assertThat(lines(planning, "forward")).isEmpty();
    assertThat(reductions(planning))
        .containsExactly(
            "port \"s\" is not forwarded: its protocol \"sctp\" is neither tcp nor udp");
  }

  @Test
  void moreThanOneProcessCanWatchAreRefused() {
    String ports = port("a", "tcp", 1, ",'count':1024");
    String more = ports + "," + port("b", "udp", 1, "");

    assertThat(lines(new Plans().pod(pod(ports, hostPort("a", 1, ""))), "forward")).hasSize(1024);
    assertThat(
            refusals(new Plans().pod(pod(more, hostPort("a", 1, "") + "," + hostPort("b", 1, "")))))
        .containsExactly(" 1025 ports are to be forwarded; at most 1024 of a pod are");
  }

  @Test
  void anOrdinaryUserHasNoLowPortsOfTheHost() {
    Host host = Host.unprivileged(1000, 100, true, Set.copyOf(Host.ASKED));
    String pod = pod(port("web", "tcp", 80, ""), hostPort("web", 1023, ""));

    assertThat(refusals(new Plans().on(host).pod(pod)))
        .containsExactly(
            "/ports/0 port 1023 of the host is for root; take one from 1024 on, or run the pod as"
                + " root");
    assertThat(lines(new Plans().on(host.withFirstFreePort(1023)).pod(pod), "forward")).hasSize(1);
    assertThat(lines(new Plans().on(host).pod(pod.replace("1023", "1024")), "forward"))
        .containsExactly("forward tcp 0.0.0.0 1024 80");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80|''|''",
        "8080|''|port \"web\" is not forwarded from port 8080 of the host: the pod shares its"
            + " network, where the app listens at port 80",
        "80|,'hostIP':'127.0.0.1'|port \"web\" is not only at 127.0.0.1: the pod shares the network"
            + " of the host, and the app says where it listens",
      })
  void withTheNetworkOfTheHostAPortIsWhatItIs(int number, String more, String told) {
    Planning planning =
        with(new Network.OfHost())
            .pod(pod(port("web", "tcp", 80, ""), hostPort("web", number, more)));

    assertThat(lines(planning, "forward")).isEmpty();
    assertThat(String.join("", reductions(planning))).isEqualTo(told);
  }

  // --- sockets

  @Test
  void anAppIsGivenTheSocketsThatItExpects() {
    Planning planning =
        new Plans()
            .pod(
                pod(
                    String.join(
                        ",",
                        port("web", "tcp", 80, ",'socketActivated':true"),
                        port("own", "tcp", 81, ",'socketActivated':false"),
                        port("dns", "udp", 53, ",'count':2,'socketActivated':true")),
                    hostPort("web", 8080, "")));

    assertThat(lines(planning, "listen", "forward"))
        .containsExactly(
            "forward tcp 0.0.0.0 8080 80",
            "listen tcp 80 web",
            "listen udp 53 dns",
            "listen udp 54 dns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.5.1", "0.8.11"})
  void socketsAreGivenAtEveryVersion(String version) {
    Planning planning =
        new Plans().at(version).pod(pod(port("w", "tcp", 80, ",'socketActivated':true"), ""));

    assertThat(lines(planning, "listen")).containsExactly("listen tcp 80 w");
  }

  @Test
  void aSocketThatCannotBeIsRefused() {
    String both =
        port("one", "tcp", 80, ",'socketActivated':true")
            + ","
            + port("two", "tcp", 80, ",'socketActivated':true");

    assertThat(refusals(new Plans().pod(pod(port("s", "sctp", 80, ",'socketActivated':true"), ""))))
        .singleElement()
        .asString()
        .endsWith(
            " app a: no socket can be made for port \"s\": its protocol \"sctp\" is neither tcp nor"
                + " udp; write one of them, or leave out socketActivated");
    assertThat(refusals(new Plans().pod(pod(both, ""))))
        .singleElement()
        .asString()
        .endsWith(
            " app a: two sockets are wanted for tcp port 80; the apps of a pod share its ports:"
                + " take another for one of them");
  }

  @Test
  void twoAppsCannotHaveSocketsForOnePort() {
    String app = app(port("w", "udp", 80, ",'socketActivated':true"));

    assertThat(
            refusals(
                new Plans()
                    .pod(
                        "{'apps':[{'name':'a','app':"
                            + app
                            + "},{'name':'b','app':"
                            + app
                            + "}]}")))
        .singleElement()
        .asString()
        .contains("app b: two sockets are wanted for udp port 80");
  }
}
