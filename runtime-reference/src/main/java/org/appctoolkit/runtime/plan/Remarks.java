package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/** What is remarked while a pod is planned, in that order. */
final class Remarks {
  private final Optional<String> app;
  private final List<Remark> warnings;
  private final List<Remark> reductions;
  private final List<Remark> refusals;
  private final List<IsolatorRemark> isolators;

  /** Of a whole pod; nothing yet. */
  Remarks() {
    this(
        Optional.empty(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  private Remarks(
      Optional<String> app,
      List<Remark> warnings,
      List<Remark> reductions,
      List<Remark> refusals,
      List<IsolatorRemark> isolators) {
    this.app = app;
    this.warnings = warnings;
    this.reductions = reductions;
    this.refusals = refusals;
    this.isolators = isolators;
  }

  /** The same remarks; what is added here is about an app. */
  Remarks of(String name) {
    return new Remarks(Optional.of(name), warnings, reductions, refusals, isolators);
  }

  void warn(Pointer place, String message) {
    warnings.add(new Remark(app, place, message, ""));
  }

  void reduce(Pointer place, String message) {
    reductions.add(new Remark(app, place, message, ""));
  }

  void refuse(Pointer place, String message, String help) {
    refusals.add(new Remark(app, place, message, help));
  }

  void isolator(
      String name, IsolatorRemark.Outcome outcome, String reason, Pointer place, boolean strict) {
    IsolatorRemark remark = new IsolatorRemark(app, name, outcome, reason);
    isolators.add(remark);
    if (strict && outcome != IsolatorRemark.Outcome.ENFORCED) {
      refuse(place, remark.told(), "leave it out, or run the pod without --strict-isolators");
    }
  }

  /** How many isolators were remarked about. */
  int isolators() {
    return isolators.size();
  }

  /** Whether the pod cannot be run. */
  boolean refuses() {
    return !refusals.isEmpty();
  }

  Planning.Refused refused() {
    return new Planning.Refused(refusals, warnings);
  }

  Planning.Planned planned(PodPlan plan, List<EmptyVolume> emptyVolumes) {
    return new Planning.Planned(plan, emptyVolumes, warnings, reductions, isolators);
  }
}
