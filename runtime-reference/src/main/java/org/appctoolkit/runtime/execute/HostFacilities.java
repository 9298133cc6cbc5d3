package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.runtime.cgroup.Bounds;
import org.appctoolkit.runtime.cgroup.CgroupMounts;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.CpuSet;
import org.appctoolkit.runtime.plan.Facilities;
import org.appctoolkit.runtime.seccomp.Architecture;

/** What the kernel tells about isolating processes of this host. */
final class HostFacilities {
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_MOUNT_BYTES = 16 << 20;
  private static final int MOST_CHILDREN = 1000;
  private static final int MOST_ANCESTORS = 64;
  private static final int BITS = 64;
  private static final String ORDINARY = "an ordinary user cannot make cgroups";
  private static final String NONE = "there is no cgroup hierarchy that can be written to";

  /** A file that says whether a controller of version 1 does what it is asked for. */
  private static final Map<Controller, String> NEEDED =
      Map.of(
          Controller.CPU, "cpu.cfs_quota_us",
          Controller.BLOCK, "blkio.throttle.read_bps_device",
          Controller.MEMORY, "memory.limit_in_bytes");

  private final Path root;
  private final String architecture;

  /**
   * Those of a host.
   *
   * @param root where its {@code /proc} and {@code /sys} are
   * @param architecture as Java calls it
   */
  HostFacilities(Path root, String architecture) {
    this.root = root;
    this.architecture = architecture;
  }

  /**
   * Asks for them.
   *
   * @param privileged whether this is root of the host
   * @throws IOException if {@code /proc} is not what it should be
   */
  Facilities read(boolean privileged) throws IOException {
    String mountinfo = SmallFile.read(at("/proc/self/mountinfo"), MOST_MOUNT_BYTES).orElse("");
    return new Facilities(
        Architecture.ofJava(architecture),
        privileged ? bounding() : known(),
        line("/proc/self/oom_score_adj")
            .filter(it -> it.matches("-?[0-9]{1,4}"))
            .map(Integer::valueOf)
            .orElse(0),
        privileged ? cgroups(mountinfo) : new Cgroups.None(ORDINARY),
        new Disks(root).of(mountinfo));
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  private Optional<String> line(String file) throws IOException {
    return SmallFile.read(at(file), MOST_BYTES).map(String::strip);
  }

  private boolean has(String file) {
    return Files.exists(at(file), LinkOption.NOFOLLOW_LINKS);
  }

  // --- capabilities

  /** Those that a program has that root executes. */
  private Set<String> bounding() throws IOException {
    long mask =
        line("/proc/self/status")
            .orElse("")
            .lines()
            .filter(it -> it.matches("CapBnd:\\s*[0-9a-f]{16}"))
            .map(it -> Long.parseUnsignedLong(it.substring(it.length() - BITS / 4), BITS / 4))
            .findFirst()
            .orElse(-1L);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < Capabilities.LINUX.size(); i++) {
      if (((mask >> i) & 1) != 0) {
        names.add(Capabilities.LINUX.get(i));
      }
    }
    return names;
  }

  /** Those of a new user namespace: all that the kernel knows. */
  private Set<String> known() throws IOException {
    int last =
        line("/proc/sys/kernel/cap_last_cap")
            .filter(it -> it.matches("[0-9]{1,3}"))
            .map(Integer::valueOf)
            .orElse(BITS);
    return Set.copyOf(Capabilities.LINUX.subList(0, Math.min(last + 1, Capabilities.LINUX.size())));
  }

  // --- cgroups

  private Cgroups cgroups(String mountinfo) throws IOException {
    CgroupMounts mounts =
        CgroupMounts.of(mountinfo, SmallFile.read(at("/proc/self/cgroup"), MOST_BYTES).orElse(""));
    Map<Controller, String> directories = new EnumMap<>(Controller.class);
    for (Map.Entry<Controller, String> each : mounts.version1().entrySet()) {
      String needed = NEEDED.getOrDefault(each.getKey(), "cgroup.procs");
      if (has(each.getValue() + "/" + needed)) {
        directories.put(each.getKey(), each.getValue());
      }
    }
    if (!directories.isEmpty()) {
      return version1(directories, mounts);
    }
    return mounts.version2().isPresent()
        ? version2(mounts.version2().get())
        : new Cgroups.None(NONE);
  }

