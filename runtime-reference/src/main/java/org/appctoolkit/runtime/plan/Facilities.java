package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.seccomp.Architecture;

/**
 * What there is on a host to isolate apps with.
 *
 * @param architecture the one that apps are run on, if its system calls are known
 * @param capabilities those that who makes the pods can give to processes
 * @param oomScoreAdj how readily who makes them is killed when there is no memory, from -1000 to
 *     1000; what apps inherit
 * @param cgroups the cgroups
 * @param disks the block devices with file systems that are mounted, as {@code 8:0}
 */
public record Facilities(
    Optional<Architecture> architecture,
    Set<String> capabilities,
    int oomScoreAdj,
    Cgroups cgroups,
    List<String> disks) {
  /** Nothing but capabilities. */
  public static final Facilities NONE =
      new Facilities(
          Optional.empty(),
          Set.copyOf(Capabilities.LINUX),
          0,
          new Cgroups.None("it is not known which cgroups this host has"),
          List.of());

  /** Copies the collections. */
  public Facilities {
    capabilities = Set.copyOf(capabilities);
    disks = List.copyOf(disks);
  }
}
