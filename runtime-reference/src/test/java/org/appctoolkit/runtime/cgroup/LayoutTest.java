package org.appctoolkit.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cgroups a pod has, and what is written there. */
class LayoutTest {
  private static final Bounds BOUNDS =
      new Bounds(Optional.empty(), CpuSet.parse("0-3").orElseThrow(), "0-1", true);
  private static final Bounds WITHOUT_SWAP = new Bounds(Optional.empty(), CpuSet.NONE, "0", false);

  private static final Cgroups EARLY =
      new Cgroups.Version1(
          Map.of(
              Controller.MEMORY, "/cg/memory/own",
              Controller.CPU, "/cg/cpu",
              Controller.CPUSET, "/cg/cpuset",
              Controller.BLOCK, "/cg/blkio",
              Controller.PIDS, "/cg/pids"),
          BOUNDS);

  private static final Cgroups LATE =
      new Cgroups.Version2("/cg", Set.of(Controller.values()), BOUNDS);

  private static Map<String, List<Use>> apps(List<Use> one, List<Use> other) {
    Map<String, List<Use>> apps = new LinkedHashMap<>();
    apps.put("a", one);
    apps.put("b", other);
    return apps;
  }

  private static List<String> lines(Layout layout) {
    List<String> lines = new ArrayList<>();
    for (Group group : layout.groups()) {
      lines.add(group.path());
      group.values().forEach(it -> lines.add(it.file() + " = " + it.text()));
    }
    return lines;
  }

  private static Use.Cpus cpus(String text) {
    return new Use.Cpus(CpuSet.parse(text).orElseThrow());
  }

  @Test
  void whereNothingIsSaidNothingIsMade() {
    for (Cgroups cgroups : List.of(EARLY, LATE, new Cgroups.None("none"))) {
      assertThat(cgroups.layout("p", List.of(), apps(List.of(), List.of()))).isEqualTo(Layout.NONE);
    }
  }

  @Test
  void ofVersion1OnlyHierarchiesThatAreNeededHaveCgroups() {
    Layout layout =
        EARLY.layout(
            "p",
            List.of(new Use.Processes(10)),
            apps(List.of(new Use.Memory(4096), new Use.KeptMemory(5)), List.of()));

    assertThat(lines(layout))
        .containsExactly(
            "/cg/memory/own/p",
            "/cg/memory/own/p/a",
            "memory.limit_in_bytes = 4096",
            "memory.memsw.limit_in_bytes = 4096",
            "memory.soft_limit_in_bytes = 5",
            "/cg/pids/p",
            "pids.max = 10");
    assertThat(layout.of("a")).containsExactly("/cg/memory/own/p/a", "/cg/pids/p");
    assertThat(layout.of("b")).containsExactly("/cg/pids/p");
  }

  @Test
  void allIsSaidToVersion1AsItTakesIt() {
    Layout layout =
        EARLY.layout(
            "p",
            List.of(
                new Use.CpuTime(50_000),
                new Use.CpuShares(512),
                new Use.Block("8:0", Use.Rate.READ_BYTES, 1),
                new Use.Block("8:0", Use.Rate.WRITTEN_BYTES, 2),
                new Use.Block("8:0", Use.Rate.READS, 3),
                new Use.Block("8:0", Use.Rate.WRITES, 4)),
            apps(List.of(), List.of()));

    assertThat(lines(layout))
        .containsExactly(
            "/cg/blkio/p",
            "blkio.throttle.read_bps_device = 8:0 1",
            "blkio.throttle.write_bps_device = 8:0 2",
            "blkio.throttle.read_iops_device = 8:0 3",
            "blkio.throttle.write_iops_device = 8:0 4",
            "/cg/cpu/p",
            "cpu.cfs_period_us = 100000",
            "cpu.cfs_quota_us = 50000",
            "cpu.shares = 512");
  }

  @Test
  void processorsAndMemoryAreGivenToEveryCpusetOfVersion1() {
    Layout layout = EARLY.layout("p", List.of(), apps(List.of(cpus("1")), List.of()));

    assertThat(lines(layout))
        .containsExactly(
            "/cg/cpuset/p",
            "cpuset.cpus = 0-3",
            "cpuset.mems = 0-1",
            "/cg/cpuset/p/a",
            "cpuset.cpus = 1",
            "cpuset.mems = 0-1");
  }

  @Test
  void controllersInOneHierarchyHaveOneCgroup() {
    Cgroups cgroups =
        new Cgroups.Version1(
            Map.of(Controller.CPU, "/cg/both", Controller.CPUSET, "/cg/both"), BOUNDS);

    assertThat(
            lines(
                cgroups.layout(
                    "p", List.of(new Use.CpuShares(2), cpus("2,3")), Map.of("a", List.of()))))
        .containsExactly("/cg/both/p", "cpuset.cpus = 2-3", "cpuset.mems = 0-1", "cpu.shares = 2");
  }

