package org.appctoolkit.conformance.scenario.volumes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Stage;

/** Volumes with something mounted below their source: pods.md, {@code recursive}. */
final class RecursiveVolumes {
  private static final String POD = "pod";
  private static final String APP = "app";
  private static final String ABOVE = "above-the-mount";
  private static final String INSIDE = "inside-the-mount";
  private static final String BENEATH = "beneath-the-mount";

  /** Why nothing could be mounted on the host; not there if it could. */
  private static final String NOT_MOUNTED = "not-mounted";

  private static final int SECONDS_TO_MOUNT = 10;

  static final Scenario SCENARIO =
      Scenario.of(
              "recursive-volumes",
              "a directory of the host with something mounted below it",
              RecursiveVolumes::play)
          .needing("volume/host")
          .since(0, 8, 6)
          .expecting(
              "recursive",
              "recursive-volumes-have-what-is-mounted-below",
              mounted(seen -> Sights.content(seen, "/deep/below/file", INSIDE)))
          .expecting(
              "recursive-by-default",
              "volumes-are-recursive-by-default",
              mounted(seen -> Sights.content(seen, "/usual/below/file", INSIDE)))
          .expecting(
              "not-recursive",
              "volumes-that-are-not-recursive-leave-out-what-is-mounted-below",
              mounted(
                  seen ->
                      Judgement.all(
                          Sights.content(seen, "/flat/above", ABOVE),
                          Sights.content(seen, "/flat/below/file", BENEATH))))
          .expecting(
              "read-only-as-a-whole",
              "read-only-volumes-are-read-only",
              mounted(
                  seen ->
                      Judgement.all(
                          Sights.content(seen, "/fixed/below/file", INSIDE),
                          Sights.failed(seen, "create", "/fixed/new"),
                          Sights.failed(seen, "create", "/fixed/below/new"))));

  private RecursiveVolumes() {}

  /** Judges what the app has seen. */
  @FunctionalInterface
  private interface OfApp {
    Outcome judge(Observations seen) throws org.appctoolkit.conformance.probe.UnseenException;
  }

  private static Judgement mounted(OfApp judgement) {
    return scene -> {
      Optional<String> reason = Optional.ofNullable(scene.facts().get(NOT_MOUNTED));
      return reason.isPresent()
          ? new Outcome.Skipped("the host has nothing mounted below a directory: " + reason.get())
          : judgement.judge(scene.pod(POD).app(APP).main());
    };
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    HostFiles host = new HostFiles(stage);
    String source = host.directory("source");
    String below = host.directory("source/below");
    host.write("source/above", ABOVE);
    host.write("source/below/file", BENEATH);
    String content = host.directory("content");
    host.write("content/file", INSIDE);
    // A mount of a directory takes no file system that the kernel may not have.
    Optional<String> problem = call("mount", "--bind", content, below);
    if (problem.isPresent()) {
      stage.note(NOT_MOUNTED, problem.get());
      return;
    }
    try {
      stage.run(pod(source));
    } finally {
      // Whatever still uses it keeps it until it ends.
      call("umount", "-l", below);
    }
  }

  private static ProbePod pod(String source) {
    ProbeImage image = ProbeImage.named("example.org/recursive-volumes");
    for (String path : new String[] {"/deep", "/usual", "/flat", "/fixed"}) {
      image = image.having(path, ProbeImage.Item.directory(0755));
    }
    ProbeApp app =
        ProbeApp.of(
                APP,
                image,
                "read /deep/below/file",
                "read /usual/below/file",
                "read /flat/above",
                "read /flat/below/file",
                "read /fixed/below/file",
                "create /fixed/new",
                "create /fixed/below/new")
            .mounting("deep", "deep", "/deep")
            .mounting("usual", "usual", "/usual")
            .mounting("flat", "flat", "/flat")
            .mounting("fixed", "fixed", "/fixed");
    return ProbePod.of(POD, app)
        .sharing(ProbePod.Volume.host("deep", source).with("recursive", "true"))
        .sharing(ProbePod.Volume.host("usual", source))
        .sharing(ProbePod.Volume.host("flat", source).with("recursive", "false"))
        .sharing(ProbePod.Volume.host("fixed", source).asReadOnly().with("recursive", "true"));
  }

  /** Calls a command of the host; what went wrong, if anything did. */
  private static Optional<String> call(String... words) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .start();
      if (!process.waitFor(SECONDS_TO_MOUNT, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of(words[0] + " does not end");
      }
      String said =
          new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(
              "%s ended with status %d: %s".formatted(words[0], process.exitValue(), said));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
