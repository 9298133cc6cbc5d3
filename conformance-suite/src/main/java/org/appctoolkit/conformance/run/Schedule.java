package org.appctoolkit.conformance.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.conformance.scenario.Resource;

/**
 * Which scenario is played next: the first whose resources nobody uses. What needs the whole
 * machine comes last, so that it is waited for only once.
 */
final class Schedule {
  private final List<Order> waiting;
  private int running;
  private boolean machineUsed;
  private boolean portsUsed;

  Schedule(List<Order> orders) {
    waiting = new ArrayList<>(orders);
  }

  /** The next one, as soon as it can be played; empty if there are no more. */
  synchronized Optional<Order> take() throws InterruptedException {
    while (!waiting.isEmpty()) {
      Optional<Order> next = next();
      if (next.isPresent()) {
        begin(next.get());
        return next;
      }
      wait();
    }
    return Optional.empty();
  }

  private Optional<Order> next() {
    Optional<Order> next =
        waiting.stream().filter(it -> !needsMachine(it)).filter(this::canBegin).findFirst();
    return next.isPresent() ? next : waiting.stream().filter(this::canBegin).findFirst();
  }

  private boolean canBegin(Order order) {
    Set<Resource> resources = order.scenario().resources();
    return !machineUsed
        && !(needsMachine(order) && running > 0)
        && !(resources.contains(Resource.HOST_PORTS) && portsUsed);
  }

  private static boolean needsMachine(Order order) {
    return order.scenario().resources().contains(Resource.MACHINE);
  }

  private void begin(Order order) {
    waiting.remove(order);
    running++;
    machineUsed |= needsMachine(order);
    portsUsed |= order.scenario().resources().contains(Resource.HOST_PORTS);
  }

  /** Notes that one is over. */
  synchronized void over(Order order) {
    running--;
    machineUsed &= !needsMachine(order);
    portsUsed &= !order.scenario().resources().contains(Resource.HOST_PORTS);
    notifyAll();
  }

  /** Forgets those that were not begun. */
  synchronized void end() {
    waiting.clear();
    notifyAll();
  }
}
