package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.appctoolkit.model.App;
import org.appctoolkit.model.Isolators;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;

/** What the isolators of an app come to. */
final class AppIsolators {
  private final CapabilityIsolators capabilities;
  private final PrivilegeIsolators privileges = new PrivilegeIsolators();
  private final OomIsolators oom;
  private final SeccompIsolators seccomp;
  private final GroupIsolators group;
  private final Fates fates;
  private final Remarks remarks;
  private List<String> cgroups = List.of();

  AppIsolators(Host host, Network network, Remarks remarks) {
    Facilities facilities = host.facilities();
    this.capabilities = new CapabilityIsolators(facilities.capabilities());
    this.oom = new OomIsolators(host);
    this.seccomp = new SeccompIsolators(facilities.architecture());
    this.group = new GroupIsolators(facilities, network);
    this.remarks = remarks;
    List<IsolatorKind> kinds = new ArrayList<>(group.kinds());
    kinds.addAll(
        List.of(
            capabilities,
            privileges,
            oom,
            seccomp,
            new LabelIsolators(host, remarks),
            new PrivateNetworkIsolators(network)));
    this.fates = new Fates(Isolators.Scope.APP, kinds);
  }

  /**
   * Takes in those of an app. Up to 0.3.0 a pod has some beside the image, which take the place of
   * the image's: who runs it has the last word.
   */
  void add(PodManifest pod, RenderedApp rendered, App app) {
    boolean beside = !Since.podAppsHaveNames(pod.version());
    Set<String> overridden =
        beside
            ? rendered.podApp().isolators().list().stream()
                .flatMap(it -> it.name().map(Located::value).stream())
                .collect(Collectors.toUnmodifiableSet())
            : Set.of();
    fates.add(app.isolators(), rendered.version(), overridden);
    if (beside) {
      fates.add(rendered.podApp().isolators(), pod.version(), Set.of());
    }
  }

  CapabilityIsolators capabilities() {
    return capabilities;
  }

  GroupIsolators group() {
    return group;
  }

  /** Says which cgroups its processes are in. */
  void setCgroups(List<String> paths) {
    cgroups = List.copyOf(paths);
  }

  /** The steps that put its processes into cgroups. */
  List<Step.OfApp> cgroupSteps() {
    return cgroups.stream().<Step.OfApp>map(Step.Cgroup::new).toList();
  }

  /**
   * The steps that take from processes what they may do.
   *
   * @param substituted whether the app runs as user 0 only for want of another, and is to have no
   *     more power than that one
   */
  List<Step.OfApp> steps(boolean substituted) {
    if (substituted) {
      capabilities.withhold("the app runs as user 0 for want of its own, without any capability");
    }
    List<Step.OfApp> steps = new ArrayList<>();
    steps.add(new Step.Capabilities(substituted ? List.of() : capabilities.capabilities()));
    if (privileges.isForbidden()) {
      steps.add(new Step.NoNewPrivileges());
    }
    seccomp.step().ifPresent(steps::add);
    oom.score().ifPresent(it -> steps.add(new Step.OomScoreAdj(it)));
    return steps;
  }

  /** Tells what has become of them. */
  void remark(boolean strict) {
    fates.remark(remarks, strict);
  }
}
