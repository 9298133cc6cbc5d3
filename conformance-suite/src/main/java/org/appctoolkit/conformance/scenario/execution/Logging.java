package org.appctoolkit.conformance.scenario.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.Observations;
import org.appctoolkit.conformance.probe.ProbeApp;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.conformance.scenario.AppRecord;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Log;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.conformance.scenario.Scenario;
import org.appctoolkit.conformance.scenario.Scene;
import org.appctoolkit.conformance.scenario.Stage;

/**
 * What is kept of what apps write.
 *
 * <p>That all of it is there is looked for behind whatever a runtime puts before lines; that
 * nothing else is there, is a clause of its own.
 */
final class Logging {
  static final long QUICK_BYTES = 60_000;
  static final long BINARY_BYTES = 1 << 20;
  static final long BINARY_ERROR_BYTES = 1 << 16;
  private static final long LINE = 16;
  private static final char OUT = 'o';
  private static final char ERROR = 'e';

  /** Writes 100 MB to standard output. */
  static final String FLOOD = "floods-stdout";

  /** Writes to both streams at once, while the other one floods. */
  static final String BOTH = "floods-both";

  /** Writes what is no text. */
  static final String BINARY = "writes-binary";

  /** Has ended before anybody can have read what it wrote. */
  static final String QUICK = "ends-at-once";

  /** Dies by a signal. */
  static final String CRASH = "dies";

  static final String LAST_OUT = "before-death-on-stdout";
  static final String LAST_ERROR = "before-death-on-stderr";
  static final String LAST_WORDS = "last words, without a line feed";

  static final Company APPS = new Company("output");

  /** With 100 MB of one app, and two times 16 MB of another one meanwhile. */
  static final List<Scenario> ALL = List.of(new Logging(100_000_000, 16_000_000).scenario());

  private final long floodBytes;
  private final long bothBytes;

  /**
   * The scenario with other amounts.
   *
   * @param floodBytes what one app writes; a number of whole lines, as is the other one
   * @param bothBytes what the other one writes to each stream
   */
  Logging(long floodBytes, long bothBytes) {
    this.floodBytes = floodBytes;
    this.bothBytes = bothBytes;
  }

  Scenario scenario() {
    return Scenario.of("logging", "what is kept of what apps write", this::play)
        .expecting(
            "hundred-megabytes",
            "stdout-is-captured",
            scene -> complete(scene, FLOOD, OUT, floodBytes))
        .expecting(
            "flood-of-stdout", "stdout-is-captured", scene -> complete(scene, BOTH, OUT, bothBytes))
        .expecting("before-immediate-exit", "stdout-is-captured", Logging::beforeExit)
        .expecting(
            "last-bytes-before-death",
            "stdout-is-captured",
            scene -> marker(scene, "standard output", LAST_OUT))
        .expecting(
            "flood-of-stderr",
            "stderr-is-captured",
            scene -> complete(scene, BOTH, ERROR, bothBytes))
        .expecting(
            "last-line-before-death",
            "stderr-is-captured",
            scene -> marker(scene, "standard error", LAST_ERROR))
        .expecting("readable-after-the-end", "output-outlives-the-pod", Logging::outlives)
        .expecting("order", "output-keeps-its-order", this::ordered)
        .expecting(
            "every-byte-of-100-megabytes",
            "output-is-captured-byte-by-byte",
            scene -> exact(app(scene, FLOOD).stdout(), framed(main(scene, FLOOD), floodBytes)))
        .expecting(
            "no-line-feed-added",
            "output-is-captured-byte-by-byte",
            scene ->
                exact(
                    app(scene, QUICK).stdout(),
                    begin(main(scene, QUICK)).lines(OUT, QUICK_BYTES, '.')))
        .expecting("binary", "output-is-captured-byte-by-byte", Logging::binary, "separate-streams")
        .expecting("streams", "streams-are-kept-apart", this::apart, "separate-streams")
        .expecting("apps", "outputs-of-apps-are-kept-apart", this::ofOthers, "multi-app");
  }

  // --- what is done

