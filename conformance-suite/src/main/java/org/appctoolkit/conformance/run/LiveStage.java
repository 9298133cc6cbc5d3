package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.LogStream;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.LivePod;
import org.appctoolkit.conformance.scenario.Log;
import org.appctoolkit.conformance.scenario.Pace;
import org.appctoolkit.conformance.scenario.PodRecord;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;
import org.appctoolkit.spec.SpecVersion;

/** A stage on which one scenario is played by a runtime. */
final class LiveStage implements Stage {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int NONCE_BYTES = 16;
  private static final String SEPARATE_STREAMS = "separate-streams";

  private final RuntimeDriver driver;
  private final RuntimeDescription runtime;
  private final Dialect dialect;
  private final Images images;
  private final Path kept;
  private final Path shared;
  private final Pace pace;
  private final Random random;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<String, Scene.ImportRecord> imports = new LinkedHashMap<>();
  private final Map<String, String> facts = new LinkedHashMap<>();
  private int copies;

  /**
   * A stage.
   *
   * @param kept where what is kept of the scenario lies
   * @param shared the directory that pods may be given, without symbolic links in its path
   * @param random where nonces come from; nobody may be able to guess them
   */
  LiveStage(
      RuntimeDriver driver,
      RuntimeDescription runtime,
      Dialect dialect,
      Images images,
      Path kept,
      Path shared,
      Pace pace,
      Random random) {
    this.driver = driver;
    this.runtime = runtime;
    this.dialect = dialect;
    this.images = images;
    this.kept = kept;
    this.shared = shared;
    this.pace = pace;
    this.random = random;
  }

  @Override
  public SpecVersion version() {
    return dialect.version();
  }

  @Override
  public boolean can(String capability) {
    return runtime.capabilities().contains(capability);
  }

  @Override
  public Path directory() {
    return shared;
  }

  @Override
  public Path directory(String name) throws IOException {
    Path made = shared;
    for (Path part : Path.of(name)) {
      made = forEveryUser(made.resolve(part));
    }
    return made;
  }

