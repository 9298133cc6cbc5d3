package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.runtime.execute.PodStatus.State;
import org.appctoolkit.runtime.plan.PodPlan;

/**
 * A pod on the disk, as {@code docs/stage1-contract.md} has it, and beside that what is remembered
 * of its preparation and start.
 *
 * <p>Nothing here is believed of a process that does not live: what a file says is told together
 * with whether its writer is still there.
 */
public final class PodDirectory {
  static final String PREPARING = ".preparing";

  /** Who prepares it; stays there if nobody else is to start it. */
  static final String PREPARER = "preparer";

  /** Who starts it. */
  static final String STARTER = "starter";

  /** The process that was started. */
  static final String STAGE1 = "stage1";

  /** What stage1 itself says. */
  static final String MESSAGES = "messages";

  /** Names of trees, one a line. */
  static final String TREES = "trees";

  static final String ABOUT = "about";

  /** What became of each isolator. */
  static final String ISOLATORS = "isolators";

  /** A line of it: bridge, its name, the address, the subnet; or none, or host. */
  static final String NETWORK = "network";

  static final String BRIDGED = "bridge";
  static final String PLAN = "plan";
  static final String MANIFEST = "manifest";
  private static final String KEEPER = "pid";
  private static final String INIT = "init";
  private static final String STATUS = "status";
  private static final int MOST_STAMP_BYTES = 100;
  private static final int MOST_TREES_BYTES = 1 << 20;
  private static final int MOST_MANIFEST_BYTES = 64 << 20;
  private static final int MOST_MESSAGE_CHARACTERS = 1000;
  private static final int MOST_MESSAGES_BYTES = 1 << 20;
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,11})(?:\\.([0-9]{1,3}))?");
  private static final Pattern ENDING = Pattern.compile("(exit|signal) ([0-9]{1,3})");

  private final UUID uuid;
  private final Path path;

  PodDirectory(UUID uuid, Path path) {
    this.uuid = uuid;
    this.path = path;
  }

  /** The name of the pod. */
  public UUID uuid() {
    return uuid;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Where what belongs to an app is. */
  public Path app(String name) {
    return path.resolve("apps").resolve(name);
  }

  /** The names of its apps, in the order of the manifest; none before it is prepared. */
  public List<String> apps() throws IOException {
    return StatusFile.read(path.resolve(ABOUT)).all("app").stream()
        .filter(line -> line.size() > 1)
        .map(line -> line.get(1))
        .toList();
  }

  /**
   * Sees to it that the pod can be plugged in, if it is to be: it has its address still, and the
   * bridge is there.
   *
   * @param state where the leases of all bridges are
   * @param stage1 ours, which makes the bridge
   * @throws RefusedException if another pod has its address
   */
  public void makeNetworkReady(Path state, BridgeMaker stage1)
      throws IOException, RefusedException {
    for (List<String> line : bridges()) {
      Subnet subnet = Subnet.parse(line.get(4)).orElse(Subnet.USUAL);
      Bridge.of(state, line.get(2), subnet, stage1.get()).makeReady(path, line.get(3));
    }
  }

  /**
   * Removes the bridge that the pod was on, if no pod needs it any more.
   *
   * @param state where the leases of all bridges are
   * @param stage1 ours, which removes the bridge
   */
  public void tidyNetwork(Path state, BridgeMaker stage1) throws IOException, RefusedException {
    for (List<String> line : bridges()) {
      Bridge.of(state, line.get(2), Subnet.USUAL, stage1.get()).tidy();
    }
  }

  /** The line about the bridge, if it is on one. */
  private List<List<String>> bridges() throws IOException {
    return StatusFile.read(path.resolve(ABOUT)).all(NETWORK).stream()
        .filter(line -> line.size() == 5 && line.get(1).equals(BRIDGED))
        .toList();
  }

  /** What makes bridges, if one is needed. */
  @FunctionalInterface
  public interface BridgeMaker {
    /** Our stage1. */
    Stage1 get() throws IOException;
  }

  /** The plan, as stage1 reads it. */
  public String plan() throws IOException {
    return SmallFile.read(path.resolve(PLAN), PodPlan.MOST_BYTES)
        .orElseThrow(() -> new IOException(path.resolve(PLAN) + ": no such file"));
  }

  /** The manifest, as it is run. */
  public String manifest() throws IOException {
    return SmallFile.read(path.resolve(MANIFEST), MOST_MANIFEST_BYTES)
        .orElseThrow(() -> new IOException(path.resolve(MANIFEST) + ": no such file"));
  }

  /** The process that looks after it, if it lives. */
  public Optional<ProcessStamp> keeper() throws IOException {
    return living(KEEPER);
  }

  /** The process that was started for it, if it lives, whether it has said so or not. */
  Optional<ProcessStamp> supervisor() throws IOException {
    return has(KEEPER) ? keeper() : living(STAGE1);
  }

  /** The first process in it, if it lives, as the host numbers it. */
  public Optional<ProcessStamp> init() throws IOException {
    return living(INIT);
  }

  private Optional<ProcessStamp> living(String file) throws IOException {
    return stamp(file).filter(ProcessStamp::isAlive);
  }

  private Optional<ProcessStamp> stamp(String file) throws IOException {
    return SmallFile.read(path.resolve(file), MOST_STAMP_BYTES).flatMap(ProcessStamp::parse);
  }

  private boolean has(String file) {
    return Files.exists(path.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** The trees that it uses. */
  Set<String> trees() throws IOException {
    return new LinkedHashSet<>(
        SmallFile.read(path.resolve(TREES), MOST_TREES_BYTES).orElse("").lines().toList());
  }

  /** Whether it was claimed by somebody who starts it, at whatever time. */
  public boolean isStarted() {
    return has(STARTER) || has(KEEPER);
  }

  /** Whether some process prepares it, starts it, looks after it or runs in it. */
  public boolean isLive() throws IOException {
    // It is asked once whether stage1 has told who it is: that may happen just now.
    Optional<ProcessStamp> keeper = stamp(KEEPER);
    if (keeper.isPresent()) {
      return keeper.get().isAlive() || living(INIT).isPresent();
    }
    Optional<ProcessStamp> stage1 = stamp(STAGE1);
    if (stage1.isPresent()) {
      return stage1.get().isAlive();
    }
    return living(STARTER).isPresent() || living(PREPARER).isPresent();
  }

  /** What is known of it now. */
  public PodStatus status() throws IOException {
    // Who lives is asked first: what a dead one has written does not change any more.
    boolean live = isLive();
    StatusFile about = StatusFile.read(path.resolve(ABOUT));
    StatusFile status = StatusFile.read(path.resolve(STATUS));
    State state = state(live, status);
    boolean ended = has(KEEPER) && !live;
    List<PodStatus.App> apps = new ArrayList<>();
    for (List<String> line : about.all("app")) {
      if (line.size() > 1) {
        apps.add(app(line, ended));
      }
    }
    Optional<String> reason =
        status
            .get("reason")
            .or(() -> state == State.FAILED ? Optional.of(death()) : Optional.empty());
    return new PodStatus(
        uuid,
        state,
        state == State.EXITED || state == State.FAILED
            ? status.number("exit").map(Long::intValue)
            : Optional.empty(),
        state == State.FAILED || state == State.EXITED ? reason : Optional.empty(),
        about.get("created").flatMap(PodDirectory::instant),
        network(about),
        apps,
        about.all("note").stream()
            .filter(line -> line.size() == 3)
            .map(line -> new PodStatus.Note(line.get(1), line.get(2)))
            .toList(),
        IsolatorFile.read(path.resolve(ISOLATORS)));
  }

  private static Optional<PodStatus.Network> network(StatusFile about) {
    return about.all(NETWORK).stream()
        .filter(line -> line.size() > 1)
        .map(
            line ->
                new PodStatus.Network(
                    line.get(1),
                    Optional.of(line).filter(it -> it.size() == 5).map(it -> it.get(2)),
                    Optional.of(line).filter(it -> it.size() == 5).map(it -> it.get(3))))
        .findFirst();
  }

  private State state(boolean live, StatusFile status) throws IOException {
    if (String.valueOf(path.getFileName()).endsWith(PREPARING)) {
      return live ? State.PREPARING : State.ABANDONED;
    }
    if (!isStarted()) {
      return live || !has(PREPARER) ? State.PREPARED : State.ABANDONED;
    }
    String told = status.get("state").orElse("");
    if (told.equals("exited")) {
      return State.EXITED;
    }
    if (told.equals("failed") || !live) {
      return State.FAILED;
    }
    if (told.equals("stopping") || (has(KEEPER) && keeper().isEmpty())) {
      return State.STOPPING;
    }
    return told.equals("running") ? State.RUNNING : State.STARTING;
  }

  /** Why a pod is over that has not told so. */
  private String death() {
    try {
      String said = SmallFile.read(path.resolve(MESSAGES), MOST_MESSAGES_BYTES).orElse("").strip();
      String begun = has(KEEPER) ? "stage1 died" : "stage1 died before it began";
      return said.isEmpty()
          ? begun
          : begun
              + ", having said: "
              + said.substring(0, Math.min(said.length(), MOST_MESSAGE_CHARACTERS));
    } catch (IOException e) {
      return "stage1 died, having said too much";
    }
  }

  private PodStatus.App app(List<String> about, boolean podEnded) throws IOException {
    String name = about.get(1);
    StatusFile status = StatusFile.read(app(name).resolve(STATUS));
    String told = status.get("state").orElse(PodStatus.App.WAITING);
    boolean over = told.equals(PodStatus.App.EXITED) || told.equals(PodStatus.App.FAILED);
    boolean lost = podEnded && !over;
    Optional<PodStatus.Ending> ending =
        status
            .number("exit")
            .map(it -> new PodStatus.Ending(false, it.intValue()))
            .or(() -> status.number("signal").map(it -> new PodStatus.Ending(true, it.intValue())));
    return new PodStatus.App(
        name,
        about.size() > 2 ? about.get(2) : "",
        about.size() > 3 ? about.get(3) : "",
        lost ? PodStatus.App.FAILED : told.toLowerCase(Locale.ROOT),
        lost ? Optional.empty() : status.number("pid"),
        ending,
        status.get("pre-start").flatMap(PodDirectory::ending),
        status.get("post-stop").flatMap(PodDirectory::ending),
        status.number("restarts").orElse(0L),
        status.get("started").flatMap(PodDirectory::instant),
        status.get("ended").flatMap(PodDirectory::instant),
        status.number("lost-stdout").orElse(0L),
        status.number("lost-stderr").orElse(0L),
        lost
            ? Optional.of(
                told.equals(PodStatus.App.WAITING)
                    ? "it was never started"
                    : "it ended together with the pod")
            : status.get("reason"));
  }

  private static Optional<PodStatus.Ending> ending(String text) {
    Matcher matcher = ENDING.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PodStatus.Ending(
                matcher.group(1).equals("signal"), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    Matcher matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String fraction = (matcher.group(2) == null ? "" : matcher.group(2)) + "000";
    return Optional.of(
        Instant.ofEpochSecond(Long.parseLong(matcher.group(1)))
            .plusMillis(Long.parseLong(fraction.substring(0, 3))));
  }

  /** A time as status files have it. */
  static String seconds(Instant time) {
    return String.format(Locale.ROOT, "%d.%03d", time.getEpochSecond(), time.getNano() / 1_000_000);
  }
}
