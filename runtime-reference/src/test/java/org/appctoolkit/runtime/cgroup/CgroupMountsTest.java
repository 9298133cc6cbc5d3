package org.appctoolkit.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cgroups are found by what the kernel tells of a process. */
class CgroupMountsTest {
  private static String mount(String root, String place, String options, String type, String own) {
    return "36 25 0:31 %s %s %s,relatime shared:9 - %s cgroup %s\n"
        .formatted(root, place, options, type, own);
  }

  @Test
  void eachControllerOfVersion1HasItsHierarchy() {
    CgroupMounts mounts =
        CgroupMounts.of(
            "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
                + mount("/", "/sys/fs/cgroup/cpu,cpuacct", "rw", "cgroup", "rw,cpu,cpuacct")
                + mount("/", "/sys/fs/cgroup/memory", "rw", "cgroup", "rw,memory")
                + mount("/", "/sys/fs/cgroup/systemd", "rw", "cgroup", "rw,name=systemd"),
            "9:name=systemd:/\n4:memory:/a/b\n1:cpu,cpuacct:/\n0::/\n");

    assertThat(mounts.version1())
        .isEqualTo(
            Map.of(
                Controller.CPU, "/sys/fs/cgroup/cpu,cpuacct",
                Controller.MEMORY, "/sys/fs/cgroup/memory/a/b"));
    assertThat(mounts.roots()).containsEntry(Controller.MEMORY, "/sys/fs/cgroup/memory");
    assertThat(mounts.version2()).isEmpty();
  }

  @Test
  void aHybridHasBoth() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/", "/sys/fs/cgroup/pids", "rw", "cgroup", "rw,pids")
                + mount("/", "/sys/fs/cgroup/unified", "rw", "cgroup2", "rw,nsdelegate"),
            "8:pids:/\n0::/user.slice\n");

    assertThat(mounts.version1()).containsOnlyKeys(Controller.PIDS);
    assertThat(mounts.version2()).contains("/sys/fs/cgroup/unified");
  }

  @Test
  void aHostMayHaveVersion2Only() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/", "/sys/fs/cgroup", "rw", "cgroup2", "rw"), "0::/user.slice/session.scope\n");

    assertThat(mounts.version1()).isEmpty();
    assertThat(mounts.version2()).contains("/sys/fs/cgroup");
  }

  @Test
  void aContainerSeesItsOwnPartOfAHierarchy() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/docker/abc", "/sys/fs/cgroup/memory", "rw", "cgroup", "rw,memory")
                + mount("/docker/abc", "/sys/fs/cgroup/pids", "rw", "cgroup", "rw,pids"),
            "4:memory:/docker/abc\n5:pids:/docker/abc/inner\n");

    assertThat(mounts.version1())
        .isEqualTo(
            Map.of(
                Controller.MEMORY, "/sys/fs/cgroup/memory",
                Controller.PIDS, "/sys/fs/cgroup/pids/inner"));
  }

  @Test
  void aCgroupNamespaceIsLikeAHostOfItsOwn() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/", "/sys/fs/cgroup/memory", "rw", "cgroup", "rw,memory"), "4:memory:/\n");

    assertThat(mounts.version1()).containsEntry(Controller.MEMORY, "/sys/fs/cgroup/memory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4:memory:/elsewhere", "4:memory:/../x", "4:memory:x", "4:pids:/a", ""})
  void aCgroupThatIsNotInWhatIsMountedIsNotUsed(String cgroup) {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/docker/abc", "/sys/fs/cgroup/memory", "rw", "cgroup", "rw,memory"), cgroup);

    assertThat(mounts.version1()).isEmpty();
  }

  @Test
  void aCgroupOutsideOfTheNamespaceIsNotUsed() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/", "/sys/fs/cgroup/memory", "rw", "cgroup", "rw,memory"), "4:memory:/../x\n");

    assertThat(mounts.version1()).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsNotUsed() {
    CgroupMounts mounts =
        CgroupMounts.of(
            mount("/", "/sys/fs/cgroup/memory", "ro", "cgroup", "rw,memory")
                + mount("/", "/sys/fs/cgroup", "ro", "cgroup2", "rw"),
            "4:memory:/\n0::/\n");

    assertThat(mounts.version1()).isEmpty();
    assertThat(mounts.version2()).isEmpty();
  }

  @Test
  void pathsAreReadAsTheKernelEscapesThem() {
    CgroupMounts mounts =
        CgroupMounts.of(mount("/", "/mnt/a\\040b\\134c", "rw", "cgroup2", "rw"), "0::/\n");

    assertThat(mounts.version2()).contains("/mnt/a b\\c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a b c", "1 2 3 4 5 6 7 - cgroup", "- - - - - - - - -", "::"})
  void whatTheKernelDoesNotWriteIsPassedOver(String text) {
    CgroupMounts mounts = CgroupMounts.of(text, text);

    assertThat(mounts.version1()).isEmpty();
    assertThat(mounts.version2()).isEmpty();
  }
}
