package org.appctoolkit.runtime.plan;

import org.appctoolkit.spec.SpecVersion;

/** The versions at which what an executor has to do changed. */
final class Since {
  private Since() {}

  /** Apps of a pod have a name of their own. */
  static boolean podAppsHaveNames(SpecVersion version) {
    return reached(version, 0, 4, 0);
  }

  /** A pod has to satisfy every mount point. */
  static boolean podsAreReified(SpecVersion version) {
    return reached(version, 0, 5, 0);
  }

  /** A pod has to have an interface that other pods can reach. */
  static boolean podsNeedAnInterface(SpecVersion version) {
    return !reached(version, 0, 5, 2);
  }

  /** Apps do not have to share a mount namespace, and an app is not told who its user is. */
  static boolean appsHaveMountsOfTheirOwn(SpecVersion version) {
    return reached(version, 0, 5, 2);
  }

  /** The environment names the executor. */
  static boolean executorIsNamed(SpecVersion version) {
    return reached(version, 0, 6, 0);
  }

  /** An empty volume is a directory that apps share; before, it was a place in each rootfs. */
  static boolean emptyVolumesAreShared(SpecVersion version) {
    return reached(version, 0, 7, 0);
  }

  /** Processors are counted as a whole; before, in thousandths. */
  static boolean processorsAreCountedWhole(SpecVersion version) {
    return reached(version, 0, 7, 0);
  }

  /** A mount names the path it is at; before, it named a mount point. */
  static boolean mountsHaveAPath(SpecVersion version) {
    return reached(version, 0, 7, 0);
  }

  /** {@code AC_METADATA_URL} is a whole URL; before, the text put {@code http://} before it. */
  static boolean metadataUrlHasAScheme(SpecVersion version) {
    return reached(version, 0, 3, 0);
  }

  /** The metadata service has no address by convention. */
  static boolean metadataHasNoUsualAddress(SpecVersion version) {
    return reached(version, 0, 4, 0);
  }

  /** What is executed may be looked up. */
  static boolean executablesAreLookedUp(SpecVersion version) {
    return version.equals(SpecVersion.OLDEST) || reached(version, 0, 7, 2);
  }

  /** What an app keeps when capabilities are removed is said to be all others. */
  static boolean allOtherCapabilitiesAreKept(SpecVersion version) {
    return reached(version, 0, 5, 2) && !reached(version, 0, 8, 0);
  }

  private static boolean reached(SpecVersion version, int major, int minor, int patch) {
    return version.compareTo(new SpecVersion(major, minor, patch)) >= 0;
  }
}
