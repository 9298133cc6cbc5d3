package org.appctoolkit.runtime.seccomp;

import java.util.List;

/** Runs the part of the classic BPF that filters use, by the rules of the kernel. */
final class Interpreter {
  private static final long NUMBER = 0;
  private static final long ARCHITECTURE = 4;

  private Interpreter() {}

  /** What a program returns for a system call. */
  static long run(List<Instruction> program, long architecture, long number) {
    long accumulator = 0;
    int at = 0;
    for (int steps = 0; steps <= program.size(); steps++) {
      Instruction instruction = program.get(at++);
      long operand = instruction.operand();
      switch (instruction.code()) {
        case 0x20 -> {
          if (operand == NUMBER) {
            accumulator = number;
          } else if (operand == ARCHITECTURE) {
            accumulator = architecture;
          } else {
            throw new AssertionError("looks at offset " + operand);
          }
        }
        case 0x05 -> at += Math.toIntExact(operand);
        case 0x15 ->
            at += accumulator == operand ? instruction.jumpIfTrue() : instruction.jumpIfFalse();
        case 0x35 ->
            at += accumulator >= operand ? instruction.jumpIfTrue() : instruction.jumpIfFalse();
        case 0x06 -> {
          return operand;
        }
        default -> throw new AssertionError("no instruction: " + instruction.hex());
      }
    }
    throw new AssertionError("it goes round in circles");
  }
}
