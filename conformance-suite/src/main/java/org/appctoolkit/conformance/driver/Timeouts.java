package org.appctoolkit.conformance.driver;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a driver may take for each verb before it is ended and taken for broken.
 *
 * @param each the time for every verb
 */
public record Timeouts(Map<Verb, Duration> each) {
  /** Those of docs/driver-protocol.md, for a machine that does nothing else. */
  public static final Timeouts USUAL =
      new Timeouts(
          Map.of(
              Verb.DESCRIBE, Duration.ofSeconds(20),
              Verb.IMPORT, Duration.ofSeconds(60),
              Verb.RUN, Duration.ofSeconds(60),
              Verb.WAIT, Duration.ofSeconds(120),
              Verb.STATUS, Duration.ofSeconds(20),
              Verb.LOGS, Duration.ofSeconds(60),
              Verb.STOP, Duration.ofSeconds(60),
              Verb.KILL_APP, Duration.ofSeconds(20),
              Verb.REMOVE, Duration.ofSeconds(60),
              Verb.REMOVE_IMAGE, Duration.ofSeconds(60)));

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if a verb has no time, or none that passes
   */
  public Timeouts {
    each = Map.copyOf(each);
    for (Verb verb : Verb.values()) {
      Duration time = each.getOrDefault(verb, Duration.ZERO);
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("no time for " + verb.word());
      }
    }
  }

  /** The time for a verb. */
  public Duration of(Verb verb) {
    return each.getOrDefault(verb, Duration.ZERO);
  }

  /** The same with another time for one verb. */
  public Timeouts with(Verb verb, Duration time) {
    Map<Verb, Duration> other = new EnumMap<>(each);
    other.put(verb, time);
    return new Timeouts(other);
  }

  /**
   * The same for a machine that is slower.
   *
   * @param factor how often as long everything may take; above 0
   */
  public Timeouts scaled(double factor) {
    Map<Verb, Duration> other = new EnumMap<>(Verb.class);
    each.forEach(
        (verb, time) ->
            other.put(verb, Duration.ofMillis(Math.max(1, Math.round(time.toMillis() * factor)))));
    return new Timeouts(other);
  }
}
