package org.appctoolkit.conformance.scenario;

import java.util.List;
import java.util.Set;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.NotExecutedException;
import org.appctoolkit.conformance.probe.UnseenException;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.SpecVersion;

/**
 * One clause, and how it is judged in a scenario.
 *
 * @param id the name of its scenario, a slash and a name of its own; the same for ever
 * @param clause what it judges by
 * @param capabilities what a runtime has to claim to be asked
 * @param judgement how it is judged
 */
public record Expectation(String id, Clause clause, Set<String> capabilities, Judgement judgement) {
  /** Copies the capabilities. */
  public Expectation {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether it can be judged at a version. */
  public boolean holdsAt(SpecVersion version) {
    return clause.versions().contains(version);
  }

  /** What a runtime does not claim and would have to, sorted; none if it can be asked. */
  public List<String> missing(RuntimeDescription runtime) {
    return capabilities.stream()
        .filter(it -> !runtime.capabilities().contains(it))
        .sorted()
        .toList();
  }

  /** The outcome; whatever the judgement throws becomes one, too. */
  public Outcome judge(Scene scene) {
    try {
      return judgement.judge(scene);
    } catch (UnseenException e) {
      return unseen(e);
    } catch (RuntimeException e) {
      return new Outcome.Errored("the suite has a bug: " + e, List.of());
    }
  }

  /** The outcome when something that is needed was not seen. */
  public static Outcome unseen(UnseenException e) {
    String reason = String.valueOf(e.getMessage());
    return e instanceof NotExecutedException
        ? new Outcome.Failed("the app is executed, and what it writes is kept", reason, List.of())
        : new Outcome.Errored("missing observation: " + reason, List.of());
  }
}
