package org.appctoolkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.rule.Rule;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.validate.Judgement;
import org.appctoolkit.validate.Settings;
import org.appctoolkit.validate.Validator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may use which, and what no class may use at all. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void packagesUseOnlyThoseBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("document")
        .definedBy("org.appctoolkit.document..")
        .layer("archive")
        .definedBy("org.appctoolkit.archive..")
        .layer("finding")
        .definedBy("org.appctoolkit.finding..")
        .layer("model")
        .definedBy("org.appctoolkit.model..")
        .layer("image")
        .definedBy("org.appctoolkit.image..")
        .layer("layout")
        .definedBy("org.appctoolkit.layout..")
        .layer("signature")
        .definedBy("org.appctoolkit.signature..")
        .layer("edit")
        .definedBy("org.appctoolkit.edit..")
        .layer("dependency")
        .definedBy("org.appctoolkit.dependency..")
        .layer("store")
        .definedBy("org.appctoolkit.store..")
        .layer("discovery")
        .definedBy("org.appctoolkit.discovery..")
        .layer("web")
        .definedBy("org.appctoolkit.web..")
        .layer("rule")
        .definedBy("org.appctoolkit.rule..")
        .layer("validate")
        .definedBy("org.appctoolkit.validate..")
        .layer("report")
        .definedBy("org.appctoolkit.report..")
        .layer("input")
        .definedBy("org.appctoolkit.input..")
        .layer("explain")
        .definedBy("org.appctoolkit.explain..")
        .whereLayer("document")
        .mayNotAccessAnyLayer()
        .whereLayer("archive")
        .mayOnlyAccessLayers("document")
        .whereLayer("finding")
        .mayOnlyAccessLayers("document")
        .whereLayer("model")
        .mayOnlyAccessLayers("document")
        .whereLayer("image")
        .mayOnlyAccessLayers("document", "archive", "model")
        .whereLayer("layout")
        .mayOnlyAccessLayers("document", "archive")
        .whereLayer("signature")
        .mayOnlyAccessLayers("document")
        .whereLayer("edit")
        .mayOnlyAccessLayers("document", "model")
        .whereLayer("dependency")
        .mayOnlyAccessLayers("document", "archive", "model", "image")
        .whereLayer("store")
        .mayOnlyAccessLayers("document", "archive", "model", "image", "dependency")
        .whereLayer("discovery")
        .mayOnlyAccessLayers("document", "archive", "model", "finding")
        .whereLayer("web")
        .mayOnlyAccessLayers("document", "discovery")
        .whereLayer("rule")
        .mayOnlyAccessLayers("document", "archive", "model", "image", "dependency", "discovery")
        .whereLayer("validate")
        .mayOnlyAccessLayers(
            "document", "archive", "finding", "model", "image", "dependency", "discovery", "rule")
        .whereLayer("report")
        .mayOnlyAccessLayers("document", "archive", "finding", "image", "discovery", "validate")
        .whereLayer("input")
        .mayOnlyAccessLayers(
            "document",
            "archive",
            "finding",
            "image",
            "layout",
            "signature",
            "dependency",
            "validate")
        .whereLayer("explain")
        .mayOnlyAccessLayers(
            "document",
            "archive",
            "finding",
            "dependency",
            "discovery",
            "rule",
            "validate",
            "report")
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlaceInTheOrder() {
    classes()
        .should()
        .resideInAnyPackage(
            "org.appctoolkit.document",
            "org.appctoolkit.archive",
            "org.appctoolkit.finding",
            "org.appctoolkit.model",
            "org.appctoolkit.image",
            "org.appctoolkit.layout",
            "org.appctoolkit.signature",
            "org.appctoolkit.edit",
            "org.appctoolkit.dependency",
            "org.appctoolkit.store",
            "org.appctoolkit.discovery",
            "org.appctoolkit.web",
            "org.appctoolkit.rule..",
            "org.appctoolkit.validate",
            "org.appctoolkit.report",
            "org.appctoolkit.input",
            "org.appctoolkit.explain")
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    SlicesRuleDefinition.slices()
        .matching("org.appctoolkit.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void documentsKnowNothingOfTheSpecification() {
    noClasses()
        .that()
        .resideInAPackage("org.appctoolkit.document")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.appctoolkit.spec..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.networknt..", "tools.jackson.."})
  void onlyTheStructureCheckUsesTheLibrariesForSchemas(String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.validate")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.commons.compress..", "org.tukaani.xz.."})
  void onlyArchivesUseTheLibrariesForArchives(String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.archive")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void onlySignaturesUseTheLibraryForPgp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.signature")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void onlyDiscoveryUsesTheLibraryForHtml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.discovery")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.jsoup..")
        .check(CLASSES);
  }

  @Test
  void onlyTheWebUsesTheLibraryForHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.web")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(CLASSES);
  }

  @Test
  void nothingElseIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.appctoolkit..",
            "java..",
            "org.jspecify.annotations",
            "com.networknt..",
            "tools.jackson..",
            "org.apache.commons.compress..",
            "org.tukaani.xz..",
            "org.bouncycastle..",
            "org.jsoup..",
            "org.apache.hc..",
            "javax.net..")
        .check(CLASSES);
  }

  @Test
  void familiesOfRulesDoNotUseOneAnother() {
    SlicesRuleDefinition.slices()
        .matching("org.appctoolkit.rule.(*)")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void nothingIsPrinted() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void nothingIsLogged() {
    GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
    noClasses().should().dependOnClassesThat().resideInAPackage("org.slf4j..").check(CLASSES);
  }

  @Test
  void nothingOfTheNetworkIsUsedButTheFormOfAUriExceptByTheWeb() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.appctoolkit.web")
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net..")
                .and(not(belongToAnyOf(URI.class, URISyntaxException.class))))
        .orShould()
        .dependOnClassesThat(
            resideInAPackage("java.nio.channels..")
                .and(
                    not(
                        belongToAnyOf(
                            SeekableByteChannel.class,
                            Channels.class,
                            FileChannel.class,
                            FileLock.class,
                            OverlappingFileLockException.class))))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("javax.net..")
        .orShould()
        .callMethod(URI.class, "toURL")
        .check(CLASSES);
  }

  @Test
  void onlyLayoutsStoresAndInputsTouchFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.appctoolkit.layout", "org.appctoolkit.store", "org.appctoolkit.input")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(File.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void nothingWaitsAndNothingEndsTheProcess() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class)
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  @Test
  void onlyDecompressionAndDecryptionAskForTheMemoryOfTheMachine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.appctoolkit.archive", "org.appctoolkit.signature")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Runtime.class)
        .check(CLASSES);
  }

  /** Names are hashed with a key that nobody knows; no outcome depends on it. */
  @Test
  void onlyTheHashOfNamesDependsOnChance() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(ImageTree.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Random.class, SecureRandom.class, ThreadLocalRandom.class, UUID.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheClock() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.time.Clock.class)
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CLASSES);
  }

  @Test
  void theSettingsOfTheMachineAreNotAsked() {
    noClasses()
        .should()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(String.class, "getBytes")
        .check(CLASSES);
  }

  @Test
  void everyRuleIsPackagePrivateAndFinal() {
    classes()
        .that(areRules())
        .should()
        .bePackagePrivate()
        .andShould()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .resideInAPackage("org.appctoolkit.rule.*")
        .check(CLASSES);
  }

  @Test
  void aRuleHasNoState() {
    classes().that(areRules()).should().haveOnlyFinalFields().check(CLASSES);
    assertThat(CLASSES.that(areRules()))
        .flatMap(JavaClass::getFields)
        .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC));
  }

  @Test
  void everyRuleIsListed() {
    Set<String> written =
        CLASSES.that(areRules()).stream().map(JavaClass::getName).collect(Collectors.toSet());

    assertThat(RuleBook.all())
        .map(rule -> rule.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void ofTheRulesOnlyTheListsArePublic() {
    classes()
        .that()
        .resideInAPackage("org.appctoolkit.rule.*")
        .and()
        .arePublic()
        .should()
        .haveSimpleNameEndingWith("Rules")
        .check(CLASSES);
  }

  @Test
  void theWayInIsThreeClassesWide() {
    classes()
        .that()
        .resideInAPackage("org.appctoolkit.validate")
        .and()
        .arePublic()
        .should(be(belongToAnyOf(Validator.class, Settings.class, Judgement.class)))
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
        .contains("org.appctoolkit.rule.pod");
  }

  private static DescribedPredicate<JavaClass> areRules() {
    return assignableTo(Rule.class).and(not(JavaClass.Predicates.INTERFACES)).as("are rules");
  }
}
