package org.appctoolkit.conformance.driver;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a runtime tells of a pod.
 *
 * @param uuid the UUID of the pod, if the runtime tells it
 * @param state {@code exited} or {@code failed} when the pod is over, any other word before
 * @param exit its exit status, if it has one
 * @param reason why it failed
 * @param address where other pods reach it, if it has an address
 * @param apps its apps, in the order of the runtime
 * @param isolators what became of isolators, as far as the runtime tells
 */
public record PodStatus(
    Optional<String> uuid,
    String state,
    OptionalInt exit,
    Optional<String> reason,
    Optional<String> address,
    List<AppStatus> apps,
    List<IsolatorFate> isolators) {
  private static final Set<String> OVER = Set.of("exited", "failed");

  /** Copies the lists. */
  public PodStatus {
    apps = List.copyOf(apps);
    isolators = List.copyOf(isolators);
  }

  /** Whether the pod has ended, however. */
  public boolean isOver() {
    return OVER.contains(state);
  }

  /** An app by its name in the pod. */
  public Optional<AppStatus> app(String name) {
    return apps.stream().filter(app -> app.name().equals(name)).findFirst();
  }

  /**
   * What a runtime tells of an app.
   *
   * @param exit the status its main process ended with
   * @param signal the signal that ended it
   */
  public record AppStatus(String name, String state, OptionalInt exit, OptionalInt signal) {}

  /**
   * What became of an isolator.
   *
   * @param app the app it is of; empty for one of the pod
   * @param outcome {@code enforced}, {@code modified} or {@code ignored}
   */
  public record IsolatorFate(Optional<String> app, String name, String outcome, String reason) {}
}
