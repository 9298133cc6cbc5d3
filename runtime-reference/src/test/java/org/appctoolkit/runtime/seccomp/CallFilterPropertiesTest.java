package org.appctoolkit.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A program decides of every call as the filter that it was made of. */
class CallFilterPropertiesTest {
  private static final long AMD64 = 0xC000003EL;
  private static final long ARM64 = 0xC00000B7L;
  private static final long I386 = 0x40000003L;
  private static final long FIRST_OF_X32 = 0x40000000L;
  private static final Verdict DENIED = Verdict.error(1);

  @Provide
  Arbitrary<Map<Integer, Verdict>> calls() {
    Arbitrary<Integer> numbers =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(0, 600)),
            Tuple.of(1, Arbitraries.integers().between(0, Integer.MAX_VALUE)));
    return Arbitraries.maps(numbers, verdicts()).ofMaxSize(400);
  }

  @Provide
  Arbitrary<Verdict> verdicts() {
    return Arbitraries.of(
        Verdict.ALLOWED, Verdict.KILLED, DENIED, Verdict.error(38), Verdict.error(4095));
  }

  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.longs().between(0, 600)),
        Tuple.of(1, Arbitraries.longs().between(0, 0xFFFFFFFFL)));
  }

  @Property(tries = 500)
  void everyCallIsDecidedAsTheFilterSays(
      @ForAll Architecture architecture,
      @ForAll("calls") Map<Integer, Verdict> calls,
      @ForAll("verdicts") Verdict others,
      @ForAll("verdicts") Verdict foreign) {
    List<Instruction> program = new CallFilter(architecture, calls, others, foreign).program();

    for (long number = 0; number <= 601; number++) {
      Verdict verdict = calls.getOrDefault((int) number, others);
      assertThat(Interpreter.run(program, architecture.audit(), number))
          .as("call %d", number)
          .isEqualTo(verdict.value());
    }
    for (int number : calls.keySet()) {
      if (architecture.foreign().filter(first -> number >= first).isEmpty()) {
        assertThat(Interpreter.run(program, architecture.audit(), number))
            .isEqualTo(calls.getOrDefault(number, others).value());
      }
    }
  }

  @Property(tries = 500)
  void callsOfAnotherArchitectureAreTreatedAlike(
      @ForAll("calls") Map<Integer, Verdict> calls,
      @ForAll("verdicts") Verdict others,
      @ForAll("verdicts") Verdict foreign,
      @ForAll("numbers") long number) {
    List<Instruction> program =
        new CallFilter(Architecture.AMD64, calls, others, foreign).program();

    assertThat(Interpreter.run(program, I386, number)).isEqualTo(foreign.value());
    assertThat(Interpreter.run(program, ARM64, number)).isEqualTo(foreign.value());
  }

  @Property(tries = 500)
  void callsOfTheSecondInterfaceAreForeign(
      @ForAll("calls") Map<Integer, Verdict> calls,
      @ForAll("verdicts") Verdict others,
      @ForAll("verdicts") Verdict foreign,
      @ForAll("numbers") long number) {
    List<Instruction> program =
        new CallFilter(Architecture.AMD64, calls, others, foreign).program();

    assertThat(Interpreter.run(program, AMD64, FIRST_OF_X32 | number)).isEqualTo(foreign.value());
  }

  @Property(tries = 200)
  void twoFiltersTogetherAreTheHarderOne(
      @ForAll("calls") Map<Integer, Verdict> one,
      @ForAll("calls") Map<Integer, Verdict> other,
      @ForAll("verdicts") Verdict others,
      @ForAll("verdicts") Verdict more) {
    CallFilter both =
        new CallFilter(Architecture.ARM64, one, others, others)
            .and(new CallFilter(Architecture.ARM64, other, more, more));

    for (int number = 0; number < 601; number++) {
      Verdict first = one.getOrDefault(number, others);
      Verdict second = other.getOrDefault(number, more);
      assertThat(both.of(number).value() >>> 16)
          .isEqualTo(
              first.equals(Verdict.KILLED) || second.equals(Verdict.KILLED)
                  ? Verdict.KILLED.value() >>> 16
                  : Math.min(first.value(), second.value()) >>> 16);
    }
  }
}