  private void play(Stage stage)
      throws RefusedException, DriverException, IOException, InterruptedException {
    boolean meet = stage.can("multi-app") && stage.can("volumes") && stage.can("volume/host");
    Shared shared = Shared.of(stage, "meeting");
    List<ProbeApp> apps = new ArrayList<>();
    apps.add(
        app(FLOOD, meet, "to none", "write stdout %d text".formatted(floodBytes), "to stdout"));
    apps.add(
        app(
            BOTH,
            meet,
            "to none",
            "fork child",
            "write stderr %d text".formatted(bothBytes),
            "end-fork",
            "write stdout %d text".formatted(bothBytes),
            "wait 100000",
            "to stdout"));
    apps.add(
        app(
            BINARY,
            false,
            "to none",
            "write stdout %d binary".formatted(BINARY_BYTES),
            "write stderr %d binary".formatted(BINARY_ERROR_BYTES),
            "raw stderr " + LAST_WORDS.replace(" ", "%20")));
    apps.add(
        app(QUICK, false, "to none", "write stdout %d notail".formatted(QUICK_BYTES), "exit 3"));
    apps.add(
        app(
            CRASH,
            false,
            "to none",
            "raw stdout " + LAST_OUT,
            "raw stderr " + LAST_ERROR + "%0a",
            "die SEGV"));
    APPS.run(stage, pod -> meet ? pod.sharing(shared.volume()) : pod, apps);
  }

  private static ProbeApp app(String name, boolean meet, String... actions) {
    List<String> all = new ArrayList<>();
    if (meet) {
      all.add(Shared.meet(name, 2));
    }
    all.addAll(List.of(actions));
    ProbeApp app = ProbeApp.of(name, Furnished.IMAGE, all.toArray(String[]::new));
    return meet ? Shared.with(app) : app;
  }

  // --- how it is judged

  private static AppRecord app(Scene scene, String name)
      throws NotExecutedException, MissingObservationException {
    return APPS.app(scene, name);
  }

  private static Observations main(Scene scene, String app)
      throws NotExecutedException, MissingObservationException {
    return APPS.main(scene, app);
  }

  /** Where a stream is, also if a runtime does not keep them apart. */
  private static Log stream(Scene scene, String app, char letter)
      throws NotExecutedException, MissingObservationException {
    boolean separate = scene.runtime().capabilities().contains("separate-streams");
    AppRecord record = app(scene, app);
    return letter == ERROR && separate ? record.stderr() : record.stdout();
  }

  private static Outcome complete(Scene scene, String app, char letter, long bytes)
      throws UnseenException {
    Observation begun = main(scene, app).one("begin");
    long written = bytes / LINE;
    Output.Lines lines = Output.lines(stream(scene, app, letter), letter, written);
    return Judgement.when(
        lines.has(written),
        "all of %d numbered lines of app %s".formatted(written, app),
        "%d of %d lines".formatted(lines.different(), written),
        begun);
  }

  private static Outcome beforeExit(Scene scene) throws UnseenException {
    main(scene, QUICK);
    Log log = app(scene, QUICK).stdout();
    long written = QUICK_BYTES / LINE - 1;
    Output.Lines lines = Output.lines(log, OUT, written);
    boolean end = Output.contains(log, "o%014d.".formatted(written));
    return Judgement.when(
        lines.has(written) && end,
        "all of %d bytes that were written just before the exit".formatted(QUICK_BYTES),
        "%d of %d lines, the last bytes %s"
            .formatted(lines.different(), written, end ? "too" : "not"),
        List.of());
  }

  private static Outcome marker(Scene scene, String stream, String marker) throws UnseenException {
    Observation begun = main(scene, CRASH).one("begin");
    boolean there = Output.contains(app(scene, CRASH), marker);
    return Judgement.when(
        there,
        "what was written to %s before the app died".formatted(stream),
        there ? "'%s' is there".formatted(marker) : "it is not there",
        begun);
  }

  private static Outcome outlives(Scene scene) throws UnseenException {
    Observation begun = main(scene, CRASH).one("begin");
    PodStatus end = APPS.pod(scene, CRASH).end();
    boolean there = Output.contains(app(scene, CRASH), LAST_ERROR);
    return Judgement.when(
        end.isOver() && there,
        "what an app wrote can be read when its pod is over",
        "the pod is %s, and the output %s"
            .formatted(end.state(), there ? "can be read" : "cannot be read"),
        begun);
  }

