package org.appctoolkit.runtime.cgroup;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What cgroups that are made here can have at the most, and how they count.
 *
 * @param cores how many processors they can use at the same time, if the cgroup of who makes them
 *     is itself limited and the kernel takes no more
 * @param cpus the processors that there are
 * @param memoryNodes the memory nodes that there are, as the kernel writes them
 * @param countsSwap whether what is swapped out can be limited
 */
public record Bounds(
    Optional<BigDecimal> cores, CpuSet cpus, String memoryNodes, boolean countsSwap) {}
