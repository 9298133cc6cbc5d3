package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.stream.Stream;

/** What every Linux app finds in its rootfs beside the image. */
final class OperatingSystem {
  /** Devices of the host that every app has. */
  static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty");

  /** What root could break the host with, were it writable. */
  static final List<String> KERNEL_SETTINGS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private OperatingSystem() {}

  static List<String> asked() {
    return Stream.concat(DEVICES.stream(), KERNEL_SETTINGS.stream()).toList();
  }
}
