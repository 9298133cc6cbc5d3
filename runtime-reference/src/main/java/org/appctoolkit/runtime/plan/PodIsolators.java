package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Capabilities;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.runtime.cgroup.Cgroups;
import org.appctoolkit.runtime.cgroup.Controller;
import org.appctoolkit.runtime.cgroup.Group;
import org.appctoolkit.runtime.cgroup.Layout;
import org.appctoolkit.runtime.cgroup.Use;

/** What the isolators of a pod and of its apps come to: the pod's bound those of each app. */
final class PodIsolators {
  private static final String PREFIX = "appc-";

  private final Host host;
  private final PodOptions options;
  private final CapabilityIsolators capabilities;
  private final GroupIsolators group;
  private final SysctlIsolators sysctl;
  private final Fates fates;
  private final Remarks remarks;
  private final Map<String, AppIsolators> apps = new LinkedHashMap<>();
  private Layout layout = Layout.NONE;
  private Optional<Long> rate = Optional.empty();

  PodIsolators(Host host, HostFiles files, PodOptions options, Remarks remarks) {
    this.host = host;
    this.options = options;
    this.remarks = remarks;
    Facilities facilities = host.facilities();
    this.capabilities = new CapabilityIsolators(facilities.capabilities());
    this.group = new GroupIsolators(facilities, options.network());
    this.sysctl = new SysctlIsolators(options.network(), files);
    List<IsolatorKind> kinds = new ArrayList<>(group.kinds());
    kinds.addAll(
        List.of(
            capabilities,
            sysctl,
            new LabelIsolators(host, remarks),
            new PrivateNetworkIsolators(options.network())));
    this.fates = new Fates(Isolators.Scope.POD, kinds);
  }

  /**
   * Decides about all of them.
   *
   * @param rendered the apps of the pod
   * @param names what they are called on disk
   */
  void decide(PodManifest pod, List<RenderedApp> rendered, List<String> names) throws IOException {
    fates.add(pod.ownIsolators(), pod.version(), Set.of());
    sysctl.decide();
    group.boundByHost();
    for (int i = 0; i < rendered.size(); i++) {
      AppIsolators app = new AppIsolators(host, options.network(), remarks.of(names.get(i)));
      Optional<App> executed = rendered.get(i).app();
      if (executed.isPresent()) {
        app.add(pod, rendered.get(i), executed.get());
      }
      app.capabilities().bound(capabilities);
      app.group().bound(group);
      app.group().boundByHost();
      apps.put(names.get(i), app);
    }
    rate =
        NetworkIsolators.rate(
            group.network(), apps.values().stream().map(it -> it.group().network()).toList());
    layOut();
    tellOfMissingCapabilities();
  }

  private void layOut() {
    Map<String, List<Use>> ofApps = new LinkedHashMap<>();
    apps.forEach((name, app) -> ofApps.put(name, app.group().usesOfApp(group)));
    List<Use> ofPod = new ArrayList<>(group.usesOfPod());
    sumOfShares().ifPresent(it -> ofPod.add(new Use.CpuShares(it)));
    processes().ifPresent(it -> ofPod.add(new Use.Processes(it)));
    layout = host.facilities().cgroups().layout(PREFIX + options.uuid(), ofPod, ofApps);
    apps.forEach((name, app) -> app.setCgroups(layout.of(name)));
  }

  /** What a pod has of the processors if it does not say so, but its apps do. */
  private Optional<Long> sumOfShares() {
    List<Optional<Long>> shares =
        apps.values().stream().map(it -> it.group().cpu().part()).toList();
    if (group.cpu().part().isPresent() || shares.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    long sum = shares.stream().mapToLong(it -> it.orElse(Use.CpuShares.USUAL)).sum();
    return Optional.of(Math.min(sum, Use.CpuShares.MOST));
  }

  private Optional<Long> processes() {
    Cgroups cgroups = host.facilities().cgroups();
    Optional<String> obstacle = cgroups.obstacle(Controller.PIDS);
    if (obstacle.isPresent() && options.processes() instanceof ProcessLimit.Exactly) {
      remarks.refuse(
          Pointer.ROOT,
          "the number of processes cannot be limited: " + obstacle.get(),
          "leave the limit out");
    }
    return obstacle.isPresent() ? Optional.empty() : options.processes().most();
  }

  private void tellOfMissingCapabilities() {
    List<String> missing =
        Capabilities.DEFAULT.stream()
            .filter(it -> !host.facilities().capabilities().contains(it))
            .toList();
    if (!missing.isEmpty()) {
      remarks.reduce(
          Pointer.ROOT,
          "no app has "
              + String.join(", ", missing)
              + " of the default set, which who runs the pod does not have");
    }
  }

  /** Those of an app. */
  AppIsolators of(String app) {
    AppIsolators found = apps.get(app);
    if (found == null) {
      throw new IllegalArgumentException("there is no app " + app);
    }
    return found;
  }

  /** The steps for the pod, behind those that set up its namespaces and network. */
  List<Step.OfPod> steps() {
    List<Step.OfPod> steps = new ArrayList<>();
    rate.ifPresent(it -> steps.add(new Step.InterfaceRate(it)));
    steps.addAll(sysctl.steps());
    for (Group each : layout.groups()) {
      steps.add(new Step.MakeCgroup(each.path()));
      each.values().forEach(it -> steps.add(new Step.CgroupValue(it.file(), it.text())));
    }
    return steps;
  }

  /** Tells what has become of all of them, and refuses what is to be enforced and is not. */
  void remark() {
    boolean strict = options.strictIsolators();
    apps.values().forEach(it -> it.remark(strict));
    fates.remark(remarks, strict);
    if (remarks.isolators() > IsolatorRemark.MOST) {
      remarks.refuse(
          Pointer.ROOT,
          "the pod has " + remarks.isolators() + " isolators",
          "at most " + IsolatorRemark.MOST + " are decided about");
    }
  }
}
