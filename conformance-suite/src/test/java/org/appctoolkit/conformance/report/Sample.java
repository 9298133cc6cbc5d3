package org.appctoolkit.conformance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.spec.Level;

/** A run with each outcome, and with text that would drive a terminal or end a string. */
final class Sample {
  static final String HOSTILE =
      "\u001b[2J<a href=\"x\">&amp;</a> # ]]> \\ ' \ud800 \ufffe \u0000\n\u2028";

  static final Event.Began BEGAN =
      new Event.Began(
          "0.1",
          "2026-11-23T17:00:00.123Z",
          new Event.Host("Linux", "6.1", "amd64", 2, "root"),
          List.of("/opt/driver", "--verbose"),
          new RuntimeDescription("r\u001b[1mt", "1 \"x\"", "0.8.11", Set.of("multi-app")),
          "0.8.11",
          7,
          1.25,
          2,
          2,
          4);

  private Sample() {}

  static List<Event> events() {
    List<Event> events = new ArrayList<>();
    events.add(BEGAN);
    events.add(new Event.Played("namespaces/pid", "PIDs", 1234, 3, List.of("pod a: " + HOSTILE)));
    events.add(judged("a", new Outcome.Passed("all well", List.of("{\"see\":1}"))));
    events.add(judged("b", new Outcome.Failed("so", HOSTILE, List.of("one", HOSTILE))));
    events.add(judged("c", new Outcome.Errored("it broke", List.of())));
    events.add(new Event.Played("other", "more", 0, 1, List.of()));
    events.add(
        new Event.Judged(
            "other",
            "other/d",
            "x-y",
            Level.SHOULD,
            "It may.",
            "u#a",
            new Outcome.Skipped("# no")));
    events.add(new Event.Ended("complete", 5678, 0, List.of("image x was not removed: mine")));
    return events;
  }

  private static Event judged(String name, Outcome outcome) {
    return new Event.Judged(
        "namespaces/pid",
        "namespaces/pid/" + name,
        "apps-share",
        Level.MUST,
        "Apps share <PIDs>.",
        "https://example.com/spec#a",
        outcome);
  }
}
