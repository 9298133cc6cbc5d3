package org.appctoolkit.runtime.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.App;
import org.appctoolkit.model.EventHandler;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.PodManifest;
import org.appctoolkit.spec.SpecVersion;

/** The planning of one app of a pod. */
final class AppPlanning {
  private static final String HOSTS = "/etc/hosts";
  private static final String PRE_START = "pre-start";
  private static final String POST_STOP = "post-stop";

  private final Host host;
  private final HostFiles files;
  private final PodManifest pod;
  private final PodOptions options;
  private final EmptyVolumes emptyVolumes;
  private final Ports ports;
  private final MetadataPlanning metadata;
  private final RenderedApp rendered;
  private final String name;
  private final AppIsolators isolators;
  private final Remarks remarks;
  private final List<Step.OfApp> steps = new ArrayList<>();

  AppPlanning(
      Host host,
      HostFiles files,
      PodManifest pod,
      PodOptions options,
      EmptyVolumes emptyVolumes,
      Ports ports,
      MetadataPlanning metadata,
      RenderedApp rendered,
      String name,
      AppIsolators isolators,
      Remarks remarks) {
    this.host = host;
    this.files = files;
    this.pod = pod;
    this.options = options;
    this.emptyVolumes = emptyVolumes;
    this.ports = ports;
    this.metadata = metadata;
    this.rendered = rendered;
    this.name = name;
    this.isolators = isolators;
    this.remarks = remarks;
  }

  /** The plan; of no use if something was refused. */
  AppPlan plan() throws IOException {
    if (rendered.app().isEmpty()) {
      remarks.refuse(
          rendered.podApp().pointer(),
          "there is nothing to execute: neither the pod nor the image has an app",
          "give the pod an app for this image");
      return new AppPlan(name, steps);
    }
    App app = rendered.app().get();
    setUpRootfs(app);
    Owner owner = new OwnerSearch(host, rendered.rootfs(), remarks).of(app);
    addOwner(owner);
    addExecution(app, owner);
    return new AppPlan(name, steps);
  }

  private void setUpRootfs(App app) throws IOException {
    boolean ownMounts = Since.appsHaveMountsOfTheirOwn(pod.version());
    Places places = options.places();
    String target = ownMounts ? places.rootfs(name) : places.podRoot() + "/" + name;
    if (ownMounts) {
      steps.add(new Step.OwnMounts());
    }
    steps.addAll(isolators.cgroupSteps());
    steps.add(
        host.overlay()
            ? new Step.Overlay(
                rendered.tree(),
                places.upper(name),
                places.work(name),
                target,
                host.hasUserNamespace())
            : new Step.BindRoot(places.copy(name), target));
    steps.add(new Step.Root(target));
    steps.addAll(OperatingSystem.steps(host, options.network()));
    mountVolumes(app);
    if (rendered.podApp().readOnlyRootFs()) {
      steps.add(new Step.Seal());
    }
    steps.add(new Step.Enter(ownMounts ? Step.Enter.Way.PIVOT : Step.Enter.Way.CHROOT));
  }

  private void mountVolumes(App app) throws IOException {
    Targets targets =
        new Targets(
            pod.version(), rendered.rootfs(), new Sources(files, remarks), emptyVolumes, remarks);
    Mounting mounting = new Mounting(pod, options.fillMountPoints(), remarks);
    for (Mounting.Wanted wanted : mounting.of(rendered.podApp().mounts(), app)) {
      targets.add(wanted);
    }
    // Before the volumes: nothing is ever made in one.
    if (!targets.decideAboutHosts() && rendered.rootfs().at(HOSTS).isEmpty()) {
      steps.add(new Step.File(HOSTS, 0644, 0, 0, hosts()));
    }
    steps.addAll(targets.steps());
  }

  private String hosts() {
    String own =
        options.network() instanceof Network.Bridged bridged ? bridged.address() : "127.0.0.1";
    return "127.0.0.1\tlocalhost\n::1\tlocalhost\n"
        + own
        + "\t"
        + options.hostname().orElse(options.uuid())
        + "\n";
  }

