package org.appctoolkit.conformance.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.probe.MissingObservationException;

/**
 * A pod that a runtime was asked to run, and all that is known of it.
 *
 * @param label what the scenario calls it
 * @param nonce of this run
 * @param manifest what the runtime was given
 * @param id what the runtime calls it, unless it refused
 * @param refusal why it refused
 * @param statuses what the runtime told of it, by the occasion; {@link #END} when it was over
 * @param apps its apps by name, if there are logs of them
 */
public record PodRecord(
    String label,
    String nonce,
    String manifest,
    Optional<String> id,
    Optional<String> refusal,
    Map<String, PodStatus> statuses,
    Map<String, AppRecord> apps) {
  /** The occasion of the status after a pod was over. */
  public static final String END = "end";

  /** Copies the maps. */
  public PodRecord {
    statuses = Collections.unmodifiableMap(new LinkedHashMap<>(statuses));
    apps = Collections.unmodifiableMap(new LinkedHashMap<>(apps));
  }

  /**
   * An app of it.
   *
   * @throws MissingObservationException if there are no logs of it
   */
  public AppRecord app(String name) throws MissingObservationException {
    return Optional.ofNullable(apps.get(name))
        .orElseThrow(
            () ->
                new MissingObservationException(
                    "there are no logs of app %s of pod %s%s"
                        .formatted(
                            name, label, refusal.map(it -> ": it was refused: " + it).orElse(""))));
  }

  /**
   * What the runtime told when it was over.
   *
   * @throws MissingObservationException if it was not seen ending
   */
  public PodStatus end() throws MissingObservationException {
    return status(END);
  }

  /**
   * What the runtime told on an occasion.
   *
   * @throws MissingObservationException if it was not asked
   */
  public PodStatus status(String occasion) throws MissingObservationException {
    return Optional.ofNullable(statuses.get(occasion))
        .orElseThrow(
            () ->
                new MissingObservationException(
                    "no status of pod %s on the occasion %s".formatted(label, occasion)));
  }

  /** How an app ended, in the words of the runtime. */
  public Optional<PodStatus.AppStatus> ending(String app) {
    return Optional.ofNullable(statuses.get(END)).flatMap(status -> status.app(app));
  }

  /** Whether the probe was executed in any of its apps. */
  public boolean wasExecuted() {
    return apps.values().stream().anyMatch(app -> app.observations().began());
  }

  /**
   * Whether the runtime did not execute it: refused it, or ended it before any probe began.
   *
   * @throws MissingObservationException if it was started, and neither failed nor has logs
   */
  public boolean wasDeclined() throws MissingObservationException {
    if (wasExecuted()) {
      return false;
    }
    if (refusal.isEmpty() && !end().state().equals("failed") && apps.isEmpty()) {
      throw new MissingObservationException(
          "pod %s was run, and there are no logs of it".formatted(label));
    }
    return true;
  }

  /** What it was and how it ended, in a line. */
  public String evidence() {
    return "pod %s: %s"
        .formatted(
            label,
            refusal
                .map(reason -> "refused: " + reason)
                .orElseGet(
                    () ->
                        Optional.ofNullable(statuses.get(END))
                            .map(
                                end ->
                                    end.state()
                                        + (end.exit().isPresent()
                                            ? ", exit status " + end.exit().getAsInt()
                                            : "")
                                        + end.reason().map(it -> ", " + it).orElse(""))
                            .orElse("not seen ending")));
  }
}
