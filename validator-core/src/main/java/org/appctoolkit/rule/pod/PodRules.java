package org.appctoolkit.rule.pod;

import java.util.List;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.rule.Rule;

/** Rules for pod manifests (before 0.5.0: container runtime manifests) only. */
public final class PodRules {
  /** Each of them. */
  public static final List<Rule<PodManifest>> ALL =
      List.of(
          new PodHasAnApp(),
          new PodAppNamesAreUnique(),
          new VolumeNamesAreUnique(),
          new PodAnnotationNamesAreUnique(),
          new MountVolumeExists(),
          new MountPointExists(),
          new PodIsReified(),
          new VolumeSourceIsForHostVolumes(),
          new VolumeRecursiveIsForHostVolumes(),
          new VolumeOwnershipIsForEmptyVolumes(),
          new PodPortNamesAPortOfAnApp(),
          new PortNamesAreUniqueInAPod(),
          new HostPortsDoNotCollide(),
          new AppIsolatorsStayWithinThePods());

  private PodRules() {}
}
