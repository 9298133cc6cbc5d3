package org.appctoolkit.runtime;

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
import java.io.File;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which package of the runtime may use which, and what planning may not use at all. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /** What is decided here depends on nothing but what it is told. */
  private static final String[] PURE = {
    "org.appctoolkit.runtime.cgroup..",
    "org.appctoolkit.runtime.plan..",
    "org.appctoolkit.runtime.seccomp.."
  };

  @Test
  void packagesUseOnlyThoseBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("seccomp")
        .definedBy("org.appctoolkit.runtime.seccomp..")
        .layer("cgroup")
        .definedBy("org.appctoolkit.runtime.cgroup..")
        .layer("plan")
        .definedBy("org.appctoolkit.runtime.plan..")
        .layer("execute")
        .definedBy("org.appctoolkit.runtime.execute..")
        .layer("metadata")
        .definedBy("org.appctoolkit.runtime.metadata..")
        .layer("cli")
        .definedBy("org.appctoolkit.runtime.cli..")
        .whereLayer("seccomp")
        .mayNotAccessAnyLayer()
        .whereLayer("cgroup")
        .mayNotAccessAnyLayer()
        .whereLayer("plan")
        .mayOnlyAccessLayers("seccomp", "cgroup")
        .whereLayer("execute")
        .mayOnlyAccessLayers("seccomp", "cgroup", "plan")
        .whereLayer("metadata")
        .mayOnlyAccessLayers("plan", "execute")
        .whereLayer("cli")
        .mayOnlyAccessLayers("plan", "execute", "metadata")
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    SlicesRuleDefinition.slices()
        .matching("org.appctoolkit.runtime.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void theRuntimeUsesTheCoreTheSchemasAndPicocliOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.appctoolkit.cli..", "org.appctoolkit.conformance..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.runtime.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }

  @Test
  void planningUsesNothingButWhatItIsTold() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.io",
            "java.lang..",
            "java.math",
            "java.nio.charset",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "java.util.regex",
            "org.appctoolkit.archive",
            "org.appctoolkit.dependency",
            "org.appctoolkit.document",
            "org.appctoolkit.edit",
            "org.appctoolkit.model",
            "org.appctoolkit.runtime.cgroup",
            "org.appctoolkit.runtime.plan",
            "org.appctoolkit.runtime.seccomp",
            "org.appctoolkit.spec",
            "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void planningTouchesNoFilesAndDependsOnNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            File.class, ProcessBuilder.class, Random.class, Runtime.class, Thread.class, UUID.class)
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(?:File|RandomAccess).*")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(Math.class, "random")
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
        .contains("org.appctoolkit.runtime.plan");
  }
}
