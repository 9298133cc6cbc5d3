package org.appctoolkit.runtime.seccomp;

import java.util.Locale;

/**
 * One instruction of the classic BPF.
 *
 * @param code what is done
 * @param jumpIfTrue how many instructions are skipped when the condition holds; 0 to 255
 * @param jumpIfFalse how many when it does not; 0 to 255
 * @param operand unsigned, 32 bits
 */
public record Instruction(int code, int jumpIfTrue, int jumpIfFalse, long operand) {
  static final int LOAD = 0x20;
  static final int JUMP = 0x05;
  static final int IF_EQUAL = 0x15;
  static final int IF_AT_LEAST = 0x35;
  static final int RETURN = 0x06;

  /** The longest jump of a condition. */
  static final int LONGEST = 255;

  static Instruction load(long offset) {
    return new Instruction(LOAD, 0, 0, offset);
  }

  static Instruction jump(long distance) {
    return new Instruction(JUMP, 0, 0, distance);
  }

  static Instruction ifEqual(long value, int jumpIfTrue, int jumpIfFalse) {
    return new Instruction(IF_EQUAL, jumpIfTrue, jumpIfFalse, value);
  }

  static Instruction ifAtLeast(long value, int jumpIfTrue, int jumpIfFalse) {
    return new Instruction(IF_AT_LEAST, jumpIfTrue, jumpIfFalse, value);
  }

  static Instruction end(Verdict verdict) {
    return new Instruction(RETURN, 0, 0, verdict.value());
  }

  /** 16 hexadecimal digits: 4 of the code, 2 and 2 of the jumps, 8 of the operand. */
  public String hex() {
    return String.format(Locale.ROOT, "%04x%02x%02x%08x", code, jumpIfTrue, jumpIfFalse, operand);
  }
}
