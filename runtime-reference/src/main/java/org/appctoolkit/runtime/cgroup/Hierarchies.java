package org.appctoolkit.runtime.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cgroups of one pod in the hierarchies of version 1: only in those that something is said to.
 * An app that has nothing of its own there is in the cgroup of the pod.
 */
final class Hierarchies {
  private final Cgroups.Version1 host;
  private final String pod;

  Hierarchies(Cgroups.Version1 host, String pod) {
    this.host = host;
    this.pod = pod;
  }

  Layout layout(List<Use> ofPod, Map<String, List<Use>> ofApps) {
    List<Group> groups = new ArrayList<>();
    Map<String, List<String>> members = new LinkedHashMap<>();
    for (String directory : new TreeSet<>(host.directories().values())) {
      List<Use> common = in(directory, ofPod);
      boolean wanted =
          !common.isEmpty()
              || ofApps.values().stream().anyMatch(it -> !in(directory, it).isEmpty());
      if (!wanted) {
        continue;
      }
      String place = directory + (directory.endsWith("/") ? "" : "/") + pod;
      groups.add(group(place, directory, common));
      ofApps.forEach(
          (app, uses) -> {
            List<Use> own = in(directory, uses);
            if (!own.isEmpty()) {
              groups.add(group(place + "/" + app, directory, own));
            }
            if (!own.isEmpty() || !common.isEmpty()) {
              members
                  .computeIfAbsent(app, it -> new ArrayList<>())
                  .add(own.isEmpty() ? place : place + "/" + app);
            }
          });
    }
    return new Layout(groups, members);
  }

  private List<Use> in(String directory, List<Use> uses) {
    return uses.stream()
        .filter(it -> directory.equals(host.directories().get(it.controller())))
        .toList();
  }

  private Group group(String path, String directory, List<Use> uses) {
    List<Group.Value> values = new ArrayList<>();
    if (directory.equals(host.directories().get(Controller.CPUSET))) {
      // A new one has neither processors nor memory, and takes no process.
      CpuSet cpus =
          uses.stream()
              .filter(Use.Cpus.class::isInstance)
              .map(it -> ((Use.Cpus) it).set())
              .findFirst()
              .orElse(host.bounds().cpus());
      values.add(new Group.Value("cpuset.cpus", cpus.toString()));
      values.add(new Group.Value("cpuset.mems", host.bounds().memoryNodes()));
    }
    uses.stream().flatMap(this::values).forEach(values::add);
    return new Group(path, values);
  }

  private Stream<Group.Value> values(Use use) {
    if (use instanceof Use.Memory memory) {
      String bytes = Long.toString(memory.bytes());
      Group.Value limit = new Group.Value("memory.limit_in_bytes", bytes);
      return host.bounds().countsSwap()
          ? Stream.of(limit, new Group.Value("memory.memsw.limit_in_bytes", bytes))
          : Stream.of(limit);
    }
    if (use instanceof Use.KeptMemory memory) {
      return one("memory.soft_limit_in_bytes", Long.toString(memory.bytes()));
    }
    if (use instanceof Use.CpuTime time) {
      return Stream.of(
          new Group.Value("cpu.cfs_period_us", Long.toString(Use.CpuTime.PERIOD)),
          new Group.Value("cpu.cfs_quota_us", Long.toString(time.microseconds())));
    }
    if (use instanceof Use.CpuShares shares) {
      return one("cpu.shares", Long.toString(shares.shares()));
    }
    if (use instanceof Use.Processes processes) {
      return one("pids.max", Long.toString(processes.number()));
    }
    if (use instanceof Use.Block block) {
      return one(
          "blkio.throttle." + block.rate().early() + "_device",
          block.device() + " " + block.most());
    }
    return Stream.of();
  }

  private static Stream<Group.Value> one(String file, String text) {
    return Stream.of(new Group.Value(file, text));
  }
}
