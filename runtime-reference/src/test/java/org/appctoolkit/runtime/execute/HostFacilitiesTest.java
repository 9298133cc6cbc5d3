package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.runtime.cgroup.Bounds;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.CpuSet;
import org.appctoolkit.runtime.plan.Facilities;
import org.appctoolkit.runtime.seccomp.Architecture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about a host that consists of a few files. */
class HostFacilitiesTest {
  @TempDir private Path root = Path.of("");

  @BeforeEach
  void makeAHost() throws IOException {
    file("/proc/self/mountinfo", "");
    file("/proc/self/cgroup", "");
    file("/proc/self/status", "CapBnd:\t000001ffffffffff\n");
    file("/proc/self/oom_score_adj", "0\n");
    file("/sys/devices/system/cpu/online", "0-7\n");
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Facilities facilities(boolean privileged) throws IOException {
    return new HostFacilities(root, "amd64").read(privileged);
  }

  private void mounted(String... lines) throws IOException {
    file("/proc/self/mountinfo", String.join("\n", lines) + "\n");
  }

  private static String mount(
      String numbers, String place, String type, String source, String own) {
    return "36 25 %s / %s rw shared:1 - %s %s %s".formatted(numbers, place, type, source, own);
  }

  private static String early(String controllers) {
    return mount("0:31", "/cg/" + controllers, "cgroup", "cgroup", "rw," + controllers);
  }

  private static Bounds bounds(String cpus, String nodes, boolean countsSwap) {
    return new Bounds(Optional.empty(), CpuSet.parse(cpus).orElseThrow(), nodes, countsSwap);
  }

  // --- cgroups

  @Test
  void theHierarchiesOfVersion1AreThoseThatDoWhatIsNeeded() throws IOException {
    mounted(early("memory"), early("cpu"), early("cpuset"), early("blkio"), early("pids"));
    file("/proc/self/cgroup", "5:pids:/\n4:memory:/own\n3:cpuset:/\n2:blkio:/\n1:cpu:/\n");
    file("/cg/memory/own/memory.limit_in_bytes", "1\n");
    file("/cg/memory/own/memory.memsw.limit_in_bytes", "1\n");
    file("/cg/cpu/cpu.shares", "1024\n");
    file("/cg/cpuset/cpuset.cpus", "0-3\n");
    file("/cg/cpuset/cpuset.effective_cpus", "0-2\n");
    file("/cg/cpuset/cpuset.mems", "0\n");
    file("/cg/cpuset/cgroup.procs", "");
    file("/cg/blkio/cgroup.procs", "");
    file("/cg/pids/cgroup.procs", "");

    assertThat(facilities(true).cgroups())
        .isEqualTo(
            new Cgroups.Version1(
                Map.of(
                    Controller.MEMORY, "/cg/memory/own",
                    Controller.CPUSET, "/cg/cpuset",
                    Controller.PIDS, "/cg/pids"),
                bounds("0-2", "0", true)));
  }

  @Test
  void aCpusetThatIsEmptyIsOfNoUse() throws IOException {
    mounted(early("cpuset"), early("pids"));
    file("/proc/self/cgroup", "5:pids:/\n3:cpuset:/\n");
    file("/cg/cpuset/cpuset.cpus", "\n");
    file("/cg/cpuset/cpuset.mems", "\n");
    file("/cg/cpuset/cgroup.procs", "");
    file("/cg/pids/cgroup.procs", "");

    assertThat(facilities(true).cgroups())
        .isEqualTo(
            new Cgroups.Version1(Map.of(Controller.PIDS, "/cg/pids"), bounds("0-7", "", false)));
  }

  @Test
  void theStrictestCgroupAboveSaysHowManyProcessorsThereAre() throws IOException {
    mounted(early("cpu"));
    file("/proc/self/cgroup", "1:cpu:/a/b\n");
    file("/cg/cpu/cpu.cfs_quota_us", "400000\n");
    file("/cg/cpu/cpu.cfs_period_us", "100000\n");
    file("/cg/cpu/a/cpu.cfs_quota_us", "75000\n");
    file("/cg/cpu/a/cpu.cfs_period_us", "50000\n");
    file("/cg/cpu/a/b/cpu.cfs_quota_us", "200000\n");
    file("/cg/cpu/a/b/cpu.cfs_period_us", "100000\n");

    assertThat(facilities(true).cgroups().bounds().cores()).contains(new BigDecimal("1.5"));
  }

  @Test
  void ofVersion2ThereIsWhatIsEnabledBelow() throws IOException {
    mounted(mount("0:31", "/cg", "cgroup2", "cgroup2", "rw"));
    file("/proc/self/cgroup", "0::/\n");
    file("/cg/cgroup.subtree_control", "memory pids rdma\n");
    file("/cg/cpuset.cpus.effective", "0-1\n");
    file("/cg/system.slice/memory.swap.max", "max\n");

    assertThat(facilities(true).cgroups())
        .isEqualTo(
            new Cgroups.Version2(
                "/cg", Set.of(Controller.MEMORY, Controller.PIDS), bounds("0-1", "", true)));
  }

  @Test
  void ofVersion2ThereMayBeNothing() throws IOException {
    mounted(mount("0:31", "/cg", "cgroup2", "cgroup2", "rw"));
    file("/cg/cgroup.procs", "1\n");

    assertThat(facilities(true).cgroups())
        .isEqualTo(new Cgroups.Version2("/cg", Set.of(), bounds("0-7", "", false)));
  }

  @Test
  void thereMayBeNoCgroups() throws IOException {
    assertThat(facilities(true).cgroups())
        .isEqualTo(new Cgroups.None("there is no cgroup hierarchy that can be written to"));
    assertThat(facilities(false).cgroups())
        .isEqualTo(new Cgroups.None("an ordinary user cannot make cgroups"));
  }

  // --- disks

  private void device(String numbers, String path) throws IOException {
    file("/sys/devices/" + path + "/dev", numbers + "\n");
    Path link = root.resolve("sys/dev/block").resolve(numbers);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, root.resolve("sys/devices/" + path));
  }

