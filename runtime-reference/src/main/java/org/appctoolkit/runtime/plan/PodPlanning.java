package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;

/** The planning of one pod. */
final class PodPlanning {
  private static final int LONGEST_HOSTNAME = 64;

  private final Host host;
  private final HostFiles files;
  private final PodManifest pod;
  private final PodOptions options;
  private final Remarks remarks = new Remarks();

  PodPlanning(Host host, HostFiles files, PodManifest pod, PodOptions options) {
    this.host = host;
    this.files = files;
    this.pod = pod;
    this.options = options;
  }

  Planning plan(List<RenderedApp> apps) throws IOException {
    Ports ports = new Ports(pod, options.network(), host, remarks);
    MetadataPlanning metadata = new MetadataPlanning(pod, apps, options);
    List<Step.OfPod> steps = podSteps(ports.forwards(apps), metadata);
    checkCount(apps);
    remarkReductions();
    EmptyVolumes emptyVolumes = new EmptyVolumes(host, options.places(), remarks);
    List<AppPlan> plans = new ArrayList<>();
    List<String> names = names(apps);
    metadata.remark(names, remarks);
    PodIsolators isolators = new PodIsolators(host, files, options, remarks);
    isolators.decide(pod, apps, names);
    steps.addAll(isolators.steps());
    for (int i = 0; i < apps.size(); i++) {
      String name = names.get(i);
      plans.add(
          new AppPlanning(
                  host,
                  files,
                  pod,
                  options,
                  emptyVolumes,
                  ports,
                  metadata,
                  apps.get(i),
                  name,
                  isolators.of(name),
                  remarks.of(name))
              .plan());
    }
    isolators.remark();
    PodPlan plan = new PodPlan(steps, plans);
    if (!remarks.refuses() && plan.bytes() > PodPlan.MOST_BYTES) {
      remarks.refuse(
          Pointer.ROOT,
          "the plan of the pod is longer than " + PodPlan.MOST_BYTES + " bytes",
          "divide the pod, or shorten what its apps are given");
    }
    return remarks.refuses() ? remarks.refused() : remarks.planned(plan, emptyVolumes.all());
  }

  private List<Step.OfPod> podSteps(List<Step.Forward> forwards, MetadataPlanning metadata) {
    List<Step.OfPod> steps = new ArrayList<>();
    steps.add(new Step.Pod(options.uuid()));
    if (options.lifeline()) {
      steps.add(new Step.Lifeline());
    }
    steps.add(new Step.Grace(options.graceMilliseconds()));
    steps.add(new Step.LogLimit(options.logLimitBytes()));
    if (host.hasUserNamespace()) {
      steps.add(new Step.UserNamespace());
      host.uidMaps().forEach(map -> steps.add(new Step.UidMap(map)));
      host.gidMaps().forEach(map -> steps.add(new Step.GidMap(map)));
    }
    steps.add(new Step.Namespaces(namespaces()));
    steps.add(new Step.Hostname(hostname()));
    if (!sharesNetwork()) {
      steps.add(new Step.Loopback(metadata.addresses()));
    }
    if (options.network() instanceof Network.Bridged bridged) {
      steps.add(
          new Step.Interface(
              Network.INTERFACE,
              bridged.peer(),
              bridged.bridge(),
              bridged.address() + "/" + bridged.prefix(),
              bridged.gateway()));
    }
    steps.addAll(forwards);
    steps.addAll(metadata.steps());
    steps.add(new Step.PodRoot(options.places().podRoot()));
    return steps;
  }

  private List<Step.Namespaces.Kind> namespaces() {
    return Stream.of(Step.Namespaces.Kind.values())
        .filter(kind -> kind != Step.Namespaces.Kind.NETWORK || !sharesNetwork())
        .toList();
  }

  private boolean sharesNetwork() {
    return options.network() instanceof Network.OfHost;
  }

  private String hostname() {
    String hostname = options.hostname().orElse(options.uuid());
    if (!hostname.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
        || hostname.length() > LONGEST_HOSTNAME) {
      remarks.refuse(
          Pointer.ROOT,
          Quote.of(hostname) + " is no host name",
          "write up to "
              + LONGEST_HOSTNAME
              + " letters, digits, hyphens and dots, with a letter or digit at both ends");
    }
    return hostname;
  }

  private void checkCount(List<RenderedApp> apps) {
    if (apps.isEmpty()) {
      remarks.refuse(Pointer.ROOT, "the pod has no app", "add one");
    }
    if (apps.size() > PodPlan.MOST_APPS) {
      remarks.refuse(
          Pointer.ROOT,
          "the pod has " + apps.size() + " apps",
          "at most " + PodPlan.MOST_APPS + " are run in one pod");
    }
    if (host.uid() != 0 && !host.hasUserNamespace()) {
      remarks.refuse(
          Pointer.ROOT,
          "this user may not make the namespaces of a pod",
          "run it as root, or let this user have user namespaces");
    }
  }

  private void remarkReductions() {
    OperatingSystem.check(host, remarks);
    boolean unreachable = options.network() instanceof Network.None;
    if (unreachable && (host.hasUserNamespace() || Since.podsNeedAnInterface(pod.version()))) {
      remarks.reduce(
          Pointer.ROOT,
          "other pods cannot reach this one, which has no network interface but loopback"
              + (host.hasUserNamespace() ? ", as a bridge takes root" : ""));
    }
    if (host.hasUserNamespace()) {
      remarks.reduce(
          Pointer.ROOT, "device nodes cannot be made, because the pod has a user namespace");
    }
    if (host.uidMaps().size() == 1 && host.uidMaps().get(0).count() == 1) {
      remarks.reduce(
          Pointer.ROOT,
          "every file of an image belongs to user 0 and group 0, which are all that the pod has");
    }
    if (!host.maySetGroups()) {
      remarks.reduce(
          Pointer.ROOT,
          "apps keep the supplementary groups of who runs the pod, as an ordinary user cannot drop them");
    }
  }

  private List<String> names(List<RenderedApp> apps) {
    Names names = new Names();
    List<Optional<String>> given = apps.stream().map(this::givenName).toList();
    for (int i = 0; i < apps.size(); i++) {
      if (given.get(i).isPresent() && !names.take(given.get(i).get())) {
        remarks.refuse(
            apps.get(i).podApp().pointer(),
            "two apps are called " + Quote.of(given.get(i).get()),
            "give each a name of its own");
      }
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < apps.size(); i++) {
      RenderedApp app = apps.get(i);
      result.add(given.get(i).orElseGet(() -> names.takeLike(likeness(app))));
    }
    return result;
  }

  private Optional<String> givenName(RenderedApp app) {
    return app.podApp()
        .name()
        .map(Located::value)
        .filter(it -> Since.podAppsHaveNames(pod.version()) && Names.isStrict(it));
  }

  private static String likeness(RenderedApp app) {
    return app.podApp().name().map(Located::value).orElse(app.imageName());
  }
}
