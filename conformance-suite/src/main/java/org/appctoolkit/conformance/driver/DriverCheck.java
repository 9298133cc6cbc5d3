package org.appctoolkit.conformance.driver;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbePod;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.document.Quote;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;

/**
 * Tries out on a driver what docs/driver-protocol.md demands of one, with an image and pods of its
 * own, which it removes. It does not judge the runtime: whether an app ran as it should is for the
 * scenarios.
 */
public final class DriverCheck {
  private static final String APP = "checked";
  private static final String UNKNOWN_POD = "00000000-0000-4000-8000-000000000000";
  private static final String UNKNOWN_IMAGE = "sha512-" + "0".repeat(128);
  private static final String ASIDE = "aside";
  private static final int EXIT = 3;
  private static final int KILLED = 9;
  private static final int MISUSE = 2;
  private static final int UNKNOWN_VERB = 4;
  private static final long LOOK_MILLIS = 50;

  /** What an app has written may be there a moment later: a part of what logs may take. */
  private static final int PART_OF_PATIENCE = 6;

  private final CommandDriver driver;
  private final Timeouts timeouts;
  private final ProbeProgram program;
  private final Path scratch;
  private final String nonce;
  private final List<Check> checks = new ArrayList<>();
  private final List<Exchange> heard = new ArrayList<>();
  private final List<String> pods = new ArrayList<>();
  private final Set<String> images = new LinkedHashSet<>();
  private Optional<RuntimeDescription> description = Optional.empty();
  private Optional<String> image = Optional.empty();
  private int files;

  /**
   * A check.
   *
   * @param timeouts how long the driver may take
   * @param program what the pods run
   * @param scratch a directory for archives, manifests and logs, which stay there
   * @param nonce 32 hexadecimal digits that no other check has had
   */
  public DriverCheck(
      CommandDriver driver, Timeouts timeouts, ProbeProgram program, Path scratch, String nonce) {
    this.driver = driver;
    this.timeouts = timeouts;
    this.program = program;
    this.scratch = scratch;
    this.nonce = nonce;
  }

  /** That a demand is not kept; the message says in what. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message);
    }
  }

  /** That a demand cannot be tried; the message says why. */
  private static final class UntriedException extends Exception {
    private static final long serialVersionUID = 1L;

    UntriedException(String message) {
      super(message);
    }
  }

  private interface Trial {
    void run()
        throws BrokenException,
            UntriedException,
            Answer.UnexpectedException,
            DriverException,
            IOException,
            InterruptedException;
  }

  /**
   * Tries out everything once.
   *
   * @return a check for each demand, in the order in which they were tried
   * @throws DriverException if the driver cannot be run at all
   * @throws IOException if the files that it is given cannot be written
   */
  public List<Check> run() throws DriverException, IOException, InterruptedException {
    try {
      tryDescribe();
      tryWords();
      tryWhatIsUnknown();
      tryImport();
      tryRefusals();
      tryPodThatEnds();
      tryPodThatRuns();
      tryPodThatIsKilled();
      tryRemovalOfTheImage();
      return List.copyOf(checks);
    } finally {
      clear();
    }
  }

  // --- what is tried

  private void tryDescribe() throws DriverException, IOException, InterruptedException {
    must(
        "describe",
        "describe tells what the runtime is",
        () -> description = Optional.of(done(Verb.DESCRIBE).description()));
    must(
        "describe-again",
        "describe prints the same each time",
        () -> {
          RuntimeDescription first = described();
          RuntimeDescription second = done(Verb.DESCRIBE).description();
          require(
              first.equals(second),
              "it was %s first, and %s then"
                  .formatted(Quote.escape(first.toString()), Quote.escape(second.toString())));
        });
    check(
        "capabilities",
        Level.SHOULD,
        "capabilities have names that mean something to the suite",
        () -> {
          List<String> unknown =
              Capabilities.unknown(described().capabilities()).stream().map(Quote::of).toList();
          require(unknown.isEmpty(), "not known: %s".formatted(String.join(", ", unknown)));
        });
  }

