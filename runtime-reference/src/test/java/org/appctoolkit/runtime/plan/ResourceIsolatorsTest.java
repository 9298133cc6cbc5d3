package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Plans.isolators;
import static org.appctoolkit.runtime.plan.Plans.lines;
import static org.appctoolkit.runtime.plan.Plans.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.runtime.cgroup.Bounds;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.CpuSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is used of a host is limited by cgroups, or that it is not is told. */
class ResourceIsolatorsTest {
  private static final String POD = "appc-" + Plans.UUID;
  private static final Bounds BOUNDS =
      new Bounds(Optional.empty(), CpuSet.parse("0-3").orElseThrow(), "0", true);
  private static final String CACHE =
      " modified: what is written through the page cache is not held up";

  private static Cgroups early(Bounds bounds) {
    return new Cgroups.Version1(
        Map.of(
            Controller.MEMORY, "/m",
            Controller.CPU, "/c",
            Controller.CPUSET, "/s",
            Controller.BLOCK, "/b",
            Controller.PIDS, "/p"),
        bounds);
  }

  private static final Cgroups LATE =
      new Cgroups.Version2("/u", Set.of(Controller.values()), BOUNDS);

  private static Host host(Cgroups cgroups, String... disks) {
    return Plans.ROOT.with(
        new Facilities(
            Optional.empty(), Set.copyOf(Capabilities.LINUX), 0, cgroups, Arrays.asList(disks)));
  }

  private static Plans plans(Cgroups cgroups) {
    return new Plans()
        .on(host(cgroups, "8:0"))
        .with(Plans.OPTIONS.withProcesses(new ProcessLimit.None()));
  }

  private static Plans plans() {
    return plans(early(BOUNDS));
  }

  private static String app(String isolators) {
    return "{'exec':['/a'],'user':'0','group':'0','isolators':[" + isolators + "]}";
  }

  private static String resource(String name, String value) {
    return "{'name':'resource/" + name + "','value':{" + value + "}}";
  }

  private static String early(String version, String name, String value) {
    return "{'name':'%s','%s':'%s'}"
        .formatted(name, version.equals("0.1.1") ? "val" : "value", value);
  }

  private static List<String> values(Planning planning) {
    return lines(planning, "make-cgroup", "cgroup-value", "cgroup").stream()
        .map(it -> it.replace(POD, "P").replace("%20", " ").replaceAll("^make-cgroup ", "+ "))
        .map(it -> it.replaceAll("^cgroup-value ", "= ").replaceAll("^cgroup ", "in "))
        .toList();
  }

  private static Planning planning(String version, String isolators) {
    return plans().at(version).app(app(isolators));
  }

  // --- memory

  @Test
  void memoryIsLimited() {
    Planning planning = planning("0.8.11", resource("memory", "'limit':'1G','request':'500M'"));

    assertThat(values(planning))
        .containsExactly(
            "+ /m/P",
            "+ /m/P/a",
            "= memory.limit_in_bytes 1000000000",
            "= memory.memsw.limit_in_bytes 1000000000",
            "= memory.soft_limit_in_bytes 500000000",
            "in /m/P/a");
    assertThat(isolators(planning)).containsExactly("a resource/memory enforced");
  }

  @ParameterizedTest
  @CsvSource({"0.1.1, 4K, 4096", "0.2.0, 5T, 5497558138880", "0.3.0, 1G, 1073741824"})
  void memoryOfTheFirstVersionsIsOfBase1024(String version, String text, String bytes) {
    Planning planning =
        plans().at(version).imageAt(version).image(app(early(version, "memory/limit", text))).app();

    assertThat(values(planning)).contains("= memory.limit_in_bytes " + bytes);
    assertThat(isolators(planning)).containsExactly("a memory/limit enforced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'limit':'0' | ignored: nothing can be run with a limit of \"0\"",
        "'limit':'-1G' | ignored: nothing can be run with a limit of \"-1G\"",
        "'limit':'much' | ignored: its limit is no amount",
        "'limit':true | ignored: its limit is no amount",
        "'limit':'1G','request':'0' | ignored: nothing can be run with a request of \"0\"",
        "'other':'1' | ignored: it has neither a limit nor a request",
        "'limit':'100' | modified: it is raised to 4096 bytes, the least there is",
        "'limit':'5000.5' | modified: it is rounded down to 5000 bytes",
        "'limit':'9E' | modified: it is lowered to 4611686018427387904 bytes, the most there is",
        "'limit':'1G','request':'2G' | modified: its request is lowered to its limit",
      },
      quoteCharacter = '`')
  void memoryThatMakesNoSenseIsTold(String value, String told) {
    Planning planning = planning("0.8.11", resource("memory", value));

    assertThat(isolators(planning)).containsExactly("a resource/memory " + told);
  }

