package org.appctoolkit.spec;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One normative statement, in our own words.
 *
 * <p>It is about documents, which a validator judges, or about runtimes, which only executing pods
 * shows. Almost all clauses are statements of the specification; {@link #source()} marks the few
 * that are not. A clause can have held at different levels over time, never with a gap.
 *
 * @param id stable kebab-case name, unique in the catalogue; the rule that checks a clause about
 *     documents has the same name
 * @param subject what it is about
 * @param levels the level from each version on; its first key is the first version
 * @param versions the versions for which it holds
 * @param section where it stands
 * @param source who makes the statement
 * @param sentence the statement
 * @param reason why it matters; for a clause that no machine can check, why it cannot
 * @param checkable whether a machine can check it
 */
public record Clause(
    String id,
    Subject subject,
    NavigableMap<SpecVersion, Level> levels,
    VersionRange versions,
    Section section,
    Source source,
    String sentence,
    String reason,
    boolean checkable) {

  /** What a statement is about. */
  public enum Subject {
    /** Manifests, images, discovery pages, and what is made of them without executing anything. */
    DOCUMENT,
    /** What executes pods: seen from inside of them, and told by the executor. */
    RUNTIME
  }

  /** Who makes a statement. */
  public enum Source {
    /** The text of the specification. */
    TEXT,
    /** Only the reference code or its change log. */
    CODE,
    /** A standard that the specification builds on. */
    STANDARD,
    /** This toolkit: what follows from the text, or guards against a hazard. */
    CONVENTION,
    /** This toolkit: a bound on what it reads. */
    LIMIT
  }

  /** Copies the levels and refuses ones that do not begin with the first version. */
  public Clause {
    levels = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(levels));
    if (levels.isEmpty() || !levels.firstKey().equals(versions.first())) {
      throw new IllegalArgumentException("levels begin with the first version: " + id);
    }
  }

  /**
   * The level at a version.
   *
   * @throws IllegalArgumentException if the clause does not hold at that version
   */
  public Level levelAt(SpecVersion version) {
    if (!versions.contains(version)) {
      throw new IllegalArgumentException(id + " does not hold at " + version);
    }
    return levels.floorEntry(version).getValue();
  }

  /** The level at the last version for which the clause holds. */
  public Level level() {
    return levels.lastEntry().getValue();
  }

  /** Whether the clause is this toolkit's, not one of the specification, its code or a standard. */
  public boolean isOurs() {
    return source == Source.CONVENTION || source == Source.LIMIT;
  }

  /** The levels as text: {@code MUST}, or {@code SHOULD, since 0.5.2 MUST}. */
  public String levelText() {
    StringBuilder text = new StringBuilder();
    Optional<Level> previous = Optional.empty();
    for (Map.Entry<SpecVersion, Level> entry : levels.entrySet()) {
      if (previous.isEmpty()) {
        text.append(entry.getValue());
      } else {
        text.append(", since ").append(entry.getKey()).append(' ').append(entry.getValue());
      }
      previous = Optional.of(entry.getValue());
    }
    return text.toString();
  }
}
