package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.CpuSet;
import org.appctoolkit.runtime.cgroup.Use;

/** On which processors apps run; of several sets, those that are in all. */
final class CpuMaskIsolators implements IsolatorKind {
  private final Cgroups cgroups;
  private Optional<CpuSet> allowed = Optional.empty();
  private final List<Fate> fates = new ArrayList<>();

  CpuMaskIsolators(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  @Override
  public Set<String> names() {
    return Set.of("cpu/mask");
  }

  @Override
  public void add(Fate fate) {
    Optional<String> obstacle = cgroups.obstacle(Controller.CPUSET);
    if (obstacle.isPresent()) {
      fate.ignore(obstacle.get());
      return;
    }
    Optional<String> text = fate.text();
    Optional<CpuSet> wanted = text.flatMap(CpuSet::parse);
    if (wanted.isEmpty()) {
      fate.misunderstand();
      return;
    }
    CpuSet there = cgroups.bounds().cpus();
    CpuSet usable = wanted.get().and(there);
    if (usable.size() == 0) {
      fate.ignore("this host has none of these processors, but " + there);
      return;
    }
    if (!usable.equals(wanted.get())) {
      fate.modify("this host has only " + usable + " of these processors");
    }
    narrow(usable, fate, "another one beside it has none of these processors");
  }

  private void narrow(CpuSet set, Fate fate, String conflict) {
    CpuSet both = allowed.map(set::and).orElse(set);
    if (both.size() == 0) {
      fate.ignore(conflict);
    } else {
      allowed = Optional.of(both);
      fates.add(fate);
    }
  }

  /** Allows an app no more than its pod. */
  void bound(CpuMaskIsolators pod) {
    if (allowed.isEmpty() || pod.allowed.isEmpty()) {
      return;
    }
    CpuSet both = allowed.get().and(pod.allowed.get());
    String reason = "the pod is limited to the processors " + pod.allowed.get();
    if (both.size() == 0) {
      fates.forEach(it -> it.ignore(reason));
      allowed = Optional.empty();
    } else if (!both.equals(allowed.get())) {
      fates.forEach(it -> it.modify(reason));
      allowed = Optional.of(both);
    }
  }

  /** What is said to the kernel. */
  List<Use> uses() {
    return allowed.<List<Use>>map(it -> List.of(new Use.Cpus(it))).orElse(List.of());
  }
}