  private void tryWords() throws DriverException, IOException, InterruptedException {
    must(
        "no-verb",
        "without a verb the exit status is 2",
        () -> ended(List.of(), Verb.DESCRIBE, MISUSE));
    must(
        "unknown-verb",
        "a verb that the driver does not know has the exit status 4",
        () -> ended(List.of("no-such-verb"), Verb.DESCRIBE, UNKNOWN_VERB));
    for (Verb verb : Verb.values()) {
      must(
          "arguments-of-" + verb.word(),
          "%s has the exit status 2 with an argument too many%s"
              .formatted(verb.word(), verb.arguments() == 0 ? "" : " or too few"),
          () -> {
            requireClaimed(verb);
            List<String> words = new ArrayList<>(List.of(verb.word()));
            words.addAll(Collections.nCopies(verb.arguments(), "none"));
            if (verb.arguments() > 0) {
              ended(words.subList(0, words.size() - 1), verb, MISUSE);
            }
            words.add("none");
            ended(words, verb, MISUSE);
          });
    }
    must(
        "kill-app-that-is-not-claimed",
        "without the capability kill-app the verb has the exit status 4",
        () -> {
          if (claims("kill-app")) {
            throw new UntriedException("the capability is claimed");
          }
          ended(List.of("kill-app", UNKNOWN_POD, APP), Verb.KILL_APP, UNKNOWN_VERB);
        });
  }

  private void tryWhatIsUnknown() throws DriverException, IOException, InterruptedException {
    for (Verb verb :
        List.of(Verb.STATUS, Verb.WAIT, Verb.LOGS, Verb.STOP, Verb.KILL_APP, Verb.REMOVE)) {
      must(
          verb.word() + "-of-an-unknown-pod",
          verb.word() + " refuses a pod that is not there",
          () -> {
            requireClaimed(verb);
            refused(verb, arguments(verb, UNKNOWN_POD));
          });
    }
    must(
        "remove-image-of-an-unknown-image",
        "remove-image refuses an image that is not there",
        () -> refused(Verb.REMOVE_IMAGE, UNKNOWN_IMAGE));
  }

  private String[] arguments(Verb verb, String pod) {
    return switch (verb) {
      case LOGS -> new String[] {pod, APP, LogStream.STDOUT.word(), fresh(".log").toString()};
      case KILL_APP -> new String[] {pod, APP};
      default -> new String[] {pod};
    };
  }

  private void tryImport() throws DriverException, IOException, InterruptedException {
    Path garbage = write(".aci", "this is no image\n");
    Path empty = write(".aci", "");
    Path archive = archive();
    must(
        "import-of-no-image",
        "import refuses an archive that is no image",
        () -> {
          refused(Verb.IMPORT, garbage.toString());
          refused(Verb.IMPORT, empty.toString());
        });
    must(
        "import",
        "import makes an image known and prints its ID",
        () -> {
          image = Optional.of(done(Verb.IMPORT, archive.toString()).image());
          images.add(image.get());
        });
    must(
        "import-again",
        "an image that is imported once more has the same ID",
        () -> {
          String first = imported();
          String second = done(Verb.IMPORT, archive.toString()).image();
          require(
              first.equals(second),
              "it was %s first, and %s then".formatted(Quote.of(first), Quote.of(second)));
        });
  }

  private void tryRefusals() throws DriverException, IOException, InterruptedException {
    Path malformed = write(".json", "{");
    Path unknown = manifest(UNKNOWN_IMAGE);
    must(
        "run-of-a-malformed-manifest",
        "run refuses a manifest that is malformed",
        () -> refusedOrStarted(malformed));
    must(
        "run-of-an-unknown-image",
        "run refuses a manifest with an image that nobody has imported",
        () -> refusedOrStarted(unknown));
  }

