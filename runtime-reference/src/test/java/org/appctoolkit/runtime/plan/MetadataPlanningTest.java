package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.reductions;
import static org.appctoolkit.runtime.plan.Plans.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How apps reach our metadata service. */
class MetadataPlanningTest {
  private static final PodOptions OURS =
      Plans.OPTIONS.withMetadata(
          new Metadata.Ours(
              "a-token", "/data/metadata/port", 4711, List.of("/bin/java", "-cp", "a b", "/data")));

  private static Plans plans(String version) {
    return new Plans().with(OURS).at(version).imageAt("0.8.11");
  }

  private static String url(Planning planning) {
    return lines(planning, "environment").stream()
        .filter(it -> it.startsWith("environment AC_METADATA_URL="))
        .map(it -> it.substring(it.indexOf('=') + 1))
        .reduce((one, other) -> one.equals(other) ? one : one + " and " + other)
        .orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.4.0", "0.5.1", "0.8.11"})
  void aPortOfThePodLeadsToTheService(String version) {
    Planning planning = plans(version).app();

    assertThat(url(planning)).isEqualTo("http://127.0.0.1:18112/a-token");
    assertThat(lines(planning, "loopback", "service", "service-start"))
        .containsExactly(
            "loopback",
            "service 127.0.0.1 18112 /data/metadata/port",
            "service-start /bin/java -cp a%20b /data");
    assertThat(reductions(planning)).noneMatch(it -> it.contains("metadata"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.1, 127.0.0.1:18112/a-token",
    "0.2.0, 127.0.0.1:18112/a-token",
    "0.3.0, http://127.0.0.1:18112/a-token"
  })
  void theFirstVersionsHaveAUsualAddressAsWell(String version, String expected) {
    Planning planning = plans(version).app();

    assertThat(url(planning)).isEqualTo(expected);
    assertThat(lines(planning, "loopback", "service"))
        .containsExactly(
            "loopback 169.254.169.255",
            "service 127.0.0.1 18112 /data/metadata/port",
            "service 169.254.169.255 80 /data/metadata/port /default/a-token");
  }

  @Test
  void anAppAtPort80KeepsIt() {
    Planning planning =
        plans("0.3.0")
            .image(
                "{'exec':['/a'],'user':'0','group':'0','ports':[{'name':'w','protocol':'tcp','port':80}]}")
            .app();

    assertThat(lines(planning, "loopback", "service"))
        .containsExactly("loopback", "service 127.0.0.1 18112 /data/metadata/port");
    assertThat(reductions(planning))
        .contains(
            "the metadata service is not at its usual address 169.254.169.255 but only where"
                + " AC_METADATA_URL says, because an app uses port 80");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"name\":\"w\",\"protocol\":\"tcp\",\"port\":18112}', 18113",
    "'{\"name\":\"w\",\"protocol\":\"tcp\",\"port\":18000,\"count\":200}', 18200",
    "'{\"name\":\"w\",\"protocol\":\"udp\",\"port\":18112}', 18112",
    "'{\"name\":\"w\",\"protocol\":\"tcp\",\"port\":18113}', 18112"
  })
  void aPortThatAnAppWantsIsNotTaken(String port, int expected) {
    Planning planning =
        plans("0.8.11")
            .image("{'exec':['/a'],'user':'0','group':'0','ports':[" + port + "]}")
            .app();

    assertThat(url(planning)).isEqualTo("http://127.0.0.1:" + expected + "/a-token");
    assertThat(lines(planning, "service"))
        .containsExactly("service 127.0.0.1 " + expected + " /data/metadata/port");
  }

  @Test
  void aPortOfThePodIsNotTakenEither() {
    Planning planning =
        plans("0.8.11")
            .pod(
                "{'apps':[{'name':'a'}],'ports':[{'name':'p','hostPort':1,'podPort':{'name':'p','protocol':'tcp','port':18112}}]}");

    assertThat(url(planning)).isEqualTo("http://127.0.0.1:18113/a-token");
  }

  @Test
  void appsThatWantEveryPortAreTold() {
    Planning planning =
        plans("0.8.11")
            .image(
                "{'exec':['/a'],'user':'0','group':'0','ports':[{'name':'w','protocol':'tcp','port':1024,'count':64512}]}")
            .app();

    assertThat(url(planning)).isEmpty();
    assertThat(lines(planning, "service", "service-start")).isEmpty();
    assertThat(reductions(planning))
        .contains("AC_METADATA_URL is not set, because the apps want every port from 18112 on");
  }

  @ParameterizedTest
  @CsvSource({"0.8.11, http://127.0.0.1:4711/a-token", "0.2.0, 127.0.0.1:4711/a-token"})
  void onTheNetworkOfTheHostTheServiceIsThere(String version, String expected) {
    Planning planning = plans(version).with(OURS.withNetwork(new Network.OfHost())).app();

    assertThat(url(planning)).isEqualTo(expected);
    assertThat(lines(planning, "service", "service-start")).isEmpty();
    assertThat(reductions(planning).stream().anyMatch(it -> it.contains("usual address")))
        .isEqualTo(version.equals("0.2.0"));
  }

  @Test
  void twoAppsOfOneNameAreToldOf() {
    Planning planning =
        plans("0.3.0").pod("{'apps':[{'imageID':'sha512-a'},{'imageID':'sha512-b'}]}");

    assertThat(warnings(planning))
        .contains(
            "/apps/1 more than one app is told that it is called \"example.com/image\": the"
                + " metadata service answers for the first of them");
  }
}
