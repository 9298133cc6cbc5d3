package org.appctoolkit.runtime.execute;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.appctoolkit.runtime.plan.IsolatorRemark;

/**
 * What is known of a pod from its files and from the processes that live.
 *
 * @param uuid its name
 * @param state what it is doing
 * @param exit its exit status, once it has ended
 * @param reason why it failed; as it was told, not safe to print
 * @param created when it was prepared
 * @param network what it has been given; absent before it is prepared
 * @param apps its apps, in the order of the manifest
 * @param notes what the user was told when it was prepared
 * @param isolators what became of each isolator
 */
public record PodStatus(
    UUID uuid,
    State state,
    Optional<Integer> exit,
    Optional<String> reason,
    Optional<Instant> created,
    Optional<Network> network,
    List<App> apps,
    List<Note> notes,
    List<IsolatorRemark> isolators) {
  /** What a pod is doing. */
  public enum State {
    /** It is being made ready. */
    PREPARING,
    /** Whoever made it ready has died; it will never be started. */
    ABANDONED,
    /** It waits to be started. */
    PREPARED,
    /** Its apps are being set up. */
    STARTING,
    /** Its apps have begun. */
    RUNNING,
    /** Its apps are being ended. */
    STOPPING,
    /** All its apps have ended. */
    EXITED,
    /** It could not be set up, or whoever looked after it has died. */
    FAILED;

    /** Whether nothing of it runs any more, and nothing will. */
    public boolean isOver() {
      return this == EXITED || this == FAILED || this == ABANDONED;
    }

    /** As users read it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The network of a pod.
   *
   * @param kind {@code none}, {@code bridge} or {@code host}
   * @param bridge the bridge that it is on
   * @param address the address that it has there
   */
  public record Network(String kind, Optional<String> bridge, Optional<String> address) {}

  /**
   * Something that was told when the pod was prepared.
   *
   * @param kind {@code warning} or {@code reduced}
   * @param message safe to print
   */
  public record Note(String kind, String message) {}

  /**
   * How a process has ended.
   *
   * @param signal whether by a signal
   * @param number of the signal, or the exit status
   */
  public record Ending(boolean signal, int number) {
    /** In words. */
    @Override
    public String toString() {
      return (signal ? "signal " : "exit ") + number;
    }
  }

  /**
   * What is known of an app.
   *
   * @param name its name
   * @param image the name of its image; may be empty
   * @param imageId the ID of its image; may be empty
   * @param state {@code waiting}, {@code pre-start}, {@code running}, {@code post-stop}, {@code
   *     exited} or {@code failed}
   * @param pid its process as the pod numbers it, while it runs
   * @param ending how it ended
   * @param preStart how the handler before it ended
   * @param postStop how the handler after it ended
   * @param restarts how often it was begun again
   * @param started when it began
   * @param ended when it ended
   * @param lostOutput how many bytes of standard output could not be kept
   * @param lostErrors the same of standard error
   * @param reason why it failed; as it was told, not safe to print
   */
  public record App(
      String name,
      String image,
      String imageId,
      String state,
      Optional<Long> pid,
      Optional<Ending> ending,
      Optional<Ending> preStart,
      Optional<Ending> postStop,
      long restarts,
      Optional<Instant> started,
      Optional<Instant> ended,
      long lostOutput,
      long lostErrors,
      Optional<String> reason) {
    static final String WAITING = "waiting";
    static final String EXITED = "exited";
    static final String FAILED = "failed";

    /** Whether it has ended, well or not. */
    public boolean isOver() {
      return state.equals(EXITED) || state.equals(FAILED);
    }
  }

  /** Copies the lists. */
  public PodStatus {
    apps = List.copyOf(apps);
    notes = List.copyOf(notes);
    isolators = List.copyOf(isolators);
  }

  /** The address at which others reach it, while it has one. */
  public Optional<String> address() {
    return state.isOver() ? Optional.empty() : network.flatMap(Network::address);
  }

  /** When the last of its apps ended that has. */
  public Optional<Instant> ended() {
    return apps.stream().flatMap(app -> app.ended().stream()).max(Instant::compareTo);
  }

  /** When the first of its apps began. */
  public Optional<Instant> started() {
    return apps.stream().flatMap(app -> app.started().stream()).min(Instant::compareTo);
  }
}
