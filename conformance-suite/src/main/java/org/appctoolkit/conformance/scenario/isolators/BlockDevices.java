package org.appctoolkit.conformance.scenario.isolators;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Resource;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/**
 * How much apps read and write on disks: past the cache of the kernel, as what goes through it is
 * not counted for an app everywhere.
 */
final class BlockDevices {
  private static final String BANDWIDTH = "resource/block-bandwidth";
  private static final String OPERATIONS = "resource/block-iops";
  private static final String SIMPLE_READ = "block-io/read-bandwidth";
  private static final String SIMPLE_WRITE = "block-io/write-bandwidth";

  private static final String POD = "disk";
  private static final String LIMITED = "limited";
  private static final String COUNTED = "counted";
  private static final String UNLIMITED = "unlimited";
  private static final String READ = "throughput-read";
  private static final String WRITE = "throughput-write";

  /** What the probe reads and writes at once. */
  private static final int BLOCK = 65_536;

  /** About 0.7 seconds at the limits below. */
  private static final int BLOCKS = 22;

  private static final int BYTES = BLOCKS * BLOCK;
  private static final double BYTES_A_SECOND = 2_000_000;
  private static final double BLOCKS_A_SECOND = 30;

  /** The kernel's numbers of file systems that are no disks. */
  private static final String TMPFS = "01021994";

  private static final String RAMFS = "858458f6";

  /** No disk is that fast; memory is. */
  private static final double LIKE_MEMORY = 2e9;

  private static final ProbeImage IMAGE =
      ProbeImage.named("example.com/disk").having("/data", ProbeImage.Item.file(data(), 0644));

  static final List<Scenario> ALL =
      List.of(
          Scenario.of(
                  "block-limits", "apps that want more of a disk than they may", BlockDevices::play)
              .needing("multi-app")
              .using(Resource.MACHINE)
              .expecting(
                  "bytes-read",
                  "block-bandwidth-limit-is-kept",
                  scene -> bytes(scene, READ),
                  "isolator/" + BANDWIDTH)
              .expecting(
                  "bytes-written",
                  "block-bandwidth-limit-is-kept",
                  scene -> bytes(scene, WRITE),
                  "isolator/" + BANDWIDTH)
              .expecting(
                  "reading-operations",
                  "block-iops-limit-is-kept",
                  scene -> operations(scene, READ),
                  "isolator/" + OPERATIONS)
              .expecting(
                  "writing-operations",
                  "block-iops-limit-is-kept",
                  scene -> operations(scene, WRITE),
                  "isolator/" + OPERATIONS)
              .expecting(
                  "simple-bytes-read",
                  "simple-block-bandwidth-is-kept",
                  scene -> bytes(scene, READ),
                  "isolator/" + SIMPLE_READ)
              .expecting(
                  "simple-bytes-written",
                  "simple-block-bandwidth-is-kept",
                  scene -> bytes(scene, WRITE),
                  "isolator/" + SIMPLE_WRITE));

  private BlockDevices() {}

  /** Bytes that no file system packs. */
  private static Octets data() {
    byte[] bytes = new byte[BYTES];
    int state = 1;
    for (int i = 0; i < bytes.length; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      bytes[i] = (byte) (state >> 24);
    }
    return Octets.of(bytes);
  }

  private static void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(app(UNLIMITED));
    if (Memory.isSimple(stage.version())) {
      ProbeApp limited = app(LIMITED);
      boolean dashed = stage.version().compareTo(new SpecVersion(0, 3, 0)) >= 0;
      if (stage.can("isolator/" + SIMPLE_READ)) {
        limited = limited.isolated(dashed ? SIMPLE_READ : "blockIO/readBandwidth", "\"/ 2M\"");
      }
      if (stage.can("isolator/" + SIMPLE_WRITE)) {
        limited = limited.isolated(dashed ? SIMPLE_WRITE : "blockIO/writeBandwidth", "\"/ 2M\"");
      }
      apps.add(limited);
    } else {
      if (stage.can("isolator/" + BANDWIDTH)) {
        apps.add(app(LIMITED).isolated(BANDWIDTH, "{\"default\":true,\"limit\":\"2M\"}"));
      }
      if (stage.can("isolator/" + OPERATIONS)) {
        apps.add(app(COUNTED).isolated(OPERATIONS, "{\"default\":true,\"limit\":\"30\"}"));
      }
    }
    stage.run(ProbePod.of(POD, apps.toArray(ProbeApp[]::new)));
  }

  private static ProbeApp app(String name) {
    return ProbeApp.of(
        name, IMAGE, "statfs /", READ + " /data " + BYTES, WRITE + " /written " + BYTES);
  }

  private static Outcome bytes(Scene scene, String direction) throws UnseenException {
    return judge(scene, LIMITED, direction, BYTES_A_SECOND, 1, "bytes");
  }

  private static Outcome operations(Scene scene, String direction) throws UnseenException {
    return judge(scene, COUNTED, direction, BLOCKS_A_SECOND, BLOCK, "operations");
  }

  private static Outcome judge(
      Scene scene, String name, String direction, double limit, int unit, String units)
      throws UnseenException {
    Observation unlimited = scene.pod(POD).app(UNLIMITED).main().one(direction);
    Observation limited = scene.pod(POD).app(name).main().one(direction);
    Observation system = scene.pod(POD).app(UNLIMITED).main().one("statfs");
    double free =
        Seen.perSecond(Seen.success(unlimited), (double) unlimited.number("bytes") / unit);
    Optional<String> obstacle = obstacle(system, unlimited, free * unit);
    if (obstacle.isPresent()) {
      return new Outcome.Skipped(obstacle.get());
    }
    if (free <= 2 * limit) {
      return new Outcome.Skipped("the disk is not faster than the limit by itself");
    }
    double used = Seen.perSecond(Seen.success(limited), (double) limited.number("bytes") / unit);
    return Judgement.when(
        used <= 2 * limit,
        "the app with a limit of %.0f %s a second has at most twice as many"
            .formatted(limit, units),
        "%s: it had %.0f a second, the app without a limit %.0f".formatted(direction, used, free),
        limited,
        unlimited);
  }

  /** Why a disk is not what was tried. */
  private static Optional<String> obstacle(Observation system, Observation tried, double bytes)
      throws UnseenException {
    if (system.has("type", TMPFS) || system.has("type", RAMFS)) {
      return Optional.of("the file system of the app is in memory");
    }
    if (!tried.is("direct")) {
      return Optional.of("the file system of the app cannot be used past the cache");
    }
    return bytes > LIKE_MEMORY
        ? Optional.of("the file system of the app is faster than a disk")
        : Optional.empty();
  }
}
