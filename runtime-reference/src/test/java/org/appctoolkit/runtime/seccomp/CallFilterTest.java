package org.appctoolkit.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Programs that filter system calls, and the tables that they are made of. */
class CallFilterTest {
  private static final Verdict DENIED = Verdict.error(1);

  @Test
  void aFilterOfEverySecondCallOfATableIsShortEnough() {
    for (Architecture architecture : Architecture.values()) {
      Map<Integer, Verdict> calls = new TreeMap<>();
      SystemCalls.of(architecture)
          .forEach(
              name -> {
                int number = SystemCalls.number(name, architecture).orElseThrow();
                calls.put(number, number % 2 == 0 ? Verdict.KILLED : DENIED);
              });

      List<Instruction> program =
          new CallFilter(architecture, calls, Verdict.ALLOWED, Verdict.KILLED).program();

      assertThat(program).hasSizeLessThan(CallFilter.MOST_INSTRUCTIONS).hasSizeGreaterThan(500);
      calls.forEach(
          (number, verdict) ->
              assertThat(Interpreter.run(program, architecture.audit(), number))
                  .isEqualTo(verdict.value()));
    }
  }

  @Test
  void jumpsAreNoLongerThanAnInstructionCanSay() {
    Map<Integer, Verdict> calls = new TreeMap<>();
    for (int number = 0; number < 1500; number += 2) {
      calls.put(number, Verdict.KILLED);
    }

    List<Instruction> program =
        new CallFilter(Architecture.AMD64, calls, Verdict.ALLOWED, Verdict.KILLED).program();

    assertThat(program)
        .allMatch(it -> it.jumpIfTrue() <= 255 && it.jumpIfFalse() <= 255)
        .anyMatch(it -> it.code() == Instruction.JUMP && it.operand() > 255);
  }

  @Test
  void anInstructionIsSixteenDigits() {
    assertThat(Instruction.ifEqual(0xC000003EL, 1, 2).hex()).isEqualTo("00150102c000003e");
  }

  @Test
  void numbersAreThoseOfTheHeaders() {
    assertThat(SystemCalls.number("execve", Architecture.AMD64)).contains(59);
    assertThat(SystemCalls.number("execve", Architecture.ARM64)).contains(221);
    assertThat(SystemCalls.number("open", Architecture.AMD64)).contains(2);
    assertThat(SystemCalls.number("open", Architecture.ARM64)).isEmpty();
    assertThat(SystemCalls.number("chown32", Architecture.AMD64)).isEmpty();
    assertThat(SystemCalls.isKnown("chown32")).isTrue();
    assertThat(SystemCalls.isKnown("fly")).isFalse();
    assertThat(ErrorCodes.number("ENOTSUP")).contains(95);
    assertThat(ErrorCodes.number("enotsup")).isEmpty();
  }

  @Test
  void noTwoCallsHaveOneNumber() {
    for (Architecture architecture : Architecture.values()) {
      assertThat(SystemCalls.of(architecture))
          .hasSizeGreaterThan(300)
          .extracting(name -> SystemCalls.number(name, architecture).orElseThrow())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void architecturesAreThoseOfJava() {
    assertThat(Architecture.ofJava("amd64")).contains(Architecture.AMD64);
    assertThat(Architecture.ofJava("x86_64")).contains(Architecture.AMD64);
    assertThat(Architecture.ofJava("aarch64")).contains(Architecture.ARM64);
    assertThat(Architecture.ofJava("riscv64")).isEmpty();
  }
}