  @Test
  void aPartitionIsAPartOfItsDisk() throws IOException {
    device("8:0", "sda");
    device("8:1", "sda/sda1");
    file("/sys/devices/sda/sda1/partition", "1\n");
    device("253:0", "dm-0");
    mounted(
        mount("8:1", "/", "ext4", "/dev/sda1", "rw"),
        mount("8:1", "/bound", "ext4", "/dev/sda1", "rw"),
        mount("253:0", "/home", "xfs", "/dev/mapper/home", "rw"),
        mount("0:21", "/proc", "proc", "proc", "rw"),
        mount("9:9", "/gone", "ext4", "/dev/gone", "rw"));

    assertThat(facilities(false).disks()).containsExactly("253:0", "8:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 2 3 - a", "1 2 ../../x / / rw - ext4 /dev/\u0000 rw"})
  void linesThatTheKernelDoesNotWriteArePassedOver(String line) throws IOException {
    mounted(line);

    assertThat(facilities(true).disks()).isEmpty();
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "makes a device")
  void aFileSystemOfSeveralDevicesIsOnThatOfItsSource() throws Exception {
    Path node = Files.createDirectories(root.resolve("dev")).resolve("several");
    new ProcessBuilder("mknod", node.toString(), "b", "259", "300").start().waitFor();
    device("259:300", "nvme0n1");
    mounted(
        mount("0:40", "/", "btrfs", "/dev/several", "rw"),
        mount("0:41", "/x", "btrfs", "/dev/none", "rw"));

    assertThat(facilities(true).disks()).containsExactly("259:300");
  }

  // --- the rest

  @Test
  void rootGivesWhatItsBoundingSetHas() throws IOException {
    file("/proc/self/status", "CapInh:\t0000000000000000\nCapBnd:\t0000000000000021\n");

    assertThat(facilities(true).capabilities()).containsExactlyInAnyOrder("CAP_CHOWN", "CAP_KILL");
  }

  @Test
  void othersGiveWhatTheKernelKnows() throws IOException {
    file("/proc/sys/kernel/cap_last_cap", "1\n");

    assertThat(facilities(false).capabilities())
        .containsExactlyInAnyOrder("CAP_CHOWN", "CAP_DAC_OVERRIDE");
  }

  @ParameterizedTest
  @CsvSource({"-500, -500", "1000, 1000", "x, 0"})
  void theScoreIsTheOwnOne(String text, int score) throws IOException {
    file("/proc/self/oom_score_adj", text + "\n");

    assertThat(facilities(true).oomScoreAdj()).isEqualTo(score);
  }

  @Test
  void theArchitectureIsThatOfJava() throws IOException {
    assertThat(facilities(true).architecture()).contains(Architecture.AMD64);
    assertThat(new HostFacilities(root, "riscv64").read(true).architecture()).isEmpty();
  }

  @Test
  void whatIsMadeForAPodIsReadFromItsPlan() {
    assertThat(
            PlanText.cgroups(
                """
                appc-plan 1
                make-cgroup /a%20b
                cgroup-value x y
                make-cgroup /a%20b/c
                make-cgroup relative
                app a
                cgroup /other
                end
                """))
        .isEqualTo(List.of("/a b", "/a b/c"));
  }
}