  private Cgroups version1(Map<Controller, String> directories, CgroupMounts mounts)
      throws IOException {
    String cpusets = directories.getOrDefault(Controller.CPUSET, "");
    Optional<CpuSet> cpus =
        first(cpusets, "cpuset.effective_cpus", "cpuset.cpus").flatMap(CpuSet::parse);
    Optional<String> nodes = first(cpusets, "cpuset.effective_mems", "cpuset.mems");
    if (cpus.isEmpty() || nodes.isEmpty()) {
      directories.remove(Controller.CPUSET);
    }
    Optional<BigDecimal> cores =
        directories.containsKey(Controller.CPU)
            ? cores(
                directories.getOrDefault(Controller.CPU, ""),
                mounts.roots().getOrDefault(Controller.CPU, "/"))
            : Optional.empty();
    boolean countsSwap =
        has(directories.getOrDefault(Controller.MEMORY, "") + "/memory.memsw.limit_in_bytes");
    return new Cgroups.Version1(
        directories,
        new Bounds(cores, cpus.isPresent() ? cpus.get() : online(), nodes.orElse(""), countsSwap));
  }

  private Optional<String> first(String directory, String... files) throws IOException {
    for (String file : files) {
      Optional<String> text = line(directory + "/" + file).filter(it -> !it.isEmpty());
      if (!directory.isEmpty() && text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  /** How many processors a cgroup and those above it allow at the most. */
  private Optional<BigDecimal> cores(String own, String top) throws IOException {
    Optional<BigDecimal> least = Optional.empty();
    String directory = own;
    for (int i = 0; i < MOST_ANCESTORS && directory.startsWith(top); i++) {
      Optional<Long> quota = number(directory + "/cpu.cfs_quota_us");
      Optional<Long> period = number(directory + "/cpu.cfs_period_us");
      if (quota.isPresent() && period.isPresent() && period.get() > 0) {
        BigDecimal here =
            BigDecimal.valueOf(quota.get())
                .divide(BigDecimal.valueOf(period.get()), 5, RoundingMode.FLOOR)
                .stripTrailingZeros();
        least = Optional.of(least.map(here::min).orElse(here));
      }
      directory = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
    }
    return least;
  }

  /** A number in a file; empty for none, which the kernel writes as one below zero. */
  private Optional<Long> number(String file) throws IOException {
    return line(file).filter(it -> it.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  private Cgroups version2(String directory) throws IOException {
    Set<Controller> controllers = new HashSet<>();
    for (String name : line(directory + "/cgroup.subtree_control").orElse("").split("\\s+", -1)) {
      Controller.ofVersion2(name).ifPresent(controllers::add);
    }
    Optional<CpuSet> cpus = first(directory, "cpuset.cpus.effective").flatMap(CpuSet::parse);
    return new Cgroups.Version2(
        directory,
        controllers,
        new Bounds(
            Optional.empty(),
            cpus.isPresent() ? cpus.get() : online(),
            "",
            someChildHas(directory, "memory.swap.max")));
  }

  /** Whether a cgroup here has a file; the topmost itself never has those of limits. */
  private boolean someChildHas(String directory, String file) throws IOException {
    int looked = 0;
    try (DirectoryStream<Path> children = Files.newDirectoryStream(at(directory))) {
      for (Path child : children) {
        if (Files.exists(child.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
          return true;
        }
        if (++looked > MOST_CHILDREN) {
          return false;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return false;
  }

  private CpuSet online() throws IOException {
    return line("/sys/devices/system/cpu/online").flatMap(CpuSet::parse).orElse(CpuSet.NONE);
  }

  /** Where the host itself is. */
  static HostFacilities ofThisHost() {
    return new HostFacilities(Path.of("/"), System.getProperty("os.arch", ""));
  }

  /** Words of a line as the kernel writes it. */
  static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }
}
