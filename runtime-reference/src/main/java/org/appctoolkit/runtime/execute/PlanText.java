package org.appctoolkit.runtime.execute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is read from, and changed in, the text of a plan that was written before. */
final class PlanText {
  private static final String LIFELINE = "lifeline";

  private PlanText() {}

  /**
   * What entering an app takes.
   *
   * @param way how it got its root, as the plan says it
   * @param environment its environment variables
   */
  record App(String way, Map<String, String> environment) {
    App {
      environment = Map.copyOf(environment);
    }
  }

  /** The cgroups that are made for it, in their order. */
  static List<String> cgroups(String plan) {
    return StatusFile.parse(plan).all("make-cgroup").stream()
        .filter(line -> line.size() == 2 && line.get(1).startsWith("/"))
        .map(line -> line.get(1))
        .toList();
  }

  /** The same plan with a lifeline, or without: that is decided when the pod is started. */
  static String withLifeline(String plan, boolean lifeline) {
    List<String> lines = new ArrayList<>(plan.lines().toList());
    lines.removeIf(LIFELINE::equals);
    if (lifeline) {
      // The first line tells the version of the format.
      lines.add(Math.min(1, lines.size()), LIFELINE);
    }
    return String.join("\n", lines) + "\n";
  }

  /** What the plan says of an app; the usual if it does not know it. */
  static App app(String plan, String name) {
    String way = "pivot";
    Map<String, String> environment = new LinkedHashMap<>();
    boolean inside = false;
    for (List<String> line : StatusFile.parse(plan).lines()) {
      String verb = line.get(0);
      String word = line.size() > 1 ? line.get(1) : "";
      if (verb.equals("app")) {
        inside = word.equals(name);
      } else if (inside && verb.equals("enter")) {
        way = word;
      } else if (inside && verb.equals("environment") && word.indexOf('=') > 0) {
        int equals = word.indexOf('=');
        environment.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new App(way, environment);
  }
}