  @Test
  void aRequestAloneLimitsNothing() {
    assertThat(values(planning("0.8.11", resource("memory", "'request':'1G'"))))
        .containsExactly(
            "+ /m/P", "+ /m/P/a", "= memory.soft_limit_in_bytes 1000000000", "in /m/P/a");
  }

  @Test
  void ofSeveralLimitsTheLowestHolds() {
    Planning planning =
        planning(
            "0.8.11",
            resource("memory", "'limit':'3G'")
                + ","
                + resource("memory", "'limit':'1G'")
                + ","
                + resource("memory", "'limit':'2G'"));

    assertThat(values(planning)).contains("= memory.limit_in_bytes 1000000000");
    assertThat(isolators(planning))
        .containsExactly(
            "a resource/memory modified: another one beside it allows less",
            "a resource/memory enforced",
            "a resource/memory modified: another one beside it allows less");
  }

  @Test
  void whereSwapCannotBeLimitedThatIsTold() {
    Bounds bounds = new Bounds(Optional.empty(), CpuSet.NONE, "0", false);

    assertThat(isolators(plans(early(bounds)).app(app(resource("memory", "'limit':'1G'")))))
        .containsExactly("a resource/memory modified: what is swapped out does not count");
  }

  // --- processors

  @Test
  void processorsAreLimited() {
    Planning planning = planning("0.8.11", resource("cpu", "'limit':'500m','request':'250m'"));

    assertThat(values(planning))
        .containsExactly(
            "+ /c/P",
            "= cpu.shares 256",
            "+ /c/P/a",
            "= cpu.cfs_period_us 100000",
            "= cpu.cfs_quota_us 50000",
            "= cpu.shares 256",
            "in /c/P/a");
    assertThat(isolators(planning)).containsExactly("a resource/cpu enforced");
  }

  @ParameterizedTest
  @CsvSource({
    "0.8.11, '''2''', 200000, 2048",
    "0.7.0, '''1''', 100000, 1024",
    "0.8.11, 0.5, 50000, 512",
    "0.6.1, '''500''', 50000, 512",
    "0.4.0, '''2000''', 200000, 2048",
  })
  void whatIsNotRequestedIsTheLimit(String version, String limit, String quota, String shares) {
    Planning planning = planning(version, resource("cpu", "'limit':" + limit));

    assertThat(values(planning)).contains("= cpu.cfs_quota_us " + quota, "= cpu.shares " + shares);
    assertThat(isolators(planning)).containsExactly("a resource/cpu enforced");
  }

  @ParameterizedTest
  @CsvSource({"'''500m''', 50000", "'''1000m''', 100000", "0.5, 50000"})
  void processorsWhereThousandthsAreWrittenAreTakenForProcessors(String limit, String quota) {
    Planning planning = planning("0.6.1", resource("cpu", "'limit':" + limit));

    assertThat(values(planning)).contains("= cpu.cfs_quota_us " + quota);
    assertThat(isolators(planning))
        .containsExactly(
            "a resource/cpu modified: its limit is taken for processors, though version 0.6.1"
                + " counts in thousandths of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'limit':'1m' | modified: it is raised to 1000 microseconds in 100000, the least there is",
        "'limit':'1E' | modified: it is lowered to 1099511627776 microseconds in 100000, the most there is",
        "'request':'5' | modified: it requests more than the 4 processors that there are",
        "'limit':'1','request':'2' | modified: its request is lowered to its limit",
        "'limit':'0' | ignored: nothing can be run with a limit of \"0\"",
        "'a':'b' | ignored: it has neither a limit nor a request",
      },
      quoteCharacter = '`')
  void processorsThatMakeNoSenseAreTold(String value, String told) {
    assertThat(isolators(planning("0.8.11", resource("cpu", value))))
        .containsExactly("a resource/cpu " + told);
  }