  private Outcome ordered(Scene scene) throws UnseenException {
    return Judgement.all(
        ordered(scene, FLOOD, OUT, floodBytes),
        ordered(scene, BOTH, OUT, bothBytes),
        ordered(scene, BOTH, ERROR, bothBytes));
  }

  private static Outcome ordered(Scene scene, String app, char letter, long bytes)
      throws UnseenException {
    main(scene, app);
    Output.Lines lines = Output.lines(stream(scene, app, letter), letter, bytes / LINE);
    return Judgement.when(
        lines.count() > 0 && lines.ordered(),
        "the lines of app %s, in the order of their numbers".formatted(app),
        "%d lines %s"
            .formatted(lines.count(), lines.ordered() ? "in their order" : "in another order"),
        List.of());
  }

  private static Written begin(Observations seen) throws UnseenException {
    return Written.nothing().line(seen.one("begin"));
  }

  /** Numbered lines between the observations before and after them. */
  private static Written framed(Observations seen, long bytes) throws UnseenException {
    Written before = begin(seen);
    Optional<Observation> meeting = seen.first("meet");
    Written met = meeting.isPresent() ? before.line(meeting.get()) : before;
    Written lines = met.lines(OUT, bytes, '\n');
    // The probe has written its end, too; where that is not, something is missing in any case.
    return seen.first("end").map(lines::line).orElseGet(() -> lines.text("{"));
  }

  private static Outcome exact(Log log, Written written) {
    Optional<String> difference = written.difference(log);
    return Judgement.when(
        difference.isEmpty(),
        "the log is what was written, byte by byte",
        difference.orElse("%d bytes as they were written".formatted(log.size())),
        List.of());
  }

  private static Outcome binary(Scene scene) throws UnseenException {
    AppRecord app = app(scene, BINARY);
    Written stdout = begin(main(scene, BINARY)).binary(Written.STDOUT, BINARY_BYTES);
    Written stderr = Written.nothing().binary(Written.STDERR, BINARY_ERROR_BYTES).text(LAST_WORDS);
    return Judgement.all(exact(app.stdout(), stdout), exact(app.stderr(), stderr));
  }

  private Outcome apart(Scene scene) throws UnseenException {
    main(scene, BOTH);
    main(scene, CRASH);
    AppRecord both = app(scene, BOTH);
    AppRecord crash = app(scene, CRASH);
    return Judgement.all(
        only(both.stdout(), OUT, ERROR, "standard output"),
        only(both.stderr(), ERROR, OUT, "standard error"),
        Judgement.when(
            !Output.contains(crash.stdout(), LAST_ERROR)
                && !Output.contains(crash.stderr(), LAST_OUT)
                && Output.contains(crash.stderr(), LAST_ERROR),
            "last words of each stream in that stream alone",
            "last words of app %s, stream by stream".formatted(CRASH),
            List.of()));
  }

  private Outcome only(Log log, char letter, char other, String stream) {
    Output.Lines own = Output.lines(log, letter, bothBytes / LINE);
    Output.Lines others = Output.lines(log, other, bothBytes / LINE);
    return Judgement.when(
        own.count() > 0 && others.count() == 0,
        "nothing but lines of %s in it".formatted(stream),
        "%s has %d lines of its own and %d of the other stream"
            .formatted(stream, own.count(), others.count()),
        List.of());
  }

  private Outcome ofOthers(Scene scene) throws UnseenException {
    main(scene, FLOOD);
    main(scene, BOTH);
    main(scene, CRASH);
    AppRecord flood = app(scene, FLOOD);
    Output.Lines first = Output.lines(flood.stdout(), OUT, floodBytes / LINE);
    Output.Lines second = Output.lines(app(scene, BOTH).stdout(), OUT, bothBytes / LINE);
    Output.Lines third = Output.lines(app(scene, CRASH).stdout(), OUT, bothBytes / LINE);
    boolean marked = Output.contains(flood, LAST_ERROR);
    return Judgement.when(
        first.different() == first.count()
            && first.count() > 0
            && second.different() == second.count()
            && second.count() > 0
            && third.count() == 0
            && !marked,
        "in the output of each app, only what it wrote itself",
        "%d, %d and %d lines in those of three apps, of which %d, %d and 0 are their own%s"
            .formatted(
                first.count(),
                second.count(),
                third.count(),
                first.different(),
                second.different(),
                marked ? "; and the last words of another app" : ""),
        List.of());
  }
}
