package org.appctoolkit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses COMMAND =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.appctoolkit.cli");

  @Test
  void theCommandUsesTheCoreTheSchemasAndPicocliOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify.annotations",
            "picocli",
            "org.appctoolkit.archive",
            "org.appctoolkit.cli",
            "org.appctoolkit.discovery",
            "org.appctoolkit.dependency",
            "org.appctoolkit.document",
            "org.appctoolkit.edit",
            "org.appctoolkit.explain",
            "org.appctoolkit.finding",
            "org.appctoolkit.image",
            "org.appctoolkit.input",
            "org.appctoolkit.layout",
            "org.appctoolkit.model",
            "org.appctoolkit.report",
            "org.appctoolkit.rule",
            "org.appctoolkit.signature",
            "org.appctoolkit.spec",
            "org.appctoolkit.store",
            "org.appctoolkit.validate",
            "org.appctoolkit.web")
        .check(COMMAND);
  }

  @Test
  void onlyTheOutermostMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(COMMAND);
  }

  @Test
  void onlyMainUsesTheStreamsOfTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(COMMAND);
  }
}
