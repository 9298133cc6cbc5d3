package org.appctoolkit.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.appctoolkit.spec.Clauses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture of discovery, in a web that answers by its script. */
class DiscoveryCasesTest {
  static List<DiscoveryCase> cases() {
    return DiscoveryCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsExpectedIsAskedForAndDiscovered(DiscoveryCase example) {
    ScriptedWeb web = new ScriptedWeb(example.answers());

    Discovered discovered = Discovery.discover(example.asked(), web, example.settings());

    assertThat(DiscoveryCase.lines(discovered)).isEqualTo(example.expectedOfDiscovery());
    assertThat(web.requests)
        .isEqualTo(discovered.steps().stream().map(it -> it.url().toString()).toList());
    assertThat(web.open).isZero();
  }

  @Test
  void everyClauseOfTheClientHasAnExample() {
    Set<String> folders = new TreeSet<>();
    cases().forEach(it -> folders.add(it.clause()));

    assertThat(folders).isEqualTo(new TreeSet<>(Discovery.CLAUSES));
  }

  @Test
  void whatIsShownIsShownWhereTheClauseHolds() {
    List<String> elsewhere = new ArrayList<>();
    for (DiscoveryCase example : cases()) {
      String name = String.valueOf(example.file().getFileName());
      boolean shownToHold = !name.matches("not-(?:at|since)-.*");
      boolean holds =
          Clauses.get(example.clause()).versions().contains(example.settings().version());
      if (holds != shownToHold) {
        elsewhere.add(example.toString());
      }
    }

    assertThat(elsewhere).isEmpty();
  }

  @Test
  void messagesAreInTheFormOfMessages() {
    Pattern unclean = Pattern.compile("^\\p{Upper}\\p{Lower}|[^.…]\\.$|[\\p{Cc}\\p{Cf}]|Exception");
    List<String> faults = new ArrayList<>();
    for (DiscoveryCase example : cases()) {
      Discovered discovered =
          Discovery.discover(
              example.asked(), new ScriptedWeb(example.answers()), example.settings());
      List<String> texts = new ArrayList<>();
      discovered.obstacle().ifPresent(it -> texts.addAll(List.of(it.message(), it.help())));
      for (Step step : discovered.steps()) {
        texts.add(step.result());
        step.tags().forEach(tag -> texts.add(tag.result()));
      }
      texts.stream().filter(text -> unclean.matcher(text).find()).forEach(faults::add);
    }

    assertThat(faults).isEmpty();
  }

  @Test
  void casesFollowTheirSchema() throws IOException {
    Path schemas = DiscoveryCase.FOLDER.resolveSibling("schemas");
    String options = Files.readString(schemas.resolve("options.schema.json"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of("urn:appctoolkit:fixtures:options", options)))
            .getSchema(Files.readString(schemas.resolve("discovery.schema.json")));
    List<String> faults = new ArrayList<>();

    for (DiscoveryCase example : cases()) {
      schema
          .validate(example.root().toString(), InputFormat.JSON)
          .forEach(error -> faults.add(example + ": " + error));
    }

    assertThat(faults).isEmpty();
  }
}
