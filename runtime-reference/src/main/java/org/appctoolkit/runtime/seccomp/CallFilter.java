package org.appctoolkit.runtime.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of every system call of a process.
 *
 * <p>Calls of another architecture or interface of the kernel than the one the filter is for have
 * other numbers, so that no set of names says anything about them; they are all treated alike.
 *
 * @param architecture the one it is for
 * @param calls what becomes of those that are treated in a special way, by their numbers
 * @param others what becomes of all others
 * @param foreign what becomes of those of another architecture
 */
public record CallFilter(
    Architecture architecture, Map<Integer, Verdict> calls, Verdict others, Verdict foreign) {
  /** How many instructions the kernel takes. */
  public static final int MOST_INSTRUCTIONS = 4096;

  private static final long ARCHITECTURE = 4;
  private static final long NUMBER = 0;

  /** Numbers from {@code first} to before the next stretch. */
  private record Stretch(long first, Verdict verdict) {}

  /** Copies the map. */
  public CallFilter {
    calls = Map.copyOf(calls);
  }

  /** What becomes of a call of its architecture. */
  public Verdict of(int number) {
    return calls.getOrDefault(number, others);
  }

  /** A filter that does to a call what the harder one of the two does. */
  public CallFilter and(CallFilter other) {
    Map<Integer, Verdict> both = new TreeMap<>();
    calls.forEach((number, verdict) -> both.put(number, verdict.and(other.of(number))));
    other.calls.forEach((number, verdict) -> both.put(number, verdict.and(of(number))));
    return new CallFilter(architecture, both, others.and(other.others), foreign.and(other.foreign));
  }

  /**
   * The same for the kernel. The number of a call is looked for by halves, so that it takes the
   * more common calls no longer than others.
   */
  public List<Instruction> program() {
    List<Instruction> program = new ArrayList<>();
    program.add(Instruction.load(ARCHITECTURE));
    program.add(Instruction.ifEqual(architecture.audit(), 1, 0));
    program.add(Instruction.end(foreign));
    program.add(Instruction.load(NUMBER));
    program.addAll(search(stretches()));
    return program;
  }

  private List<Stretch> stretches() {
    TreeMap<Long, Verdict> changes = new TreeMap<>();
    changes.put(0L, others);
    new TreeMap<>(calls)
        .forEach(
            (number, verdict) -> {
              changes.put((long) number, verdict);
              changes.put(number + 1L, others);
            });
    architecture
        .foreign()
        .ifPresent(
            first -> {
              changes.tailMap(first).clear();
              changes.put(first, foreign);
            });
    List<Stretch> stretches = new ArrayList<>();
    for (Map.Entry<Long, Verdict> change : changes.entrySet()) {
      if (stretches.isEmpty()
          || !stretches.get(stretches.size() - 1).verdict().equals(change.getValue())) {
        stretches.add(new Stretch(change.getKey(), change.getValue()));
      }
    }
    return stretches;
  }

  private static List<Instruction> search(List<Stretch> stretches) {
    if (stretches.size() == 1) {
      return List.of(Instruction.end(stretches.get(0).verdict()));
    }
    int middle = stretches.size() / 2;
    List<Instruction> below = search(stretches.subList(0, middle));
    long first = stretches.get(middle).first();
    List<Instruction> program = new ArrayList<>();
    if (below.size() <= Instruction.LONGEST) {
      program.add(Instruction.ifAtLeast(first, below.size(), 0));
    } else {
      program.add(Instruction.ifAtLeast(first, 0, 1));
      program.add(Instruction.jump(below.size()));
    }
    program.addAll(below);
    program.addAll(search(stretches.subList(middle, stretches.size())));
    return program;
  }
}