  @Test
  void allIsSaidToVersion2AsItTakesIt() {
    Layout layout =
        LATE.layout(
            "p",
            List.of(new Use.Memory(8192), new Use.Processes(10)),
            apps(
                List.of(
                    new Use.Memory(4096),
                    new Use.KeptMemory(5),
                    new Use.CpuTime(50_000),
                    new Use.CpuShares(1024),
                    cpus("0,2"),
                    new Use.Block("8:0", Use.Rate.READ_BYTES, 1),
                    new Use.Block("8:0", Use.Rate.WRITTEN_BYTES, 2),
                    new Use.Block("8:0", Use.Rate.READS, 3),
                    new Use.Block("8:0", Use.Rate.WRITES, 4)),
                List.of()));

    assertThat(lines(layout))
        .containsExactly(
            "/cg/p",
            "memory.max = 8192",
            "memory.swap.max = 0",
            "pids.max = 10",
            "memory.low = 5",
            "cgroup.subtree_control = +cpu +cpuset +memory +io",
            "/cg/p/a",
            "memory.max = 4096",
            "memory.swap.max = 0",
            "memory.low = 5",
            "cpu.max = 50000 100000",
            "cpu.weight = 39",
            "cpuset.cpus = 0,2",
            "io.max = 8:0 rbps=1",
            "io.max = 8:0 wbps=2",
            "io.max = 8:0 riops=3",
            "io.max = 8:0 wiops=4",
            "/cg/p/b");
    assertThat(layout.of("a")).containsExactly("/cg/p/a");
    assertThat(layout.of("b")).containsExactly("/cg/p/b");
  }

  @Test
  void whatAPodKeepsItselfIsNotSummedUp() {
    Layout layout =
        LATE.layout(
            "p",
            List.of(new Use.KeptMemory(3)),
            apps(List.of(new Use.KeptMemory(5)), List.of(new Use.KeptMemory(6))));

    assertThat(lines(layout)).contains("memory.low = 3").doesNotContain("memory.low = 11");
  }

  @Test
  void memoryIsCountedWhereItIsToBeKnownWhoHasWritten() {
    List<Use> block = List.of(new Use.Block("8:0", Use.Rate.WRITES, 4));
    Cgroups without = new Cgroups.Version2("/cg", Set.of(Controller.BLOCK), BOUNDS);

    assertThat(lines(LATE.layout("p", List.of(), Map.of("a", block))))
        .contains("cgroup.subtree_control = +memory +io");
    assertThat(lines(without.layout("p", List.of(), Map.of("a", block))))
        .contains("cgroup.subtree_control = +io");
  }

  @Test
  void swapIsSaidNothingAboutWhereItCannotBeLimited() {
    List<Use> memory = List.of(new Use.Memory(4096));

    assertThat(
            lines(
                new Cgroups.Version1(Map.of(Controller.MEMORY, "/cg/m"), WITHOUT_SWAP)
                    .layout("p", memory, Map.of())))
        .containsExactly("/cg/m/p", "memory.limit_in_bytes = 4096");
    assertThat(
            lines(
                new Cgroups.Version2("/cg", Set.of(Controller.MEMORY), WITHOUT_SWAP)
                    .layout("p", memory, Map.of())))
        .containsExactly("/cg/p", "memory.max = 4096");
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "1024, 39", "262144, 10000"})
  void sharesAreWeights(long shares, String weight) {
    assertThat(lines(LATE.layout("p", List.of(new Use.CpuShares(shares)), Map.of())))
        .containsExactly("/cg/p", "cpu.weight = " + weight);
  }

  @Test
  void aControllerThatIsNotThereIsAnObstacle() {
    assertThat(EARLY.obstacle(Controller.CPU)).isEmpty();
    assertThat(LATE.obstacle(Controller.CPU)).isEmpty();
    assertThat(new Cgroups.Version1(Map.of(), BOUNDS).obstacle(Controller.BLOCK))
        .contains("no cgroup hierarchy of blkio can be used here");
    assertThat(new Cgroups.Version2("/cg", Set.of(), BOUNDS).obstacle(Controller.BLOCK))
        .contains("the cgroup controller io is not enabled for what lies in /cg");
    assertThat(new Cgroups.None("no root").obstacle(Controller.CPU)).contains("no root");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-3|0-3", "4-7,0,2|0,2,4-7", "0,1,2|0-2", "3-3|3", "8190-99999|8190-8191"})
  void setsOfProcessorsAreWrittenTheShortestWay(String text, String shown) {
    assertThat(CpuSet.parse(text)).map(CpuSet::toString).contains(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "a", "1-", "3-1", "0;1", "-1", "1,,2", "9999999999"})
  void whatIsNoSetOfProcessorsIsNone(String text) {
    assertThat(CpuSet.parse(text)).isEmpty();
  }
}
