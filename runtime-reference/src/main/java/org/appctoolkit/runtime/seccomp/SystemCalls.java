package org.appctoolkit.runtime.seccomp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system calls of Linux: facts of the headers of its user interface. */
public final class SystemCalls {
  private static final String NONE = "-";
  private static final Map<String, List<String>> NUMBERS = load();

  private SystemCalls() {}

  private static Map<String, List<String>> load() {
    Map<String, List<String>> numbers = new HashMap<>();
    for (List<String> line : Table.load("system-calls.txt", 1 + Architecture.values().length)) {
      numbers.put(line.get(0), line);
    }
    return Map.copyOf(numbers);
  }

  /** Whether some architecture has a call of this name. */
  public static boolean isKnown(String name) {
    return NUMBERS.containsKey(name);
  }

  /** The number of a call; empty if the architecture does not have it. */
  public static Optional<Integer> number(String name, Architecture architecture) {
    return Optional.ofNullable(NUMBERS.get(name))
        .map(it -> it.get(architecture.column()))
        .filter(it -> !it.equals(NONE))
        .map(Integer::valueOf);
  }

  /** The names of all calls that an architecture has, sorted. */
  public static List<String> of(Architecture architecture) {
    return NUMBERS.keySet().stream()
        .filter(name -> number(name, architecture).isPresent())
        .sorted()
        .toList();
  }
}
