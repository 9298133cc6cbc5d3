package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Quantity;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.Use;

/** How much memory there is. */
final class MemoryIsolators implements IsolatorKind {
  private static final long PAGE = 4096;
  private static final long MOST = 1L << 62;

  private final Cgroups cgroups;
  private final Lowest limit = new Lowest();
  private final Lowest request = new Lowest();

  MemoryIsolators(Cgroups cgroups) {
    this.cgroups = cgroups;
  }

  @Override
  public Set<String> names() {
    return Set.of("resource/memory", "memory/limit");
  }

  @Override
  public void add(Fate fate) {
    Optional<String> obstacle = cgroups.obstacle(Controller.MEMORY);
    if (obstacle.isPresent()) {
      fate.ignore(obstacle.get());
    } else if (fate.name().equals("memory/limit")) {
      fate.text()
          .flatMap(text -> Amounts.early(fate, text))
          .ifPresent(bytes -> limit.offer(Amounts.whole(fate, bytes, PAGE, MOST, "bytes"), fate));
    } else if (fate.isolator().value().orElse(null) instanceof Json.Obj) {
      addResource(fate);
    } else {
      fate.misunderstand();
    }
    if (!fate.isIgnored() && limit.value().isPresent() && !cgroups.bounds().countsSwap()) {
      fate.modify("what is swapped out does not count");
    }
  }

  private void addResource(Fate fate) {
    Optional<Long> most = bytes(fate, "limit");
    Optional<Long> kept = bytes(fate, "request");
    if (fate.isIgnored()) {
      return;
    }
    if (most.isEmpty() && kept.isEmpty()) {
      fate.ignore("it has neither a limit nor a request");
    }
    if (most.isPresent() && kept.isPresent() && kept.get() > most.get()) {
      fate.modify("its request is lowered to its limit");
    }
    most.ifPresent(it -> limit.offer(it, fate));
    // Without one it is the limit, and all that there is would be kept: that says nothing.
    kept.ifPresent(it -> request.offer(Math.min(it, most.orElse(it)), fate));
  }

  private static Optional<Long> bytes(Fate fate, String key) {
    return Amounts.of(fate, key)
        .map(Quantity::value)
        .map(it -> Amounts.whole(fate, it, PAGE, MOST, "bytes"));
  }

  /** Allows an app no more than its pod. */
  void bound(MemoryIsolators pod) {
    pod.limit
        .value()
        .ifPresent(
            most -> {
              String reason = "the pod is limited to " + most + " bytes";
              limit.atMost(most, reason);
              request.atMost(most, reason);
            });
  }

  /** What is said to the kernel. */
  List<Use> uses() {
    List<Use> uses = new ArrayList<>();
    limit.value().ifPresent(it -> uses.add(new Use.Memory(it)));
    request.value().ifPresent(it -> uses.add(new Use.KeptMemory(it)));
    return uses;
  }
}
