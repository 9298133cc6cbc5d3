package org.appctoolkit.runtime.plan;

import java.util.List;

/** What comes of planning. */
public sealed interface Planning {
  /** What the user should know, though it is no obstacle, such as files that a volume hides. */
  List<Remark> warnings();

  /**
   * The pod can be run.
   *
   * @param plan how
   * @param emptyVolumes what has to be made before
   * @param warnings what the user should know
   * @param reductions where less is done than the specification asks for, and why
   * @param isolators every isolator of the apps and of the pod
   */
  record Planned(
      PodPlan plan,
      List<EmptyVolume> emptyVolumes,
      List<Remark> warnings,
      List<Remark> reductions,
      List<IsolatorRemark> isolators)
      implements Planning {
    /** Copies the lists. */
    public Planned {
      emptyVolumes = List.copyOf(emptyVolumes);
      warnings = List.copyOf(warnings);
      reductions = List.copyOf(reductions);
      isolators = List.copyOf(isolators);
    }
  }

  /**
   * The pod cannot be run.
   *
   * @param refusals why; at least one
   * @param warnings what the user should know beside
   */
  record Refused(List<Remark> refusals, List<Remark> warnings) implements Planning {
    /** Copies the lists. */
    public Refused {
      refusals = List.copyOf(refusals);
      warnings = List.copyOf(warnings);
    }
  }
}
