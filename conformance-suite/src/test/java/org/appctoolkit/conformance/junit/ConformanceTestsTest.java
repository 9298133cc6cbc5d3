package org.appctoolkit.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.appctoolkit.conformance.run.FakeRuntime;
import org.appctoolkit.conformance.run.Trial;
import org.appctoolkit.conformance.scenario.Judgement;
import org.appctoolkit.conformance.scenario.Scenario;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

@EnabledOnOs(OS.LINUX)
class ConformanceTestsTest {
  private static Executable only(Scenario scenario) throws Exception {
    List<DynamicNode> containers =
        ConformanceTests.of(new FakeRuntime(), List.of(scenario)).toList();
    List<? extends DynamicNode> tests =
        ((DynamicContainer) containers.get(0)).getChildren().toList();
    assertThat(tests).hasSize(1);
    return ((DynamicTest) tests.get(0)).getExecutable();
  }

  @TestFactory
  Stream<DynamicNode> whatPassesIsATestThatPasses() throws Exception {
    return ConformanceTests.of(new FakeRuntime(), List.of(Trial.passing("a")));
  }

  @Test
  void whatFailedFailsWithBothSides() throws Exception {
    Executable test = only(Trial.scenario("a", scene -> Judgement.when(false, "so", "not so")));

    assertThatThrownBy(test::execute)
        .isInstanceOfSatisfying(
            AssertionFailedError.class,
            it ->
                assertThat(List.of(it.getExpected().getValue(), it.getActual().getValue()))
                    .isEqualTo(List.of("so", "not so")));
  }

  @Test
  void whatIsSkippedIsAborted() throws Exception {
    Scenario scenario =
        Scenario.of("a", "it flies", stage -> {})
            .needing("wings")
            .expecting("it", Trial.CLAUSE, scene -> Judgement.when(true, "", ""));

    assertThatThrownBy(only(scenario)::execute)
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("the runtime does not claim wings");
  }

  @Test
  void whatErroredIsNoAssertion() throws Exception {
    Scenario scenario =
        Trial.scenario("a", scene -> Judgement.when(scene.fact("none").isEmpty(), "", ""));

    assertThatThrownBy(only(scenario)::execute)
        .isInstanceOf(ConformanceTests.UnjudgedException.class)
        .hasMessageContaining("missing observation");
  }
}