  /** A directory that every user may write to; made unless it is there. */
  static Path forEveryUser(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      // Whatever the umask is.
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    return directory;
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public void note(String key, String value) {
    facts.put(key, value);
  }

  /** All that was seen so far. */
  Scene scene() {
    Map<String, PodRecord> records = new LinkedHashMap<>();
    for (Map.Entry<String, Pod> pod : pods.entrySet()) {
      records.put(pod.getKey(), pod.getValue().record());
    }
    return new Scene(version(), runtime, records, imports, facts);
  }

  // --- images

  @Override
  public String importImage(String label, ProbeImage image)
      throws RefusedException, DriverException, IOException, InterruptedException {
    try {
      Images.Imported known = images.use(image);
      imports.put(
          label,
          new Scene.ImportRecord(known.expected(), Optional.of(known.id()), Optional.empty()));
      return known.id();
    } catch (RefusedException e) {
      imports.put(label, new Scene.ImportRecord("", Optional.empty(), Optional.of(e.reason())));
      throw e;
    }
  }

  @Override
  public boolean has(String label) {
    Scene.ImportRecord image = imports.get(label);
    return image != null && image.imported().isPresent();
  }

  @Override
  public Path archive(ProbeImage image) throws IOException {
    return images.write(image).file();
  }

  @Override
  public String importArchive(String label, Path archive, String expectedId)
      throws RefusedException, DriverException, InterruptedException {
    try {
      String id = images.add(archive);
      imports.put(label, new Scene.ImportRecord(expectedId, Optional.of(id), Optional.empty()));
      return id;
    } catch (RefusedException e) {
      imports.put(
          label, new Scene.ImportRecord(expectedId, Optional.empty(), Optional.of(e.reason())));
      throw e;
    }
  }

  @Override
  public void tryImport(String label, ProbeImage image)
      throws DriverException, IOException, InterruptedException {
    try {
      importImage(label, image);
    } catch (RefusedException e) {
      // The scene has it.
    }
  }

  @Override
  public void tryImport(String label, Path archive) throws DriverException, InterruptedException {
    try {
      importArchive(label, archive, "");
    } catch (RefusedException e) {
      // The scene has it.
    }
  }

  // --- pods

  @Override
  public LivePod start(ProbePod pod)
      throws RefusedException, DriverException, IOException, InterruptedException {
    if (pods.containsKey(pod.label())) {
      throw new IllegalArgumentException("there is a pod " + pod.label() + " already");
    }
    Pod live = new Pod(pod.label(), nonce(), pod.apps().stream().map(ProbeApp::name).toList());
    pods.put(pod.label(), live);
    try {
      Map<String, String> ids = new LinkedHashMap<>();
      for (ProbeApp app : pod.apps()) {
        ids.put(app.name(), images.use(dialect.imageFor(app, live.nonce)).id());
      }
      String uuid = UUID.randomUUID().toString();
      live.manifest = dialect.podManifest(pod, ids, live.nonce, uuid);
      Files.createDirectories(live.directory);
      Path file = live.directory.resolve("manifest.json");
      Files.writeString(file, live.manifest);
      live.id = Optional.of(driver.run(file));
    } catch (RefusedException e) {
      live.refusal = Optional.of(e.reason());
      throw e;
    }
    return live;
  }

  @Override
  public void tryRun(ProbePod pod) throws DriverException, IOException, InterruptedException {
    try {
      run(pod);
    } catch (RefusedException e) {
      // The scene has it.
    }
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Ends and removes all pods that were started.
   *
   * @return what went wrong
   */
  List<String> clear() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (Pod pod : pods.values()) {
      pod.clear().ifPresent(problems::add);
    }
    return problems;
  }

  /** A pod of this stage. */
  private final class Pod implements LivePod {
    private final String label;
    private final String nonce;
    private final List<String> apps;
    private final Path directory;
    private final Map<String, PodStatus> statuses = new LinkedHashMap<>();
    private final Map<String, AppRecord> records = new LinkedHashMap<>();
    private String manifest = "";
    private Optional<String> id = Optional.empty();
    private Optional<String> refusal = Optional.empty();

    Pod(String label, String nonce, List<String> apps) {
      this.label = label;
      this.nonce = nonce;
      this.apps = apps;
      this.directory = kept.resolve("pod-" + label);
    }

    PodRecord record() {
      return new PodRecord(label, nonce, manifest, id, refusal, statuses, records);
    }

    private String id() {
      return id.orElseThrow();
    }

    @Override
    public void await()
        throws RefusedException, DriverException, IOException, InterruptedException {
      finish(driver.await(id()));
    }

    @Override
    public void stop() throws RefusedException, DriverException, IOException, InterruptedException {
      driver.stop(id());
      finish(driver.await(id()));
    }

    private void finish(PodStatus status)
        throws RefusedException, DriverException, IOException, InterruptedException {
      if (!status.isOver()) {
        throw new DriverException(
            "the driver came back from wait although the pod is " + status.state());
      }
      statuses.put(PodRecord.END, status);
      for (String app : apps) {
        Path stdout = directory.resolve(app + ".stdout");
        Path stderr = directory.resolve(app + ".stderr");
        driver.logs(id(), app, LogStream.STDOUT, stdout);
        if (can(SEPARATE_STREAMS)) {
          driver.logs(id(), app, LogStream.STDERR, stderr);
        }
        Observations seen = in(app, stdout).and(in(app, stderr));
        records.put(app, new AppRecord(app, new Log(stdout), new Log(stderr), seen));
      }
    }

    private Observations in(String app, Path file) throws IOException {
      try (InputStream in = new Log(file).open()) {
        return Observations.in(in, nonce, "app %s of pod %s".formatted(app, label));
      }
    }

    @Override
    public void killApp(String app) throws RefusedException, DriverException, InterruptedException {
      driver.killApp(id(), app);
    }

    @Override
    public PodStatus status(String occasion)
        throws RefusedException, DriverException, InterruptedException {
      PodStatus status = driver.status(id());
      statuses.put(occasion, status);
      return status;
    }

    @Override
    public Observation awaitSight(String app, String who, String see, Duration patience)
        throws RefusedException,
            DriverException,
            UnseenException,
            IOException,
            InterruptedException {
      long end = System.nanoTime() + pace.of(patience).toNanos();
      while (true) {
        // A pod that is over by now has written all it will.
        boolean last = System.nanoTime() > end || driver.status(id()).isOver();
        Observations seen = look(app, who);
        Optional<Observation> found = seen.first(see);
        if (found.isPresent()) {
          return found.get();
        }
        if (last) {
          String message =
              "app %s of pod %s: no %s of %s seen in time".formatted(app, label, see, who);
          throw seen.began()
              ? new MissingObservationException(message)
              : new NotExecutedException(message);
        }
        Thread.sleep(BETWEEN_LOOKS.toMillis());
      }
    }

    /** What there is now; both streams, as a runtime may keep them apart or not. */
    private Observations look(String app, String who)
        throws RefusedException, DriverException, IOException, InterruptedException {
      copies++;
      Path copy = directory.resolve(".look-" + copies);
      try {
        driver.logs(id(), app, LogStream.STDOUT, copy);
        return in(app, copy).of(who);
      } finally {
        Files.deleteIfExists(copy);
      }
    }

    /** Ends and removes it; what went wrong. */
    Optional<String> clear() throws InterruptedException {
      if (id.isEmpty()) {
        return Optional.empty();
      }
      try {
        if (!statuses.containsKey(PodRecord.END)) {
          driver.stop(id());
        }
        driver.remove(id());
        return Optional.empty();
      } catch (RefusedException e) {
        return Optional.of("pod %s was not removed: %s".formatted(label, e.reason()));
      } catch (DriverException e) {
        return Optional.of("pod %s was not removed: %s".formatted(label, e.getMessage()));
      }
    }
  }
}