  private void tryPodThatEnds() throws DriverException, IOException, InterruptedException {
    List<String> pod = new ArrayList<>();
    List<PodStatus> end = new ArrayList<>();
    must(
        "run",
        "run starts a pod and prints what it is called",
        () -> pod.add(started("raw stderr " + ASIDE, "exit " + EXIT)));
    must(
        "wait",
        "wait ends when the pod is over, and tells how each app has ended",
        () -> {
          PodStatus status = over(Verb.WAIT, first(pod));
          end.add(status);
          PodStatus.AppStatus app = app(status);
          require(
              app.exit().equals(OptionalInt.of(EXIT)) && app.signal().isEmpty(),
              "the app %s has ended with status %d, and the status of the pod says otherwise"
                  .formatted(APP, EXIT));
        });
    must(
        "status-of-a-pod-that-is-over",
        "status tells the same of it as wait",
        () -> {
          PodStatus before = first(end);
          PodStatus status = over(Verb.STATUS, first(pod));
          require(
              status.state().equals(before.state()) && status.apps().equals(before.apps()),
              "it was %s first, and %s then"
                  .formatted(Quote.escape(before.toString()), Quote.escape(status.toString())));
        });
    must(
        "logs",
        "logs has all that an app has written to its standard output",
        () -> {
          String log = log(first(pod), LogStream.STDOUT);
          Observations seen = observations(log);
          require(
              seen.began() && seen.first("exit").isPresent(),
              "what the app has written is not all there, only %s".formatted(Quote.of(log)));
        });
    must(
        "logs-apart",
        "a runtime that claims separate-streams has them apart",
        () -> {
          if (!claims("separate-streams")) {
            throw new UntriedException("separate-streams is not claimed");
          }
          String log = log(first(pod), LogStream.STDERR);
          require(
              log.equals(ASIDE),
              "the app has written %s to its standard error, and the log has %s"
                  .formatted(Quote.of(ASIDE), Quote.of(log)));
          require(
              !log(first(pod), LogStream.STDOUT).contains(ASIDE),
              "what the app has written to its standard error is in the log of its output");
        });
    must(
        "logs-of-an-unknown-app",
        "logs refuses an app that is not in the pod",
        () -> refused(Verb.LOGS, first(pod), "another", "stdout", fresh(".log").toString()));
    must(
        "logs-of-no-stream",
        "a stream that is neither stdout nor stderr has the exit status 2",
        () ->
            ended(
                List.of("logs", first(pod), APP, "stdin", fresh(".log").toString()),
                Verb.LOGS,
                MISUSE));
    must(
        "stop-of-a-pod-that-is-over",
        "a pod that is over may be stopped, without effect",
        () -> done(Verb.STOP, first(pod)));
    must("remove", "remove removes a pod that is over", () -> removed(first(pod)));
    must(
        "remove-again",
        "nothing is left of a pod that was removed",
        () -> {
          refused(Verb.STATUS, first(pod));
          refused(Verb.REMOVE, first(pod));
        });
  }

  private void tryPodThatRuns() throws DriverException, IOException, InterruptedException {
    List<String> pod = new ArrayList<>();
    must(
        "run-does-not-wait",
        "run ends while the pod runs, and status says that it is not over",
        () -> {
          String started = started("serve-until TERM");
          PodStatus status = done(Verb.STATUS, started).status(started);
          require(!status.isOver(), "its state is %s".formatted(Quote.of(status.state())));
          app(status);
          pod.add(started);
        });
    must(
        "logs-of-a-pod-that-runs",
        "logs has what was written so far while the pod runs",
        () -> awaitServing(first(pod)));
    must(
        "remove-of-a-pod-that-runs",
        "remove refuses a pod that is not over",
        () -> refused(Verb.REMOVE, first(pod)));
    must(
        "stop",
        "stop ends when the pod is over",
        () -> {
          done(Verb.STOP, first(pod));
          over(Verb.STATUS, first(pod));
        });
  }

  private void tryPodThatIsKilled() throws DriverException, IOException, InterruptedException {
    must(
        "kill-app",
        "kill-app ends the main process of an app by KILL",
        () -> {
          requireClaimed(Verb.KILL_APP);
          String pod = started("serve-until TERM");
          awaitServing(pod);
          done(Verb.KILL_APP, pod, APP);
          PodStatus status = over(Verb.WAIT, pod);
          require(
              app(status).signal().equals(OptionalInt.of(KILLED)),
              "the status of the pod does not say that the app was ended by signal %d"
                  .formatted(KILLED));
        });
  }

