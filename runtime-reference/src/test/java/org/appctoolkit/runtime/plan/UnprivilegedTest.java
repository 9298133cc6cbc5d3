package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.planned;
import static org.appctoolkit.runtime.plan.Plans.reductions;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pods of an ordinary user, and of whoever has a user namespace with more users. */
class UnprivilegedTest {
  private static final Host ORDINARY = Host.unprivileged(1000, 100, true, Set.copyOf(Host.ASKED));

  private static final String ALONE =
      "other pods cannot reach this one, which has no network interface but loopback, as a bridge"
          + " takes root";

  private static final List<String> ALWAYS =
      List.of(
          ALONE,
          "device nodes cannot be made, because the pod has a user namespace",
          "every file of an image belongs to user 0 and group 0, which are all that the pod has",
          "apps keep the supplementary groups of who runs the pod, as an ordinary user cannot drop"
              + " them");

  @Test
  void whoRunsThePodIsUserZeroOfIt() {
    Planning planning = new Plans().on(ORDINARY).app();

    assertThat(lines(planning, "user-namespace", "uid-map", "gid-map", "namespaces"))
        .containsExactly(
            "user-namespace",
            "uid-map 0 1000 1",
            "gid-map 0 100 1",
            "namespaces pid network ipc uts mount");
    assertThat(reductions(planning)).isEqualTo(ALWAYS);
  }

  @Test
  void stepsThatNeedRootAreLeftOut() {
    Planning planning = new Plans().on(ORDINARY).app();

    assertThat(lines(planning, "overlay")).allMatch(line -> line.endsWith(" userxattr"));
    assertThat(lines(planning, "groups")).isEmpty();
    assertThat(lines(planning, "bind")).noneMatch(line -> line.startsWith("bind /proc/"));
    assertThat(lines(planning, "mount"))
        .contains("mount devpts /dev/pts nosuid,noexec newinstance,ptmxmode=0666,mode=0620");
  }

  @Test
  void anotherUserIsReplacedAndHasNoPower() {
    Planning planning =
        new Plans()
            .on(ORDINARY)
            .at("0.5.1")
            .in(new FakeRootfs().withFile("/etc/passwd", "www:x:33:33::/www:/bin/w\n"))
            .app("{'exec':['/a'],'user':'www','group':'7'}");

    assertThat(lines(planning, "user", "group", "capabilities"))
        .containsExactly("user 0", "group 0", "capabilities");
    assertThat(lines(planning, "environment"))
        .contains("environment USER=www", "environment HOME=/www");
    assertThat(reductions(planning))
        .contains(
            "app a: the app runs as user 0 in place of 33, which its user namespace does not have",
            "app a: the app runs as group 0 in place of 7, which its user namespace does not have");
  }

  @Test
  void userZeroKeepsItsCapabilities() {
    Planning planning = new Plans().on(ORDINARY).app("{'exec':['/a'],'user':'0','group':'7'}");

    assertThat(lines(planning, "capabilities")).singleElement().asString().contains("CAP_CHOWN");
  }

  @Test
  void supplementaryGroupsAreReduced() {
    Planning planning = new Plans().on(ORDINARY).appWith("'supplementaryGIDs':[0,5]");

    assertThat(reductions(planning))
        .contains(
            "app a: the app is not in group 0, which its user namespace cannot give it",
            "app a: the app is not in group 5, which its user namespace cannot give it");
  }

  @Test
  void anEmptyVolumeBelongsToWhoRunsThePod() {
    Planning planning =
        new Plans()
            .on(ORDINARY)
            .pod(
                "{'apps':[{'name':'a','mounts':[{'volume':'v','path':'/m'}]}],"
                    + "'volumes':[{'name':'v','kind':'empty','uid':5}]}");

    assertThat(planned(planning).emptyVolumes())
        .containsExactly(new EmptyVolume("/data/pods/p/volumes/v", 0755, 1000, 100));
    assertThat(reductions(planning))
        .contains(
            "the volume belongs to user 0 in place of 5, which the user namespace does not have");
  }

  @Test
  void aUserNamespaceMayHaveManyUsers() {
    Host host =
        new Host(
            0,
            List.of(new IdMap(0, 100000, 1000), new IdMap(1000, 300000, 1000)),
            List.of(new IdMap(0, 200000, 65536)),
            false,
            Set.copyOf(Host.ASKED));

    Planning planning =
        new Plans()
            .on(host)
            .pod(
                "{'apps':[{'name':'a','app':{'exec':['/a'],'user':'1001','group':'7',"
                    + "'supplementaryGIDs':[9]},'mounts':[{'volume':'v','path':'/m'}]}],"
                    + "'volumes':[{'name':'v','kind':'empty','uid':1001,'gid':7}]}");

    assertThat(lines(planning, "uid-map", "gid-map", "user", "group", "groups"))
        .containsExactly(
            "uid-map 0 100000 1000",
            "uid-map 1000 300000 1000",
            "gid-map 0 200000 65536",
            "user 1001",
            "group 7",
            "groups 9");
    assertThat(lines(planning, "mount"))
        .contains("mount devpts /dev/pts nosuid,noexec newinstance,ptmxmode=0666,mode=0620,gid=5");
    assertThat(planned(planning).emptyVolumes())
        .containsExactly(new EmptyVolume("/data/pods/p/volumes/v", 0755, 300001, 200007));
    assertThat(reductions(planning))
        .containsExactly(
            ALONE, "device nodes cannot be made, because the pod has a user namespace");
  }

  @Test
  void aGroupThatNoMapHasIsReduced() {
    IdMap map = new IdMap(0, 100000, 1000);
    Host host = new Host(0, List.of(map), List.of(map), true, Set.copyOf(Host.ASKED));

    Planning planning = new Plans().on(host).appWith("'supplementaryGIDs':[999,1000]");

    assertThat(lines(planning, "groups")).containsExactly("groups 999");
    assertThat(reductions(planning))
        .containsExactly(
            ALONE,
            "device nodes cannot be made, because the pod has a user namespace",
            "app a: the app is not in group 1000, which its user namespace cannot give it");
  }

  @Test
  void aCopiedRootfsServesAsWell() {
    Host host = Host.unprivileged(1000, 100, false, Set.copyOf(Host.ASKED));

    assertThat(lines(new Plans().on(host).app(), "bind-root"))
        .containsExactly("bind-root /data/pods/p/apps/a/copy /data/pods/p/apps/a/rootfs");
  }
}
