package org.appctoolkit.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the classes of this module may use, and what they may not be called. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void everyClassIsInTheOnePackage() {
    classes().should().resideInAPackage("org.appctoolkit.spec").check(CLASSES);
  }

  @Test
  void packageIsNullMarked() {
    assertThat(Clause.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }

  @Test
  void nothingButTheJdkJacksonAndJspecifyIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.appctoolkit.spec", "java..", "tools.jackson..", "org.jspecify.annotations")
        .check(CLASSES);
  }

  @Test
  void nothingIsPrinted() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void nothingIsLogged() {
    GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }

  @Test
  void nothingOfTheNetworkOrTheOldFilesIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .check(CLASSES);
  }

  @Test
  void nothingWaitsOrEndsTheProcess() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Runtime.class)
        .check(CLASSES);
  }

  @Test
  void noNameIsVague() {
    noClasses().should().haveNameMatching(".*(?:Util|Utils|Manager|Helper|Impl)").check(CLASSES);
  }
}