  @Test
  void sharesSayMoreThanARequest() {
    Planning planning =
        planning(
            "0.8.11",
            resource("cpu", "'limit':'1','request':'1'")
                + ",{'name':'os/linux/cpu-shares','value':100}");

    assertThat(values(planning)).contains("= cpu.shares 100").doesNotContain("= cpu.shares 1024");
    assertThat(isolators(planning))
        .containsExactly(
            "a resource/cpu modified: its request gives way to the shares beside it",
            "a os/linux/cpu-shares enforced");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.1, cpu/shares/, 4096, 4096, enforced",
    "0.2.0, cpu/shares, 4096, 4096, enforced",
    "0.3.0, cpu/shares, 1, 2, 'modified: it is raised to 2 shares, the least there is'",
    "0.3.0, cpu/shares, 99999999999999999999, 262144, 'modified: it is lowered to 262144 shares,"
        + " the most there is'",
  })
  void sharesOfTheFirstVersionsAreThoseOfTheKernel(
      String version, String name, String text, String shares, String told) {
    Planning planning =
        plans().at(version).imageAt(version).image(app(early(version, name, text))).app();

    assertThat(values(planning)).contains("= cpu.shares " + shares);
    assertThat(isolators(planning)).containsExactly("a " + name + " " + told);
  }

  @Test
  void aPodHasTheSharesOfItsAppsTogether() {
    Planning planning =
        plans()
            .pod(
                "{'apps':[{'name':'a','app':"
                    + app(resource("cpu", "'request':'1'"))
                    + "},{'name':'b'},{'name':'c','app':"
                    + app(resource("cpu", "'request':'2'"))
                    + "}]}");

    assertThat(values(planning)).startsWith("+ /c/P", "= cpu.shares 4096");
    assertThat(values(planning)).contains("in /c/P");
  }

  @Test
  void nobodyHasMoreProcessorsThanWhoRunsThePod() {
    Bounds bounds =
        new Bounds(
            Optional.of(new BigDecimal("1.5")), CpuSet.parse("0-3").orElseThrow(), "0", true);

    Planning planning = plans(early(bounds)).app(app(resource("cpu", "'limit':'2'")));

    assertThat(values(planning)).contains("= cpu.cfs_quota_us 150000");
    assertThat(isolators(planning))
        .containsExactly("a resource/cpu modified: who runs the pod is limited to 1.5 processors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,2 | 0,2 | enforced",
        "2-5 | 2-3 | modified: this host has only 2-3 of these processors",
      })
  void aMaskIsASetOfProcessors(String mask, String cpus, String told) {
    Planning planning =
        plans().at("0.3.0").imageAt("0.3.0").image(app(early("0.3.0", "cpu/mask", mask))).app();

    assertThat(values(planning))
        .containsExactly(
            "+ /s/P",
            "= cpuset.cpus 0-3",
            "= cpuset.mems 0",
            "+ /s/P/a",
            "= cpuset.cpus " + cpus,
            "= cpuset.mems 0",
            "in /s/P/a");
    assertThat(isolators(planning)).containsExactly("a cpu/mask " + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | this host has none of these processors, but 0-3",
        "all | its value is not what the specification says",
      })
  void aMaskThatMakesNoSenseIsIgnored(String mask, String reason) {
    Planning planning =
        plans().at("0.3.0").imageAt("0.3.0").image(app(early("0.3.0", "cpu/mask", mask))).app();

    assertThat(values(planning)).isEmpty();
    assertThat(isolators(planning)).containsExactly("a cpu/mask ignored: " + reason);
  }

  // --- block devices

  @Test
  void everyDiskIsLimited() {
    Planning planning =
        new Plans()
            .on(host(LATE, "8:0", "259:1"))
            .with(Plans.OPTIONS.withProcesses(new ProcessLimit.None()))
            .app(
                app(
                    resource("block-bandwidth", "'default':true,'limit':'2M'")
                        + ","
                        + resource("block-iops", "'default':true,'limit':'1000'")));

    assertThat(values(planning))
        .contains(
            "= io.max 8:0 rbps=2000000",
            "= io.max 259:1 rbps=2000000",
            "= io.max 8:0 wbps=2000000",
            "= io.max 259:1 wbps=2000000",
            "= io.max 8:0 riops=1000",
            "= io.max 259:1 wiops=1000");
    assertThat(isolators(planning))
        .containsExactly("a resource/block-bandwidth enforced", "a resource/block-iops enforced");
  }

  @Test
  void version1DoesNotSeeWhatIsWrittenLater() {
    Planning planning =
        planning("0.8.11", resource("block-bandwidth", "'default':true,'limit':'2M'"));

    assertThat(values(planning))
        .containsExactly(
            "+ /b/P",
            "+ /b/P/a",
            "= blkio.throttle.read_bps_device 8:0 2000000",
            "= blkio.throttle.write_bps_device 8:0 2000000",
            "in /b/P/a");
    assertThat(isolators(planning)).containsExactly("a resource/block-bandwidth" + CACHE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'default':true,'limit':'0' | ignored: nothing can be run with a limit of \"0\"",
        "'default':true | ignored: it has no limit",
        "'default':false,'limit':'1' | ignored: it does not say \"default\": true, and so not of which devices it speaks",
        "'limit':'1' | ignored: it does not say \"default\": true, and so not of which devices it speaks",
        "'devicePaths':['/dev/sda'],'limit':'1' | modified: it holds for all block devices, not for those in devicePaths alone",
        "'default':true,'limit':'5G' | modified: it is lowered to 4294967295 operations, the most there is",
      },
      quoteCharacter = '`')
  void operationsThatMakeNoSenseAreTold(String value, String told) {
    Planning planning = plans(LATE).app(app(resource("block-iops", value)));

    assertThat(isolators(planning)).containsExactly("a resource/block-iops " + told);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.1, blockIO/readBandwidth, read_bps_device, ' enforced'",
    "0.2.0, blockIO/writeBandwidth, write_bps_device, '" + CACHE + "'",
    "0.3.0, block-io/read-bandwidth, read_bps_device, ' enforced'",
    "0.3.0, block-io/write-bandwidth, write_bps_device, '" + CACHE + "'",
  })
  void aPathOfTheFirstVersionsIsTheDiskOfThePod(
      String version, String name, String file, String told) {
    Planning planning =
        plans().at(version).imageAt(version).image(app(early(version, name, "/tmp 1K"))).app();

    assertThat(values(planning)).contains("= blkio.throttle." + file + " 8:0 1024");
    assertThat(isolators(planning)).containsExactly("a " + name + told);
  }

  @Test
  void aPathOfTheFirstVersionsMayBeAnyOfSeveralDisks() {
    Planning planning =
        new Plans()
            .on(host(early(BOUNDS), "8:0", "8:16"))
            .at("0.3.0")
            .imageAt("0.3.0")
            .image(app(early("0.3.0", "block-io/read-bandwidth", "/tmp 1K")))
            .app();

    assertThat(isolators(planning))
        .containsExactly(
            "a block-io/read-bandwidth modified: it holds for all block devices, not for that of its"
                + " path alone");
  }

  @Test
  void withoutADiskNothingIsLimited() {
    Planning planning =
        new Plans()
            .on(host(early(BOUNDS)))
            .app(app(resource("block-iops", "'default':true,'limit':'1'")));

    assertThat(isolators(planning))
        .containsExactly(
            "a resource/block-iops ignored: no block device is known behind the files of the pod");
  }

  // --- pods bound apps

  private static Planning bounded(Cgroups cgroups, String ofPod, String ofApp) {
    return plans(cgroups)
        .pod(
            "{'apps':[{'name':'a','app':"
                + app(ofApp)
                + "},{'name':'b'}],'isolators':["
                + ofPod
                + "]}");
  }

  @Test
  void aPodBoundsItsApps() {
    Planning planning =
        bounded(
            early(BOUNDS),
            resource("memory", "'limit':'1G'") + "," + resource("cpu", "'limit':'1'"),
            resource("memory", "'limit':'2G','request':'2G'")
                + ","
                + resource("cpu", "'limit':'2'"));

    assertThat(values(planning))
        .containsExactly(
            "+ /c/P",
            "= cpu.cfs_period_us 100000",
            "= cpu.cfs_quota_us 100000",
            "= cpu.shares 1024",
            "+ /c/P/a",
            "= cpu.cfs_period_us 100000",
            "= cpu.cfs_quota_us 100000",
            "= cpu.shares 2048",
            "+ /m/P",
            "= memory.limit_in_bytes 1000000000",
            "= memory.memsw.limit_in_bytes 1000000000",
            "+ /m/P/a",
            "= memory.limit_in_bytes 1000000000",
            "= memory.memsw.limit_in_bytes 1000000000",
            "= memory.soft_limit_in_bytes 1000000000",
            "in /c/P/a",
            "in /m/P/a",
            "in /c/P",
            "in /m/P");
    assertThat(isolators(planning))
        .containsExactly(
            "a resource/memory modified: the pod is limited to 1000000000 bytes",
            "a resource/cpu modified: the pod is limited to 100000 microseconds in 100000",
            "pod resource/memory enforced",
            "pod resource/cpu enforced");
  }

  @Test
  void anAppBelowItsPodIsAsItSays() {
    Planning planning =
        bounded(
            early(BOUNDS), resource("memory", "'limit':'1G'"), resource("memory", "'limit':'1M'"));

    assertThat(isolators(planning))
        .containsExactly("a resource/memory enforced", "pod resource/memory enforced");
  }

  @Test
  void ofVersion2EveryAppIsInACgroupOfItsOwn() {
    Planning planning = bounded(LATE, resource("memory", "'limit':'1G'"), "");

    assertThat(values(planning))
        .containsExactly(
            "+ /u/P",
            "= memory.max 1000000000",
            "= memory.swap.max 0",
            "+ /u/P/a",
            "+ /u/P/b",
            "in /u/P/a",
            "in /u/P/b");
  }

  @Test
  void whatVersion1DoesNotAddUpIsSaidToEachApp() {
    Planning planning =
        bounded(
            early(BOUNDS),
            resource("block-bandwidth", "'default':true,'limit':'2M'"),
            resource("block-iops", "'default':true,'limit':'10'"));

    assertThat(values(planning))
        .containsExactly(
            "+ /b/P",
            "= blkio.throttle.read_bps_device 8:0 2000000",
            "= blkio.throttle.write_bps_device 8:0 2000000",
            "+ /b/P/a",
            "= blkio.throttle.read_bps_device 8:0 2000000",
            "= blkio.throttle.write_bps_device 8:0 2000000",
            "= blkio.throttle.read_iops_device 8:0 10",
            "= blkio.throttle.write_iops_device 8:0 10",
            "in /b/P/a",
            "in /b/P");
    assertThat(isolators(planning))
        .containsExactly(
            "a resource/block-iops" + CACHE,
            "pod resource/block-bandwidth"
                + CACHE
                + "; an app that has such an isolator of its own is held to it by itself");
  }

  @Test
  void aMaskOfThePodBoundsThatOfAnApp() {
    Planning planning =
        plans()
            .at("0.3.0")
            .imageAt("0.3.0")
            .image(app(early("0.3.0", "cpu/mask", "1-2")))
            .pod("{'apps':[{'name':'a'}],'isolators':[{'name':'cpu/mask','value':'2-3'}]}");

    assertThat(values(planning)).contains("= cpuset.cpus 2");
    assertThat(isolators(planning))
        .containsExactly(
            "a cpu/mask modified: the pod is limited to the processors 2-3",
            "pod cpu/mask enforced");
  }

  @Test
  void whatStandsBesideTheImageTakesThePlaceOfTheImages() {
    Planning planning =
        plans()
            .at("0.3.0")
            .imageAt("0.3.0")
            .image(app(early("0.3.0", "memory/limit", "1M")))
            .pod("{'apps':[{'name':'a','isolators':[{'name':'memory/limit','value':'2M'}]}]}");

    assertThat(values(planning)).contains("= memory.limit_in_bytes 2097152");
    assertThat(isolators(planning))
        .containsExactly(
            "a memory/limit ignored: the pod has another one in its place",
            "a memory/limit enforced");
  }

  // --- processes

  private static final Plans FOR_PROCESSES = new Plans();

  @Test
  void aPodHasSoManyProcesses() {
    Planning usual = FOR_PROCESSES.on(host(early(BOUNDS))).with(Plans.OPTIONS).app();
    Planning fewer =
        FOR_PROCESSES
            .on(host(early(BOUNDS)))
            .with(Plans.OPTIONS.withProcesses(new ProcessLimit.Exactly(7)))
            .app();

    assertThat(values(usual)).containsExactly("+ /p/P", "= pids.max 4096", "in /p/P");
    assertThat(values(fewer)).containsExactly("+ /p/P", "= pids.max 7", "in /p/P");
  }

  @Test
  void aNumberOfProcessesThatCannotBeHadIsRefused() {
    Host host = host(new Cgroups.None("there are none"));

    assertThat(values(new Plans().on(host).with(Plans.OPTIONS).app())).isEmpty();
    assertThat(
            refusals(
                new Plans()
                    .on(host)
                    .with(Plans.OPTIONS.withProcesses(new ProcessLimit.Exactly(7)))
                    .app()))
        .containsExactly(
            " the number of processes cannot be limited: there are none; leave the limit out");
  }

  // --- where there are none

  @ParameterizedTest
  @ValueSource(strings = {"memory", "cpu", "block-iops", "block-bandwidth"})
  void withoutCgroupsNothingIsLimited(String name) {
    Planning planning =
        plans(new Cgroups.None("it takes root"))
            .app(app(resource(name, "'default':true,'limit':'1'")));

    assertThat(values(planning)).isEmpty();
    assertThat(isolators(planning))
        .containsExactly("a resource/" + name + " ignored: it takes root");
  }
}
