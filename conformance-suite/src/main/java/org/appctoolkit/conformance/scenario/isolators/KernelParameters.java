package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/** Which parameters of the kernel pods have, and that the host keeps its own. */
final class KernelParameters {
  private static final String ISOLATOR = "os/unix/sysctl";
  private static final ProbeImage IMAGE = ProbeImage.named("example.com/parameters");
  private static final String ALLOWED = "allowed";
  private static final String FORBIDDEN = "forbidden";
  private static final String APP = "app";

  /** Those that the text has as an example, with values that no host has. */
  private static final Map<String, String> VALUES =
      new TreeMap<>(
          Map.of(
              "net.ipv4.tcp_keepalive_time", "317",
              "net.ipv4.tcp_keepalive_probes", "5",
              "net.ipv4.tcp_keepalive_intvl", "16"));

  /** Belongs to no namespace, and does no harm: how many messages may come at once. */
  private static final String OF_HOST = "kernel.printk_ratelimit_burst";

  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "kernel-parameters",
                  "a pod with parameters of the kernel",
                  KernelParameters::play)
              .since(0, 8, 7)
              .needing("isolator/" + ISOLATOR)
              .expecting("set-in-the-pod", "sysctls-are-set", KernelParameters::set)
              .expecting(
                  "host-keeps-its-own", "sysctl-keys-are-validated", KernelParameters::validated)
              .expecting(
                  "ignored-or-refused",
                  "forbidden-sysctls-are-ignored-or-refused",
                  KernelParameters::forbidden));

  private KernelParameters() {}

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    List<String> actions = new ArrayList<>();
    List<String> members = new ArrayList<>();
    VALUES.forEach(
        (key, value) -> {
          actions.add("sysctl " + key);
          members.add("\"%s\":\"%s\"".formatted(key, value));
        });
    ProbeApp app = ProbeApp.of(APP, IMAGE, actions.toArray(String[]::new));
    stage.run(ProbePod.of(ALLOWED, app).isolated(ISOLATOR, "{" + String.join(",", members) + "}"));
    Optional<String> before = ofHost();
    if (before.isEmpty()) {
      return;
    }
    stage.note(BEFORE, before.get());
    String other = String.valueOf(Integer.parseInt(before.get()) + 1);
    try {
      stage.tryRun(
          ProbePod.of(FORBIDDEN, ProbeApp.of(APP, IMAGE, "sysctl " + OF_HOST))
              .isolated(ISOLATOR, "{\"%s\":\"%s\"}".formatted(OF_HOST, other)));
    } finally {
      String after = ofHost().orElse("");
      stage.note(AFTER, after);
      if (!after.equals(before.get())) {
        Files.writeString(file(), before.get());
      }
    }
  }

  private static Path file() {
    return Path.of("/proc/sys", OF_HOST.replace('.', '/'));
  }

  /** Empty where the host has no such parameter, or one that is no number. */
  private static Optional<String> ofHost() throws IOException {
    String text = HostFile.text(file());
    return text.matches("[0-9]{1,8}") ? Optional.of(text) : Optional.empty();
  }

  private static String value(Observation seen) throws MissingObservationException {
    return seen.is("ok") ? seen.text("value").strip() : "error " + seen.number("errno");
  }

  private static Outcome set(Scene scene) throws UnseenException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Map.Entry<String, String> value : VALUES.entrySet()) {
      Observation seen = scene.pod(ALLOWED).app(APP).main().one("sysctl", "name", value.getKey());
      outcomes.add(Judgement.equal(value.getKey(), value.getValue(), value(seen), seen));
    }
    return Judgement.all(outcomes);
  }

  private static Outcome validated(Scene scene) throws UnseenException {
    scene.pod(ALLOWED).app(APP).main().requireBegun();
    return scene.facts().containsKey(BEFORE)
        ? ofHost(scene, "the host's " + OF_HOST, scene.fact(AFTER))
        : noParameter();
  }

  private static Outcome noParameter() {
    return new Outcome.Skipped("the host does not have " + OF_HOST);
  }

  private static Outcome ofHost(Scene scene, String what, String value, Observation... evidence)
      throws UnseenException {
    return Judgement.equal(
        what + " when a pod asks for another", scene.fact(BEFORE), value, evidence);
  }

  private static Outcome forbidden(Scene scene) throws UnseenException {
    scene.pod(ALLOWED).app(APP).main().requireBegun();
    if (!scene.facts().containsKey(BEFORE)) {
      return noParameter();
    }
    PodRecord pod = scene.pod(FORBIDDEN);
    Outcome host = ofHost(scene, "the host's " + OF_HOST, scene.fact(AFTER));
    if (Seen.isRefused(pod)) {
      return Judgement.all(
          new Outcome.Passed("the pod with a forbidden parameter is not executed", List.of()),
          host);
    }
    Observation seen = pod.app(APP).main().one("sysctl", "name", OF_HOST);
    return Judgement.all(host, ofHost(scene, "the pod's " + OF_HOST, value(seen), seen));
  }
}