  private void tryRemovalOfTheImage() throws DriverException, IOException, InterruptedException {
    must(
        "remove-image",
        "remove-image removes an image",
        () -> {
          String id = imported();
          for (String pod : List.copyOf(pods)) {
            end(pod);
          }
          done(Verb.REMOVE_IMAGE, id);
          images.remove(id);
          refused(Verb.REMOVE_IMAGE, id);
          refusedOrStarted(manifest(id));
        });
  }

  // --- how it is tried

  private void must(String id, String demand, Trial trial)
      throws DriverException, IOException, InterruptedException {
    check(id, Level.MUST, demand, trial);
  }

  private void check(String id, Level level, String demand, Trial trial)
      throws DriverException, IOException, InterruptedException {
    heard.clear();
    Check.Result result = Check.Result.KEPT;
    String told = "";
    try {
      trial.run();
    } catch (BrokenException | Answer.UnexpectedException e) {
      result = Check.Result.BROKEN;
      told = String.valueOf(e.getMessage());
    } catch (UntriedException e) {
      result = Check.Result.UNTRIED;
      told = String.valueOf(e.getMessage());
    }
    checks.add(new Check(id, level, demand, result, told, heard));
  }

  private static void require(boolean kept, String broken) throws BrokenException {
    if (!kept) {
      throw new BrokenException(broken);
    }
  }

  /** Runs the driver and wants it to end with a status. */
  private DriverProcess.Ended ended(List<String> words, Verb verb, int status)
      throws BrokenException, DriverException, InterruptedException {
    DriverProcess.Ended ended = driver.run(words, timeouts.of(verb), heard::add);
    require(
        ended.exchange().exit().equals(OptionalInt.of(status)),
        "%s: %s, not exit status %d"
            .formatted(Quote.escape(String.join(" ", words)), ended.exchange().ending(), status));
    return ended;
  }

  private Answer done(Verb verb, String... arguments)
      throws BrokenException, Answer.UnexpectedException, DriverException, InterruptedException {
    return Answer.read(ended(words(verb, arguments), verb, 0).output());
  }

  private void refused(Verb verb, String... arguments)
      throws BrokenException, Answer.UnexpectedException, DriverException, InterruptedException {
    Answer.read(ended(words(verb, arguments), verb, 1).output()).refusal();
  }

  private static List<String> words(Verb verb, String... arguments) {
    List<String> words = new ArrayList<>(List.of(verb.word()));
    words.addAll(Arrays.asList(arguments));
    return words;
  }

  /** Wants a pod to be refused; one that was started all the same is removed later. */
  private void refusedOrStarted(Path manifest)
      throws BrokenException, Answer.UnexpectedException, DriverException, InterruptedException {
    List<String> words = words(Verb.RUN, manifest.toString());
    DriverProcess.Ended ended = driver.run(words, timeouts.of(Verb.RUN), heard::add);
    OptionalInt exit = ended.exchange().exit();
    if (exit.equals(OptionalInt.of(0))) {
      pods.add(Answer.read(ended.output()).pod());
    }
    require(
        exit.equals(OptionalInt.of(1)),
        "%s, not exit status 1".formatted(ended.exchange().ending()));
    Answer.read(ended.output()).refusal();
  }

  private String started(String... actions)
      throws BrokenException,
          UntriedException,
          Answer.UnexpectedException,
          DriverException,
          IOException,
          InterruptedException {
    String id = imported();
    if (!dialect().hasAppsInPods()) {
      // Then each pod takes an image of its own.
      id = done(Verb.IMPORT, archive(actions).toString()).image();
      images.add(id);
    }
    String pod = done(Verb.RUN, manifest(id, actions).toString()).pod();
    pods.add(pod);
    return pod;
  }

