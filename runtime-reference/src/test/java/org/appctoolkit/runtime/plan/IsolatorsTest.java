package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.isolators;
import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What isolators come to. */
class IsolatorsTest {
  private static final String ALL =
      "capabilities CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID"
          + " CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SYS_CHROOT CAP_MKNOD CAP_AUDIT_WRITE"
          + " CAP_SETFCAP";

  private static Planning planning(String version, String isolators) {
    return new Plans()
        .at(version)
        .imageAt(version)
        .image("{'exec':['/a'],'user':'0','group':'0','isolators':[" + isolators + "]}")
        .app();
  }

  private static String set(String name, String... capabilities) {
    return "{'name':'os/linux/capabilities-"
        + name
        + "-set','value':{'set':['"
        + String.join("','", capabilities)
        + "']}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.4.0", "0.7.1", "0.7.2", "0.8.11"})
  void anAppHasTheDefaultSetAtEveryVersion(String version) {
    assertThat(lines(planning(version, ""), "capabilities")).containsExactly(ALL);
  }

  @Test
  void whatIsRetainedIsAllThereIs() {
    Planning planning = planning("0.8.11", set("retain", "CAP_SYS_ADMIN", "CAP_CHOWN"));

    assertThat(lines(planning, "capabilities"))
        .containsExactly("capabilities CAP_CHOWN CAP_SYS_ADMIN");
    assertThat(isolators(planning)).containsExactly("a os/linux/capabilities-retain-set enforced");
  }

  @Test
  void whatIsRemovedIsMissingFromTheDefaultSet() {
    Planning planning =
        planning(
            "0.8.11",
            set("remove", "CAP_CHOWN", "CAP_SYS_ADMIN") + "," + set("remove", "CAP_MKNOD"));

    assertThat(lines(planning, "capabilities"))
        .containsExactly(ALL.replace(" CAP_CHOWN", "").replace(" CAP_MKNOD", ""));
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/capabilities-remove-set enforced",
            "a os/linux/capabilities-remove-set enforced");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5.2", "0.7.4"})
  void removingFromAllCapabilitiesIsModified(String version) {
    assertThat(isolators(planning(version, set("remove", "CAP_CHOWN"))))
        .containsExactly(
            "a os/linux/capabilities-remove-set modified: at "
                + version
                + " all others would be left, but those beyond the default set of 0.8.0 are not"
                + " given");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.4.0", "0.5.1", "0.8.0"})
  void removingFromTheDefaultSetIsEnforced(String version) {
    assertThat(isolators(planning(version, set("remove", "CAP_CHOWN"))))
        .containsExactly("a os/linux/capabilities-remove-set enforced");
  }

  @Test
  void aCapabilityThatLinuxDoesNotHaveIsTold() {
    Planning planning = planning("0.8.11", set("retain", "CAP_KILL", "CAP_FLY"));

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities CAP_KILL");
    assertThat(isolators(planning))
        .containsExactly(
            "a os/linux/capabilities-retain-set modified: Linux does not have \"CAP_FLY\"");
  }

  @Test
  void nothingMayBeRetained() {
    Planning planning = planning("0.8.11", set("retain", "CAP_FLY"));

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities");
  }

  @Test
  void setsTogetherAreTheLeast() {
    Planning planning =
        planning(
            "0.7.0",
            String.join(
                ",",
                set("retain", "CAP_KILL", "CAP_CHOWN", "CAP_FOWNER"),
                set("retain", "CAP_KILL", "CAP_CHOWN", "CAP_MKNOD"),
                set("remove", "CAP_CHOWN")));

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities CAP_KILL");
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, capabilities/boundingSet", "0.3.0, capabilities/bounding-set"})
  void aBoundingSetOfTheFirstVersionsIsRetained(String version, String name) {
    String key = version.equals("0.1.1") ? "val" : "value";
    Planning planning =
        planning(version, "{'name':'" + name + "','" + key + "':'CAP_KILL  CAP_SYS_ADMIN'}");

    assertThat(lines(planning, "capabilities"))
        .containsExactly("capabilities CAP_KILL CAP_SYS_ADMIN");
    assertThat(isolators(planning)).containsExactly("a " + name + " enforced");
  }

  @Test
  void aBoundingSetBesideTheImageTakesThePlaceOfTheImages() {
    Planning planning =
        new Plans()
            .at("0.3.0")
            .imageAt("0.3.0")
            .image(
                "{'exec':['/a'],'user':'0','group':'0','isolators':"
                    + "[{'name':'capabilities/bounding-set','value':'CAP_KILL CAP_CHOWN'}]}")
            .pod(
                "{'apps':[{'name':'a','isolators':"
                    + "[{'name':'capabilities/bounding-set','value':'CAP_KILL CAP_MKNOD'}]}]}");

    assertThat(lines(planning, "capabilities")).containsExactly("capabilities CAP_KILL CAP_MKNOD");
    assertThat(isolators(planning))
        .containsExactly(
            "a capabilities/bounding-set ignored: the pod has another one in its place",
            "a capabilities/bounding-set enforced");
  }

  @Test
  void isolatorsBesideTheImageOfANewAppAreNone() {
    Planning planning =
        new Plans().pod("{'apps':[{'name':'a','isolators':[{'name':'resource/cpu'}]}]}");

    assertThat(isolators(planning)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void privilegesAreForbiddenWhenThatIsTrue(String value, int steps) {
    Planning planning =
        planning("0.8.3", "{'name':'os/linux/no-new-privileges','value':" + value + "}");

    assertThat(lines(planning, "no-new-privileges")).hasSize(steps);
    assertThat(isolators(planning)).containsExactly("a os/linux/no-new-privileges enforced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.8.11 | 'name':'resource/memory','value':{} | it is not known which cgroups this host has",
        "0.8.11 | 'name':'os/unix/sysctl','value':{} | it is for whole pods only",
        "0.8.2 | 'name':'os/linux/no-new-privileges','value':true | version 0.8.2 of the specification does not define it",
        "0.8.11 | 'name':'os/linux/no-new-privileges','value':'true' | its value is not what the specification says",
        "0.8.11 | 'name':'os/linux/capabilities-retain-set','value':[] | its value is not what the specification says",
        "0.8.11 | 'name':'os/linux/capabilities-remove-set' | its value is not what the specification says",
        "0.3.0 | 'name':'capabilities/bounding-set','value':{} | its value is not what the specification says",
        "0.8.11 | 'name':'example.com/mine','value':{} | version 0.8.11 of the specification does not define it",
      },
      quoteCharacter = '`')
  void whatIsIgnoredIsTold(String version, String isolator, String reason) {
    String name = isolator.split("'", 5)[3];

    Planning planning = planning(version, "{" + isolator + "}");

    assertThat(isolators(planning)).containsExactly("a " + name + " ignored: " + reason);
    assertThat(lines(planning, "capabilities")).containsExactly(ALL);
    assertThat(lines(planning, "no-new-privileges")).isEmpty();
  }

  @Test
  void isolatorsOfThePodAreIgnored() {
    Planning planning =
        new Plans()
            .pod(
                "{'apps':[{'name':'a'}],'isolators':[{'name':'resource/memory'},"
                    + "{'name':'os/linux/no-new-privileges','value':true}]}");

    assertThat(isolators(planning))
        .containsExactly(
            "pod resource/memory ignored: it is not known which cgroups this host has",
            "pod os/linux/no-new-privileges ignored: it is for apps only");
  }
}
