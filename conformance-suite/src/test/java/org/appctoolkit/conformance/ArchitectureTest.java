package org.appctoolkit.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package of the suite may use which, and what none may use. */
class ArchitectureTest {
  private static final String BASE = "org.appctoolkit.conformance.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void packagesUseOnlyThoseBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("probe")
        .definedBy(BASE + "probe..")
        .layer("driver")
        .definedBy(BASE + "driver..")
        .layer("scenario")
        .definedBy(BASE + "scenario..")
        .layer("run")
        .definedBy(BASE + "run..")
        .layer("report")
        .definedBy(BASE + "report..")
        .layer("junit")
        .definedBy(BASE + "junit..")
        .layer("cli")
        .definedBy(BASE + "cli..")
        .whereLayer("probe")
        .mayNotAccessAnyLayer()
        .whereLayer("driver")
        .mayOnlyAccessLayers("probe")
        .whereLayer("scenario")
        .mayOnlyAccessLayers("probe", "driver")
        .whereLayer("run")
        .mayOnlyAccessLayers("probe", "driver", "scenario")
        .whereLayer("report")
        .mayOnlyAccessLayers("driver", "scenario", "run")
        .whereLayer("junit")
        .mayOnlyAccessLayers("probe", "driver", "scenario", "run")
        .whereLayer("cli")
        .mayOnlyAccessLayers("probe", "driver", "scenario", "run", "report")
        .check(CLASSES);
  }

  @Test
  void noPackagesUseOneAnother() {
    SlicesRuleDefinition.slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void scenariosOfOneTopicDoNotUseThoseOfAnother() {
    SlicesRuleDefinition.slices()
        .matching(BASE + "scenario.(*)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void noRuntimeIsKnownButThroughItsDriver() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.appctoolkit.cli..", "org.appctoolkit.runtime..")
        .check(CLASSES);
  }

  @Test
  void picocliIsForCommandsAndJunitForTheBridge() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.opentest4j..")
        .check(CLASSES);
  }

  @Test
  void neitherTheLocaleNorTheCharsetOfTheMachineMatters() {
    noClasses()
        .should()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "getBytes")
        .orShould()
        .callConstructor(String.class, byte[].class)
        .check(CLASSES);
  }

  @Test
  void nothingEndsTheProcess() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void everyClassIsFinal() {
    classes()
        .that()
        .areTopLevelClasses()
        .and()
        .areNotInterfaces()
        .and()
        .haveSimpleNameNotEndingWith("package-info")
        .and()
        .areNotAssignableTo(Exception.class)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  @Test
  void noNameIsVague() {
    noClasses()
        .should()
        .haveNameMatching(".*(?:Util|Utils|Manager|Helper|Impl|Dto)")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<JavaPackage> packages =
        CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

    assertThat(packages)
        .allMatch(it -> it.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .contains(BASE + "run");
  }
}