  private PodStatus over(Verb verb, String pod)
      throws BrokenException, Answer.UnexpectedException, DriverException, InterruptedException {
    PodStatus status = done(verb, pod).status(pod);
    require(
        status.isOver(),
        "its state is %s, not exited or failed".formatted(Quote.of(status.state())));
    return status;
  }

  private static PodStatus.AppStatus app(PodStatus status) throws BrokenException {
    return status
        .app(APP)
        .orElseThrow(() -> new BrokenException("the status of the pod has no app " + APP));
  }

  private String log(String pod, LogStream stream)
      throws BrokenException,
          Answer.UnexpectedException,
          DriverException,
          IOException,
          InterruptedException {
    Path file = fresh(".log");
    done(Verb.LOGS, pod, APP, stream.word(), file.toString()).logs();
    require(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS), "there is no file afterwards");
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private Observations observations(String log) throws IOException {
    return Observations.in(
        new ByteArrayInputStream(log.getBytes(StandardCharsets.ISO_8859_1)),
        nonce,
        "the app " + APP);
  }

  /** Waits until the log tells that the app has come so far, which it may do a moment after. */
  private void awaitServing(String pod)
      throws BrokenException,
          Answer.UnexpectedException,
          DriverException,
          IOException,
          InterruptedException {
    long end = System.nanoTime() + timeouts.of(Verb.LOGS).toNanos() / PART_OF_PATIENCE;
    while (observations(log(pod, LogStream.STDOUT)).first("serving").isEmpty()) {
      require(System.nanoTime() - end < 0, "what the app has written is not there");
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void removed(String pod)
      throws BrokenException, Answer.UnexpectedException, DriverException, InterruptedException {
    done(Verb.REMOVE, pod);
    pods.remove(pod);
  }

  private RuntimeDescription described() throws UntriedException {
    return description.orElseThrow(() -> new UntriedException("there is no description"));
  }

  private String imported() throws UntriedException {
    return image.orElseThrow(() -> new UntriedException("there is no image"));
  }

  private static <T> T first(List<T> known) throws UntriedException {
    if (known.isEmpty()) {
      throw new UntriedException("there is no pod to try it with");
    }
    return known.get(0);
  }

  private boolean claims(String capability) {
    return description.filter(it -> it.capabilities().contains(capability)).isPresent();
  }

  private void requireClaimed(Verb verb) throws UntriedException {
    if (verb == Verb.KILL_APP && !claims("kill-app")) {
      throw new UntriedException("kill-app is not claimed");
    }
  }

  // --- what it is tried with

  private Dialect dialect() {
    return new Dialect(
        description.flatMap(it -> SpecVersion.known(it.specVersion())).orElse(SpecVersion.NEWEST));
  }

  private ProbeApp probe(String... actions) {
    return ProbeApp.of(APP, ProbeImage.named("example.org/driver-check"), actions);
  }

  private Path archive(String... actions) throws IOException {
    Path file = fresh(".aci");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      dialect().imageFor(probe(actions), nonce).write(out, dialect(), program);
    }
    return file;
  }

  private Path manifest(String id, String... actions) throws IOException {
    ProbePod pod = ProbePod.of("checked", probe(actions));
    return write(
        ".json", dialect().podManifest(pod, Map.of(APP, id), nonce, UUID.randomUUID().toString()));
  }

  private Path write(String ending, String text) throws IOException {
    return Files.writeString(fresh(ending), text);
  }

  private Path fresh(String ending) {
    files++;
    return scratch.toAbsolutePath().resolve("check-" + files + ending);
  }

  // --- afterwards

  /** Removes what is left, whatever the driver says to that. */
  private void clear() throws DriverException, InterruptedException {
    for (String pod : List.copyOf(pods)) {
      end(pod);
    }
    for (String id : images) {
      run(Verb.REMOVE_IMAGE, id);
    }
  }

  private void end(String pod) throws DriverException, InterruptedException {
    run(Verb.STOP, pod);
    run(Verb.REMOVE, pod);
    pods.remove(pod);
  }

  private void run(Verb verb, String argument) throws DriverException, InterruptedException {
    driver.run(List.of(verb.word(), argument), timeouts.of(verb), heard::add);
  }
}
