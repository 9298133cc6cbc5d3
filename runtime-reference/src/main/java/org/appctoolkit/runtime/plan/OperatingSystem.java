package org.appctoolkit.runtime.plan;

import static org.appctoolkit.runtime.plan.Step.MountWord.NODEV;
import static org.appctoolkit.runtime.plan.Step.MountWord.NOEXEC;
import static org.appctoolkit.runtime.plan.Step.MountWord.NOSUID;
import static org.appctoolkit.runtime.plan.Step.MountWord.READ_ONLY;
import static org.appctoolkit.runtime.plan.Step.MountWord.RECURSIVE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.document.Pointer;

/**
 * What every Linux app finds in its rootfs beside the image: the list of the newest OS-SPEC, at
 * every version, as older ones ask for less of the same.
 *
 * <p>A device node that an app makes opens nothing, wherever it makes it; the devices below are
 * those of the host, seen through mounts of their own. What root could change the host with in
 * {@code /proc}, above all the program that the kernel runs for a core dump, can only be read,
 * unless a user namespace already sees to that.
 */
final class OperatingSystem {
  private static final List<String> DEVICES =
      List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty");

  private static final List<String> KERNEL_SETTINGS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private static final Map<String, String> LINKS =
      new TreeMap<>(
          Map.of(
              "/dev/fd", "/proc/self/fd",
              "/dev/ptmx", "pts/ptmx",
              "/dev/stderr", "/proc/self/fd/2",
              "/dev/stdin", "/proc/self/fd/0",
              "/dev/stdout", "/proc/self/fd/1"));

  /** Where nothing else may be mounted, as each of them has to be there. */
  static final Set<String> RESERVED =
      Stream.concat(
              DEVICES.stream(),
              Stream.of(
                  "/dev", "/dev/console", "/dev/ptmx", "/dev/pts", "/dev/shm", "/proc", "/sys"))
          .collect(Collectors.toUnmodifiableSet());

  /** What hides all that an image has in the same place. */
  static final List<String> MOUNTED = List.of("/dev", "/proc", "/sys");

  /** The group {@code tty} of every distribution. */
  private static final long TERMINALS = 5;

  private OperatingSystem() {}

  /** What has to be known of a host. */
  static List<String> asked() {
    return Stream.concat(DEVICES.stream(), KERNEL_SETTINGS.stream()).toList();
  }

  /** Remarks what a host does not have. */
  static void check(Host host, Remarks remarks) {
    for (String device : DEVICES) {
      if (!host.present().contains(device)) {
        remarks.reduce(
            Pointer.ROOT, "apps have no " + device + ", because the host does not have it");
      }
    }
  }

  /** The steps that make it, in a rootfs that can be written to. */
  static List<Step.OfApp> steps(Host host, Network network) {
    List<Step.OfApp> steps = new ArrayList<>();
    mount(steps, "proc", "/proc", List.of(NOSUID, NODEV, NOEXEC), "");
    if (!host.hasUserNamespace()) {
      for (String path : KERNEL_SETTINGS) {
        if (host.present().contains(path)) {
          steps.add(new Step.Bind(path, path, List.of(READ_ONLY, NOSUID, NODEV, NOEXEC)));
        }
      }
    }
    if (host.hasUserNamespace() && network instanceof Network.OfHost) {
      // It shows a network, and only who that belongs to may mount it.
      steps.add(new Step.Directory("/sys", 0755, 0, 0, true));
      steps.add(
          new Step.Bind("/sys", "/sys", List.of(RECURSIVE, READ_ONLY, NOSUID, NODEV, NOEXEC)));
    } else {
      mount(steps, "sysfs", "/sys", List.of(READ_ONLY, NOSUID, NODEV, NOEXEC), "");
    }
    mount(steps, "tmpfs", "/dev", List.of(NOSUID, NODEV, NOEXEC), "mode=0755,size=1m");
    for (String device : DEVICES) {
      if (host.present().contains(device)) {
        steps.add(new Step.File(device, 0666, 0, 0, ""));
        steps.add(new Step.Bind(device, device, List.of(NOSUID, NOEXEC)));
      }
    }
    mount(steps, "devpts", "/dev/pts", List.of(NOSUID, NOEXEC), terminalOptions(host));
    mount(steps, "tmpfs", "/dev/shm", List.of(NOSUID, NODEV), "mode=1777");
    LINKS.forEach((path, target) -> steps.add(new Step.Link(path, target)));
    steps.add(new Step.File("/dev/console", 0600, 0, 0, ""));
    steps.add(new Step.Console("/dev/console"));
    return steps;
  }

  private static String terminalOptions(Host host) {
    String options = "newinstance,ptmxmode=0666,mode=0620";
    boolean mapped =
        host.gidMaps().isEmpty() || host.gidMaps().stream().anyMatch(it -> it.contains(TERMINALS));
    return mapped ? options + ",gid=" + TERMINALS : options;
  }

  /** Mounts it on a directory, whatever the image has in that place. */
  private static void mount(
      List<Step.OfApp> steps, String type, String path, List<Step.MountWord> how, String options) {
    steps.add(new Step.Directory(path, 0755, 0, 0, true));
    steps.add(new Step.Mount(type, path, how, options));
  }
}
