package org.appctoolkit.runtime.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * How a pod is run: all that stage1 is told.
 *
 * @param steps what is done for all apps together, in this order
 * @param apps the apps, in the order of the manifest
 */
public record PodPlan(List<Step.OfPod> steps, List<AppPlan> apps) {
  /** The longest text that stage1 reads, in bytes. */
  public static final int MOST_BYTES = 4 << 20;

  /** How many apps stage1 runs in one pod. */
  public static final int MOST_APPS = 1000;

  private static final int DELETE = 0x7F;

  /** Copies the lists. */
  public PodPlan {
    steps = List.copyOf(steps);
    apps = List.copyOf(apps);
  }

  /**
   * The plan as stage1 reads it: a step a line, ASCII or UTF-8, words with single spaces between
   * them. In a word control characters, spaces and percent signs are written {@code %XX}; the empty
   * word is a percent sign.
   */
  public String text() {
    StringBuilder text = new StringBuilder("appc-plan 1\n");
    steps.forEach(step -> append(text, step.words()));
    for (AppPlan app : apps) {
      append(text, List.of("app", app.name()));
      app.steps().forEach(step -> append(text, step.words()));
      append(text, List.of("end"));
    }
    return text.toString();
  }

  /** The length of {@link #text()} in bytes. */
  int bytes() {
    return text().getBytes(StandardCharsets.UTF_8).length;
  }

  private static void append(StringBuilder text, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (i > 0) {
        text.append(' ');
      }
      String word = words.get(i);
      if (word.isEmpty()) {
        text.append('%');
      }
      for (int at = 0; at < word.length(); at++) {
        char character = word.charAt(at);
        if (character <= ' ' || character == '%' || character == DELETE) {
          text.append(String.format(Locale.ROOT, "%%%02X", (int) character));
        } else {
          text.append(character);
        }
      }
    }
    text.append('\n');
  }
}
