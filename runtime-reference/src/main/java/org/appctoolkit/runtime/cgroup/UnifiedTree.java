package org.appctoolkit.runtime.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cgroups of one pod in the hierarchy of version 2. As processes can only be in those that have
 * none below them, each app has its own as soon as the pod has one.
 */
final class UnifiedTree {
  private static final long MOST_WEIGHT = 10_000;

  private final Cgroups.Version2 host;
  private final String pod;

  UnifiedTree(Cgroups.Version2 host, String pod) {
    this.host = host;
    this.pod = pod;
  }

  Layout layout(List<Use> ofPod, Map<String, List<Use>> ofApps) {
    if (ofPod.isEmpty() && ofApps.values().stream().allMatch(List::isEmpty)) {
      return Layout.NONE;
    }
    String place = host.directory() + (host.directory().endsWith("/") ? "" : "/") + pod;
    List<Group> groups = new ArrayList<>();
    groups.add(podGroup(place, ofPod, ofApps));
    Map<String, List<String>> members = new LinkedHashMap<>();
    ofApps.forEach(
        (app, uses) -> {
          String own = place + "/" + app;
          groups.add(new Group(own, uses.stream().flatMap(this::values).toList()));
          members.put(app, List.of(own));
        });
    return new Layout(groups, members);
  }

  private Group podGroup(String place, List<Use> ofPod, Map<String, List<Use>> ofApps) {
    List<Group.Value> values = new ArrayList<>(ofPod.stream().flatMap(this::values).toList());
    long kept = kept(ofApps);
    if (kept > 0 && ofPod.stream().noneMatch(Use.KeptMemory.class::isInstance)) {
      // What is kept for an app is kept for nobody unless it is for the pod as well.
      values(new Use.KeptMemory(kept)).forEach(values::add);
    }
    SortedSet<Controller> controllers = new TreeSet<>();
    ofApps.values().forEach(uses -> uses.forEach(use -> controllers.add(use.controller())));
    if (controllers.contains(Controller.BLOCK) && host.limitsWritingBehind()) {
      // Who has written something is known by whose memory it lies in.
      controllers.add(Controller.MEMORY);
    }
    if (!controllers.isEmpty()) {
      values.add(
          new Group.Value(
              "cgroup.subtree_control",
              String.join(" ", controllers.stream().map(it -> "+" + it.late()).toList())));
    }
    return new Group(place, values);
  }

  private static long kept(Map<String, List<Use>> ofApps) {
    long sum = 0;
    for (List<Use> uses : ofApps.values()) {
      for (Use use : uses) {
        if (use instanceof Use.KeptMemory memory) {
          sum = memory.bytes() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + memory.bytes();
        }
      }
    }
    return sum;
  }

  private Stream<Group.Value> values(Use use) {
    if (use instanceof Use.Memory memory) {
      Group.Value limit = new Group.Value("memory.max", Long.toString(memory.bytes()));
      return host.bounds().countsSwap()
          ? Stream.of(limit, new Group.Value("memory.swap.max", "0"))
          : Stream.of(limit);
    }
    if (use instanceof Use.KeptMemory memory) {
      return one("memory.low", Long.toString(memory.bytes()));
    }
    if (use instanceof Use.CpuTime time) {
      return one("cpu.max", time.microseconds() + " " + Use.CpuTime.PERIOD);
    }
    if (use instanceof Use.CpuShares shares) {
      return one("cpu.weight", Long.toString(weight(shares.shares())));
    }
    if (use instanceof Use.Cpus cpus) {
      return one("cpuset.cpus", cpus.set().toString());
    }
    if (use instanceof Use.Processes processes) {
      return one("pids.max", Long.toString(processes.number()));
    }
    if (use instanceof Use.Block block) {
      return one("io.max", block.device() + " " + block.rate().late() + "=" + block.most());
    }
    return Stream.of();
  }

  /** Shares from 2 to 262144 as a weight from 1 to 10000. */
  private static long weight(long shares) {
    long least = Use.CpuShares.LEAST;
    return 1 + (shares - least) * (MOST_WEIGHT - 1) / (Use.CpuShares.MOST - least);
  }

  private static Stream<Group.Value> one(String file, String text) {
    return Stream.of(new Group.Value(file, text));
  }
}
