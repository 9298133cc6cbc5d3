package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.reductions;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.appctoolkit.runtime.plan.Plans.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  @Test
  void aPodOfTodayIsPlannedStepByStep() {
    Planning planning = new Plans().app();

    assertThat(lines(planning))
        .containsExactly(
            "appc-plan 1",
            "pod " + Plans.UUID,
            "lifeline",
            "grace 10000",
            "log-limit 67108864",
            "namespaces pid network ipc uts mount",
            "hostname " + Plans.UUID,
            "loopback",
            "pod-root /data/pods/p/root",
            "app a",
            "own-mounts",
            "overlay /data/trees/t/rootfs /data/pods/p/apps/a/upper /data/pods/p/apps/a/work"
                + " /data/pods/p/apps/a/rootfs",
            "root /data/pods/p/apps/a/rootfs",
            "directory /proc 0755 0 0 replace",
            "mount proc /proc nosuid,nodev,noexec %",
            "bind /proc/bus /proc/bus read-only,nosuid,nodev,noexec",
            "bind /proc/fs /proc/fs read-only,nosuid,nodev,noexec",
            "bind /proc/irq /proc/irq read-only,nosuid,nodev,noexec",
            "bind /proc/sys /proc/sys read-only,nosuid,nodev,noexec",
            "bind /proc/sysrq-trigger /proc/sysrq-trigger read-only,nosuid,nodev,noexec",
            "directory /sys 0755 0 0 replace",
            "mount sysfs /sys read-only,nosuid,nodev,noexec %",
            "directory /dev 0755 0 0 replace",
            "mount tmpfs /dev nosuid,nodev,noexec mode=0755,size=1m",
            "file /dev/null 0666 0 0 %",
            "bind /dev/null /dev/null nosuid,noexec",
            "file /dev/zero 0666 0 0 %",
            "bind /dev/zero /dev/zero nosuid,noexec",
            "file /dev/full 0666 0 0 %",
            "bind /dev/full /dev/full nosuid,noexec",
            "file /dev/random 0666 0 0 %",
            "bind /dev/random /dev/random nosuid,noexec",
            "file /dev/urandom 0666 0 0 %",
            "bind /dev/urandom /dev/urandom nosuid,noexec",
            "file /dev/tty 0666 0 0 %",
            "bind /dev/tty /dev/tty nosuid,noexec",
            "directory /dev/pts 0755 0 0 replace",
            "mount devpts /dev/pts nosuid,noexec newinstance,ptmxmode=0666,mode=0620,gid=5",
            "directory /dev/shm 0755 0 0 replace",
            "mount tmpfs /dev/shm nosuid,nodev mode=1777",
            "link /dev/fd /proc/self/fd",
            "link /dev/ptmx pts/ptmx",
            "link /dev/stderr /proc/self/fd/2",
            "link /dev/stdin /proc/self/fd/0",
            "link /dev/stdout /proc/self/fd/1",
            "file /dev/console 0600 0 0 %",
            "console /dev/console",
            "file /etc/hosts 0644 0 0 127.0.0.1%09localhost%0A::1%09localhost%0A127.0.0.1%09"
                + Plans.UUID
                + "%0A",
            "enter pivot",
            "user 0",
            "group 0",
            "groups",
            "capabilities CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID"
                + " CAP_SETUID CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SYS_CHROOT CAP_MKNOD"
                + " CAP_AUDIT_WRITE CAP_SETFCAP",
            "directory-of-work /",
            "environment PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "environment AC_APP_NAME=a",
            "environment AC_METADATA_URL=http://m/t",
            "environment container=appc",
            "exec /bin/a",
            "end",
            "");
    assertThat(reductions(planning)).isEmpty();
    assertThat(planning.warnings()).isEmpty();
    assertThat(Plans.planned(planning).emptyVolumes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1.1", "0.3.0", "0.4.1", "0.5.1"})
  void appsOfOldPodsShareTheirMounts(String version) {
    Planning planning = new Plans().at(version).app();

    assertThat(lines(planning, "own-mounts", "pod-root", "overlay", "root", "enter"))
        .containsExactly(
            "pod-root /data/pods/p/root",
            "overlay /data/trees/t/rootfs /data/pods/p/apps/a/upper /data/pods/p/apps/a/work"
                + " /data/pods/p/root/a",
            "root /data/pods/p/root/a",
            "enter chroot");
  }

  @Test
  void appsOfNewerPodsHaveMountsOfTheirOwn() {
    assertThat(lines(new Plans().at("0.5.2").app(), "own-mounts", "enter"))
        .containsExactly("own-mounts", "enter pivot");
  }

  @Test
  void aRootfsIsACopyWhereThereIsNoOverlay() {
    Host host = Host.root(false, Set.copyOf(Host.ASKED));

    assertThat(lines(new Plans().on(host).app(), "overlay", "bind-root", "root"))
        .containsExactly(
            "bind-root /data/pods/p/apps/a/copy /data/pods/p/apps/a/rootfs",
            "root /data/pods/p/apps/a/rootfs");
  }

  @Test
  void aRootfsIsSealedWhenAllIsInPlace() {
    Planning planning =
        new Plans()
            .source("/s", HostFiles.Kind.DIRECTORY)
            .pod(
                "{'apps':[{'name':'a','readOnlyRootFS':true,"
                    + "'mounts':[{'volume':'v','path':'/m'}]}],"
                    + "'volumes':[{'name':'v','kind':'host','source':'/s'}]}");

    List<String> lines = lines(planning);
    assertThat(lines.subList(lines.indexOf("bind /s /m recursive,nodev"), lines.indexOf("user 0")))
        .containsExactly("bind /s /m recursive,nodev", "seal", "enter pivot");
  }

  @Test
  void anAppBeforeReadOnlyRootfsIsNotSealed() {
    Planning planning =
        new Plans().at("0.8.0").pod("{'apps':[{'name':'a','readOnlyRootFS':true}]}");

    assertThat(lines(planning, "seal")).isEmpty();
  }

  @Test
  void optionsOfTheRunAreSteps() {
    PodOptions options =
        Plans.OPTIONS
            .withoutLifeline()
            .withGraceMilliseconds(5)
            .withLogLimitBytes(6)
            .withHostname("h.example")
            .withRestarts(7);

    assertThat(
            lines(
                new Plans().with(options).app(),
                "lifeline",
                "grace",
                "log-limit",
                "hostname",
                "restart"))
        .containsExactly("grace 5", "log-limit 6", "hostname h.example", "restart 7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a b", "ä", "a."})
  void aHostNameThatIsNoneIsRefused(String name) {
    assertThat(refusals(new Plans().with(Plans.OPTIONS.withHostname(name)).app()))
        .containsExactly(
            " \""
                + name
                + "\" is no host name; write up to 64 letters, digits, hyphens and dots, with a"
                + " letter or digit at both ends");
  }

  @Test
  void aHostNameLongerThanLinuxHasIsRefused() {
    Plans plans = new Plans();

    assertThat(plans.with(Plans.OPTIONS.withHostname("a".repeat(64))).app())
        .isInstanceOf(Planning.Planned.class);
    assertThat(plans.with(Plans.OPTIONS.withHostname("a".repeat(65))).app())
        .isInstanceOf(Planning.Refused.class);
  }

  @Test
  void hostsAreNamedOnlyWhereTheImageDoesNot() {
    FakeRootfs rootfs = new FakeRootfs().with("/etc/hosts", Rootfs.Kind.FILE);

    assertThat(lines(new Plans().in(rootfs).app()))
        .noneMatch(line -> line.startsWith("file /etc/hosts"));
  }

  @ParameterizedTest
  @CsvSource({"/etc, DIRECTORY, 0", "/etc/hosts, FILE, 1", "/et, DIRECTORY, 1"})
  void hostsAreNamedInNoVolume(String target, HostFiles.Kind kind, int files) {
    Planning planning =
        new Plans()
            .source("/s", kind)
            .pod(
                "{'apps':[{'name':'a','mounts':[{'volume':'v','path':'"
                    + target
                    + "'}]}],'volumes':[{'name':'v','kind':'host','source':'/s'}]}");

    assertThat(lines(planning).stream().filter(line -> line.startsWith("file /etc/hosts")))
        .hasSize(files);
  }

  @Test
  void aDeviceThatTheHostDoesNotHaveIsMissing() {
    Planning planning = new Plans().on(Host.root(true, Set.of("/dev/null"))).app();

    assertThat(lines(planning, "bind")).containsExactly("bind /dev/null /dev/null nosuid,noexec");
    assertThat(reductions(planning))
        .hasSize(5)
        .contains("apps have no /dev/tty, because the host does not have it");
  }

  @Test
  void aPodWithoutMetadataServiceIsReduced() {
    PodOptions options = PodOptions.of(Plans.UUID, new Places("/p"));

    Planning planning = new Plans().with(options).app();

    assertThat(lines(planning, "environment")).noneMatch(line -> line.contains("AC_METADATA_URL"));
    assertThat(reductions(planning))
        .containsExactly("AC_METADATA_URL is not set, because there is no metadata service");
  }

  @Test
  void aPodWithoutAppsIsRefused() {
    assertThat(refusals(new Plans().pod("{}"))).containsExactly(" the pod has no app; add one");
  }

  @Test
  void aPodOfTooManyAppsIsRefused() {
    String thousand = String.join(",", Collections.nCopies(1000, "{}"));

    assertThat(new Plans().at("0.3.0").pod("{'apps':[" + thousand + "]}"))
        .isInstanceOf(Planning.Planned.class);
    assertThat(refusals(new Plans().at("0.3.0").pod("{'apps':[" + thousand + ",{}]}")))
        .containsExactly(" the pod has 1001 apps; at most 1000 are run in one pod");
  }

  @Test
  void aPlanThatIsTooLongIsRefused() {
    String argument = "x".repeat(900_000);
    Plans plans = new Plans().image("{'exec':['/a','" + argument + "'],'user':'0','group':'0'}");

    assertThat(plans.pod("{'apps':[{'name':'a'},{'name':'b'},{'name':'c'},{'name':'d'}]}"))
        .isInstanceOf(Planning.Planned.class);
    assertThat(
            refusals(
                plans.pod(
                    "{'apps':[{'name':'a'},{'name':'b'},{'name':'c'},{'name':'d'},{'name':'e'}]}")))
        .containsExactly(
            " the plan of the pod is longer than 4194304 bytes; divide the pod, or shorten what its"
                + " apps are given");
  }

  @Test
  void whoMayNotMakeNamespacesIsRefused() {
    Host host = new Host(1000, List.of(), List.of(), true, Set.copyOf(Host.ASKED));

    assertThat(refusals(new Plans().on(host).app()))
        .containsExactly(
            " this user may not make the namespaces of a pod; run it as root, or let this user have"
                + " user namespaces");
  }

  @Test
  void appsOfOneNameAreRefused() {
    assertThat(refusals(new Plans().pod("{'apps':[{'name':'a'},{'name':'a'}]}")))
        .containsExactly("/apps/1 two apps are called \"a\"; give each a name of its own");
  }

  @Test
  void appsWithoutNamesAreCalledAfterTheirImages() {
    Planning planning = new Plans().at("0.3.0").pod("{'apps':[{},{},{'name':'x'}]}");

    assertThat(lines(planning, "app")).containsExactly("app image", "app image-2", "app x");
    assertThat(lines(planning)).contains("environment AC_APP_NAME=example.com/image");
  }

  @ParameterizedTest
  @CsvSource({"0.3.0, example.com/image", "0.4.0, a"})
  void anAppIsToldTheNameThatItsVersionGivesIt(String version, String name) {
    Planning planning = new Plans().at(version).pod("{'apps':[{'name':'a'}]}");

    assertThat(lines(planning)).contains("environment AC_APP_NAME=" + name);
  }

  @Test
  void aNameThatIsNoFileNameIsMadeOne() {
    Planning planning =
        new Plans()
            .at("0.5.0")
            .pod("{'apps':[{'name':'example.com/Worker.1'},{'name':'worker-1'},{'name':'..'}]}");

    assertThat(lines(planning, "app")).containsExactly("app worker-1-2", "app worker-1", "app app");
    assertThat(lines(planning)).contains("environment AC_APP_NAME=example.com/Worker.1");
  }

  @Test
  void aNameThatNoEnvironmentCanHaveIsRefused() {
    assertThat(refusals(new Plans().pod("{'apps':[{'name':'a\\u0000'}]}")))
        .containsExactly(
            "/apps/0 app a: \"a\\u0000\" has a NUL character, with which Linux ends every text;"
                + " leave it out");
  }

  @Test
  void aLongNameIsCut() {
    Planning planning = new Plans().pod("{'apps':[{'name':'" + "a".repeat(300) + "'}]}");

    assertThat(lines(planning, "app")).containsExactly("app " + "a".repeat(128));
  }

  @Test
  void allThatIsRefusedIsTold() {
    Planning planning = new Plans().app("{'exec':[],'user':'nobody'}");

    assertThat(refusals(planning))
        .containsExactly(
            "/apps/0/app/user app a: the user \"nobody\" is not in /etc/passwd of the rootfs; name"
                + " one that is, or write a number",
            "/apps/0/app app a: the app has no group; give it one, such as \"0\"",
            "/apps/0/app app a: the app does not say what to execute; give it an exec in the pod or"
                + " the image");
    assertThat(warnings(planning)).isEmpty();
  }

  @Test
  void anImageWithoutAnAppIsRefused() {
    assertThat(refusals(new Plans().image("").app()))
        .containsExactly(
            "/apps/0 app a: there is nothing to execute: neither the pod nor the image has an app;"
                + " give the pod an app for this image");
  }
}