  private void addOwner(Owner owner) {
    steps.add(new Step.User(owner.uid()));
    steps.add(new Step.Group(owner.gid()));
    if (host.maySetGroups()) {
      steps.add(new Step.Groups(owner.supplementary()));
    }
    steps.addAll(isolators.steps(owner.substituted()));
  }

  private void addExecution(App app, Owner owner) {
    steps.add(new Step.DirectoryOfWork(workingDirectory(app)));
    steps.addAll(ports.sockets(app, remarks));
    AppEnvironment environment =
        new AppEnvironment(pod.version(), metadata.url(), nameForApps(), owner, remarks);
    environment.add(app);
    steps.addAll(environment.steps());
    handler(app, PRE_START).ifPresent(exec -> steps.add(new Step.PreStart(exec)));
    steps.add(new Step.Exec(exec(app)));
    handler(app, POST_STOP).ifPresent(exec -> steps.add(new Step.PostStop(exec)));
    warnOfOtherHandlers(app);
    if (options.restarts() > 0) {
      steps.add(new Step.Restart(options.restarts()));
    }
  }

  /** The name the pod gives the app or, where it gives none, that of its image. */
  private String nameForApps() {
    String known = Names.told(pod.version(), rendered.podApp(), rendered.imageName(), name);
    return usable(known, rendered.podApp().pointer());
  }

  private String workingDirectory(App app) {
    Optional<Located<String>> written = app.workingDirectory();
    if (written.isEmpty() || written.get().value().isEmpty()) {
      return "/";
    }
    String path = written.get().value();
    if (!path.startsWith("/")) {
      remarks.refuse(
          written.get().pointer(),
          "the working directory " + Quote.of(path) + " is not absolute",
          "write the path from the root of the image");
    }
    return usable(path, written.get().pointer());
  }

  private List<String> exec(App app) {
    SpecVersion version = rendered.version();
    if (app.exec().isEmpty()) {
      remarks.refuse(
          app.pointer(),
          "the app does not say what to execute",
          "give it an exec in the pod or the image");
      return List.of();
    }
    String program = app.exec().get(0).value();
    Pointer place = app.exec().get(0).pointer();
    if (program.isEmpty()) {
      remarks.refuse(place, "the name of what to execute is empty", "write the path of a program");
    } else if (!program.startsWith("/") && !Since.executablesAreLookedUp(version)) {
      remarks.refuse(
          place,
          Quote.of(program)
              + " is not absolute, as version "
              + version
              + " wants of what to execute",
          "write the path from the root of the image");
    }
    return usable(app.exec());
  }

  private Optional<List<String>> handler(App app, String event) {
    Optional<List<String>> exec = Optional.empty();
    for (EventHandler handler : app.eventHandlers()) {
      if (handler.name().filter(own -> own.value().equals(event)).isEmpty()) {
        continue;
      }
      if (exec.isPresent()) {
        remarks.refuse(
            handler.pointer(), "the app has two handlers called " + event, "keep one of them");
      } else if (handler.exec().isEmpty() || handler.exec().get(0).value().isEmpty()) {
        remarks.refuse(
            handler.pointer(),
            "the " + event + " handler does not say what to execute",
            "give it an exec");
      }
      exec = Optional.of(usable(handler.exec()));
    }
    return exec;
  }

  private void warnOfOtherHandlers(App app) {
    for (EventHandler handler : app.eventHandlers()) {
      String own = handler.name().map(Located::value).orElse("");
      if (!own.equals(PRE_START) && !own.equals(POST_STOP)) {
        remarks.warn(
            handler.pointer(),
            "the handler "
                + Quote.of(own)
                + " is not executed: handlers are called "
                + PRE_START
                + " and "
                + POST_STOP);
      }
    }
  }

  private List<String> usable(List<Located<String>> words) {
    return words.stream().map(word -> usable(word.value(), word.pointer())).toList();
  }

  /** The text, which is refused if it cannot be handed to a process. */
  private String usable(String text, Pointer place) {
    if (text.indexOf('\0') >= 0) {
      remarks.refuse(
          place,
          Quote.of(text) + " has a NUL character, with which Linux ends every text",
          "leave it out");
    }
    return text;
  }
}
