package org.appctoolkit.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PLUGIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.appctoolkit.maven");

  @Test
  void thePluginUsesTheCoreTheSchemasAndMavenOnly() {
    classes()
        .that()
        .resideInAPackage("org.appctoolkit.maven")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.inject",
            "org.jspecify.annotations",
            "org.apache.maven..",
            "org.codehaus.plexus.util",
            "org.codehaus.plexus.component.configurator.expression",
            "org.eclipse.aether..",
            "org.appctoolkit.maven",
            "org.appctoolkit.archive",
            "org.appctoolkit.dependency",
            "org.appctoolkit.document",
            "org.appctoolkit.explain",
            "org.appctoolkit.finding",
            "org.appctoolkit.image",
            "org.appctoolkit.input",
            "org.appctoolkit.layout",
            "org.appctoolkit.report",
            "org.appctoolkit.spec",
            "org.appctoolkit.store",
            "org.appctoolkit.validate")
        .check(PLUGIN);
  }

  @Test
  void nothingEndsTheProcess() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(PLUGIN);
  }

  @Test
  void whatIsToldGoesToTheLogOfTheBuild() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(PLUGIN);
  }
}
