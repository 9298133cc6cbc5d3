package org.appctoolkit.conformance.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.SpecVersion;

/**
 * Pods that a runtime is to run, and what is expected of it.
 *
 * @param id its name, the same for ever
 * @param title what it tries, in a few words
 * @param capabilities what a runtime has to claim for it to be played at all
 * @param resources what it cannot share
 * @param since the first version of the specification in whose manifests it can be written
 * @param play what is done
 * @param expectations how it is judged, each by one clause
 */
public record Scenario(
    String id,
    String title,
    Set<String> capabilities,
    Set<Resource> resources,
    SpecVersion since,
    Play play,
    List<Expectation> expectations) {
  /** Copies the collections. */
  public Scenario {
    capabilities = Set.copyOf(capabilities);
    resources = Set.copyOf(resources);
    expectations = List.copyOf(expectations);
  }

  /** What a scenario does. What it throws is a verdict on all its expectations. */
  @FunctionalInterface
  public interface Play {
    /**
     * Runs pods; the stage notes what is seen.
     *
     * @throws RefusedException if the runtime declined: Failed
     * @throws DriverException if the driver broke: Errored
     * @throws UnseenException if it could not go on, as something was not seen
     * @throws IOException if this machine broke: Errored
     * @throws InterruptedException if the suite is to end
     */
    void on(Stage stage)
        throws RefusedException,
            DriverException,
            UnseenException,
            IOException,
            InterruptedException;
  }

  /** A scenario without expectations so far. */
  public static Scenario of(String id, String title, Play play) {
    return new Scenario(id, title, Set.of(), Set.of(), SpecVersion.OLDEST, play, List.of());
  }

  /**
   * The same, for runtimes with more capabilities: none of its expectations is asked of others.
   * Call it before {@link #expecting}.
   */
  public Scenario needing(String... more) {
    if (!expectations.isEmpty()) {
      throw new IllegalStateException("capabilities come before expectations: " + id);
    }
    Set<String> all = new HashSet<>(capabilities);
    all.addAll(List.of(more));
    return new Scenario(id, title, all, resources, since, play, expectations);
  }

  /** The same, not at the same time as others that use one of these. */
  public Scenario using(Resource... more) {
    return new Scenario(id, title, capabilities, Set.of(more), since, play, expectations);
  }

  /** The same, from a version on. */
  public Scenario since(int major, int minor, int patch) {
    SpecVersion first = new SpecVersion(major, minor, patch);
    return new Scenario(id, title, capabilities, resources, first, play, expectations);
  }

  /**
   * The same, with an expectation.
   *
   * @param name its name among those of the scenario
   * @param clause the ID of the clause
   * @param judgement how it is judged
   * @param more what a runtime has to claim beside what the scenario needs
   */
  public Scenario expecting(String name, String clause, Judgement judgement, String... more) {
    Set<String> needed = new HashSet<>(capabilities);
    needed.addAll(List.of(more));
    List<Expectation> all = new ArrayList<>(expectations);
    all.add(new Expectation(id + "/" + name, Clauses.get(clause), needed, judgement));
    return new Scenario(id, title, capabilities, resources, since, play, all);
  }

  /** The expectations that hold at a version; none if it cannot be written there. */
  public List<Expectation> at(SpecVersion version) {
    return version.compareTo(since) < 0
        ? List.of()
        : expectations.stream().filter(it -> it.holdsAt(version)).toList();
  }
}
