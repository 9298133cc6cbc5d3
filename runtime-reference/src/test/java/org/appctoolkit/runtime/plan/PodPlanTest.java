package org.appctoolkit.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPlanTest {
  @ParameterizedTest
  @CsvSource({
    "a, a",
    "'', %",
    "'a b', a%20b",
    "%, %25",
    "%20, %2520",
    "ä€, ä€",
  })
  void aWordIsEscaped(String word, String expected) {
    assertThat(text(word)).isEqualTo("exec " + expected);
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(text("\0\t\n\u001f\u007f")).isEqualTo("exec %00%09%0A%1F%7F");
  }

  @Test
  void wordsAreApart() {
    AppPlan app = new AppPlan("x", List.of(new Step.Exec(List.of("/a", "", "b c"))));

    assertThat(new PodPlan(List.of(new Step.Loopback(List.of())), List.of(app)).text())
        .isEqualTo("appc-plan 1\nloopback\napp x\nexec /a % b%20c\nend\n");
  }

  @Test
  void aPlanIsAsLongAsItsBytes() {
    PodPlan plan = new PodPlan(List.of(new Step.Hostname("ä")), List.of());

    assertThat(plan.bytes()).isEqualTo("appc-plan 1\nhostname xx\n".length());
  }

  @Test
  void everyStepHasItsLine() {
    List<Step> steps =
        List.of(
            new Step.UidMap(new IdMap(0, 1000, 1)),
            new Step.GidMap(new IdMap(1, 2, 3)),
            new Step.Overlay("/l", "/u", "/w", "/t", true),
            new Step.Directory("/d", 01777, 1, 2, false),
            new Step.Mount("proc", "/proc", List.of(), ""),
            new Step.Bind("/s", "/t", List.of(Step.MountWord.RELATIME, Step.MountWord.NOEXEC)),
            new Step.Groups(List.of(1L, 2L)),
            new Step.Capabilities(List.of()),
            new Step.NoNewPrivileges(),
            new Step.PreStart(List.of("a")),
            new Step.PostStop(List.of("b")));

    assertThat(steps)
        .map(step -> String.join(" ", step.words()))
        .containsExactly(
            "uid-map 0 1000 1",
            "gid-map 1 2 3",
            "overlay /l /u /w /t userxattr",
            "directory /d 1777 1 2",
            "mount proc /proc none ",
            "bind /s /t relatime,noexec",
            "groups 1 2",
            "capabilities",
            "no-new-privileges",
            "pre-start a",
            "post-stop b");
  }

  private static String text(String word) {
    AppPlan app = new AppPlan("x", List.of(new Step.Exec(List.of(word))));
    return new PodPlan(List.of(), List.of(app)).text().split("\n", -1)[2];
  }
}
