package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.runtime.cgroup.Use;

/** What an app, or all apps of a pod together, may use of the host. */
final class GroupIsolators {
  private final MemoryIsolators memory;
  private final CpuIsolators cpu;
  private final CpuMaskIsolators mask;
  private final BlockIsolators block;
  private final NetworkIsolators network;

  GroupIsolators(Facilities facilities, Network network) {
    this.memory = new MemoryIsolators(facilities.cgroups());
    this.cpu = new CpuIsolators(facilities.cgroups());
    this.mask = new CpuMaskIsolators(facilities.cgroups());
    this.block = new BlockIsolators(facilities);
    this.network = new NetworkIsolators(network);
  }

  List<IsolatorKind> kinds() {
    return List.of(memory, cpu, mask, block, network);
  }

  NetworkIsolators network() {
    return network;
  }

  CpuIsolators cpu() {
    return cpu;
  }

  /** Allows no more than what who runs the pod is allowed. */
  void boundByHost() {
    cpu.boundByHost();
  }

  /** Allows an app no more than its pod. */
  void bound(GroupIsolators pod) {
    memory.bound(pod.memory);
    cpu.bound(pod.cpu);
    mask.bound(pod.mask);
    block.bound(pod.block);
  }

  /** What is said to the kernel about an app. */
  List<Use> usesOfApp(GroupIsolators pod) {
    List<Use> uses = new ArrayList<>(memory.uses());
    uses.addAll(cpu.uses());
    uses.addAll(mask.uses());
    uses.addAll(block.uses(pod.block));
    return uses;
  }

  /** What is said to the kernel about a pod. */
  List<Use> usesOfPod() {
    List<Use> uses = new ArrayList<>(memory.uses());
    uses.addAll(cpu.uses());
    uses.addAll(mask.uses());
    uses.addAll(block.uses());
    return uses;
  }
}
