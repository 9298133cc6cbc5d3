package org.appctoolkit.runtime.cgroup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cgroups that a host has.
 *
 * <p>A pod has cgroups of its own only where something is to be limited; each app is then in one
 * below that of the pod, which bounds all of them together.
 */
public sealed interface Cgroups {
  /** Why nothing can be said to a controller; empty if something can. */
  Optional<String> obstacle(Controller controller);

  /** What there is at the most. */
  Bounds bounds();

  /** Whether what a pod may use of block devices bounds what its apps use together. */
  boolean blockBoundsAddUp();

  /** Whether what is written to files is limited also when it is written to the disk later. */
  boolean limitsWritingBehind();

  /**
   * The cgroups of a pod.
   *
   * @param pod what its cgroups are called
   * @param ofPod what all apps together may use
   * @param ofApps what each app may use, by its name
   */
  Layout layout(String pod, List<Use> ofPod, Map<String, List<Use>> ofApps);

  /**
   * None that can be used.
   *
   * @param reason why
   */
  record None(String reason) implements Cgroups {
    private static final Bounds BOUNDS = new Bounds(Optional.empty(), CpuSet.NONE, "", false);

    @Override
    public Optional<String> obstacle(Controller controller) {
      return Optional.of(reason);
    }

    @Override
    public Bounds bounds() {
      return BOUNDS;
    }

    @Override
    public boolean blockBoundsAddUp() {
      return false;
    }

    @Override
    public boolean limitsWritingBehind() {
      return false;
    }

    @Override
    public Layout layout(String pod, List<Use> ofPod, Map<String, List<Use>> ofApps) {
      return Layout.NONE;
    }
  }

  /**
   * Those of version 1: a hierarchy for each controller, or for several.
   *
   * @param directories where cgroups are made for each controller that there is
   */
  record Version1(Map<Controller, String> directories, Bounds bounds) implements Cgroups {
    /** Copies the map. */
    public Version1 {
      directories = Map.copyOf(directories);
    }

    @Override
    public Optional<String> obstacle(Controller controller) {
      return directories.containsKey(controller)
          ? Optional.empty()
          : Optional.of("no cgroup hierarchy of " + controller.early() + " can be used here");
    }

    /** The kernel takes every cgroup by itself. */
    @Override
    public boolean blockBoundsAddUp() {
      return false;
    }

    /** The kernel writes it for nobody in particular. */
    @Override
    public boolean limitsWritingBehind() {
      return false;
    }

    @Override
    public Layout layout(String pod, List<Use> ofPod, Map<String, List<Use>> ofApps) {
      return new Hierarchies(this, pod).layout(ofPod, ofApps);
    }
  }

  /**
   * That of version 2.
   *
   * @param directory where cgroups are made
   * @param controllers those that cgroups there have
   */
  record Version2(String directory, Set<Controller> controllers, Bounds bounds) implements Cgroups {
    /** Copies the set. */
    public Version2 {
      controllers = Set.copyOf(controllers);
    }

    @Override
    public Optional<String> obstacle(Controller controller) {
      return controllers.contains(controller)
          ? Optional.empty()
          : Optional.of(
              "the cgroup controller "
                  + controller.late()
                  + " is not enabled for what lies in "
                  + directory);
    }

    @Override
    public boolean blockBoundsAddUp() {
      return true;
    }

    @Override
    public boolean limitsWritingBehind() {
      return controllers.contains(Controller.MEMORY);
    }

    @Override
    public Layout layout(String pod, List<Use> ofPod, Map<String, List<Use>> ofApps) {
      return new UnifiedTree(this, pod).layout(ofPod, new LinkedHashMap<>(ofApps));
    }
  }
}
