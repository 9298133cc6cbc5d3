package org.appctoolkit.rule.manifest;

import java.util.List;
import org.appctoolkit.model.Manifest;
import org.appctoolkit.rule.Rule;

/** Rules for manifests of every kind. */
public final class ManifestRules {
  /** Each of them. */
  public static final List<Rule<Manifest>> ALL =
      List.of(
          new AcVersionIsTagged(),
          new AcVersionNamesAKnownVersion(),
          new AcVersionIsNotTooNew(),
          new AppUserCanBeResolved(),
          new AppGroupCanBeResolved(),
          new AppExecIsAnAbsolutePath(),
          new EventHandlerNamesAreUnique(),
          new EnvironmentNamesAreUnique(),
          new MountPointNamesAreUnique(),
          new PortNamesAreUnique(),
          new PortRangeEndsInRange(),
          new PortProtocolIsATransport(),
          new PortsDoNotCollide(),
          new MountPathsDoNotOverlap());

  /** Those that look at several apps of a pod together. */
  public static final List<Rule<Manifest>> OF_APPS_TOGETHER = List.of(new PortsDoNotCollide());

  private ManifestRules() {}
}
