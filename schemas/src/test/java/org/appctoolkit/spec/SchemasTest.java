package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemasTest {
  private static final Path RESOURCES =
      Path.of("src/main/resources/org/appctoolkit/spec/schemas").toAbsolutePath();
  private static final Path EDITORS = Path.of("editor").toAbsolutePath();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> CONSTRAINTS =
      Set.of(
          "type",
          "const",
          "enum",
          "pattern",
          "minLength",
          "minItems",
          "minimum",
          "maximum",
          "required",
          "additionalProperties");

  record Case(ManifestKind kind, SpecVersion version) {
    @Override
    public String toString() {
      return kind.id() + " " + version;
    }
  }

  static Stream<Case> everySchema() {
    return Stream.of(ManifestKind.values())
        .flatMap(
            kind ->
                SpecVersion.KNOWN.stream()
                    .filter(version -> kind.versions().contains(version))
                    .map(version -> new Case(kind, version)));
  }

  /** Run with {@code -Dappc.regenerate=true} to write the files instead of comparing them. */
  @Test
  void filesAreThoseTheSourceGives() throws IOException {
    SchemaSource source = new SchemaSource(Path.of("src/schema"));
    Map<Path, String> expected = new LinkedHashMap<>();
    everySchema()
        .forEach(
            schema ->
                expected.put(
                    RESOURCES
                        .resolve(schema.version().toString())
                        .resolve(schema.kind().id() + ".schema.json"),
                    SchemaSource.text(source.at(schema.kind(), schema.version()))));
    for (ManifestKind kind : List.of(ManifestKind.IMAGE_MANIFEST, ManifestKind.POD_MANIFEST)) {
      expected.put(
          EDITORS.resolve(kind.id() + ".draft-07.schema.json"),
          SchemaSource.text(SchemaSource.draft7(source.at(kind, SpecVersion.NEWEST))));
    }

    if (Boolean.getBoolean("appc.regenerate")) {
      for (Map.Entry<Path, String> file : expected.entrySet()) {
        Files.createDirectories(file.getKey().getParent());
        Files.writeString(file.getKey(), file.getValue());
      }
    }

    Set<Path> present = new TreeSet<>();
    for (Path directory : List.of(RESOURCES, EDITORS)) {
      try (Stream<Path> files = Files.walk(directory)) {
        files.filter(file -> file.toString().endsWith(".json")).forEach(present::add);
      }
    }
    assertThat(present).isEqualTo(new TreeSet<>(expected.keySet()));
    for (Map.Entry<Path, String> file : expected.entrySet()) {
      assertThat(Files.readString(file.getKey()))
          .as("%s (regenerate: mvn test -pl schemas -Dappc.regenerate=true)", file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void schemaIsValidAgainstItsMetaSchema(Case schema) {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));

    var errors =
        metaSchema.validate(Schemas.text(schema.kind(), schema.version()), InputFormat.JSON);

    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void everyConstraintCitesAClauseOfItsVersion(Case schema) {
    List<String> faults = new ArrayList<>();

    inspect(
        MAPPER.readTree(Schemas.text(schema.kind(), schema.version())),
        "",
        schema.version(),
        false,
        faults);

    assertThat(faults).isEmpty();
  }

  @Test
  void draft7FormsAreValidAgainstTheirMetaSchema() throws IOException {
    Schema metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(
                com.networknt.schema.SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

    for (String kind : List.of("image-manifest", "pod-manifest")) {
      String text = Files.readString(EDITORS.resolve(kind + ".draft-07.schema.json"));
      assertThat(metaSchema.validate(text, InputFormat.JSON)).as(kind).isEmpty();
      assertThat(text).doesNotContain("$defs", "x-clause");
    }
  }

  @Test
  void refusesAKindThatItsVersionDoesNotDefine() {
    SpecVersion early = SpecVersion.known("0.4.1").orElseThrow();

    assertThatThrownBy(() -> Schemas.text(ManifestKind.POD_MANIFEST, early))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no PodManifest at 0.4.1");
  }

  private static void inspect(
      JsonNode node, String at, SpecVersion version, boolean condition, List<String> faults) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        inspect(node.get(i), at + "/" + i, version, condition, faults);
      }
    }
    if (!node.isObject()) {
      return;
    }
    JsonNode cited = node.path("x-clause");
    boolean names = at.endsWith("/properties") || at.endsWith("/$defs");
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String place = at + "/" + member.getKey();
      JsonNode value = member.getValue();
      if (member.getKey().equals("x-clause") && !names) {
        clauses(value).forEach(id -> check(id, place, version, faults));
        continue;
      }
      if (Set.of("x-elsewhere", "examples", "default", "enum").contains(member.getKey())
          && !names) {
        continue;
      }
      if (!condition && !names && CONSTRAINTS.contains(member.getKey())) {
        constraint(member.getKey(), value, cited, place, faults);
      }
      inspect(value, place, version, condition || member.getKey().equals("if"), faults);
    }
  }

  private static void constraint(
      String keyword, JsonNode value, JsonNode cited, String place, List<String> faults) {
    switch (keyword) {
      case "required" ->
          value.forEach(
              key -> {
                if (!cited.path("required").has(key.asString())) {
                  faults.add(place + " cites no clause for " + key.asString());
                }
              });
      case "additionalProperties" -> {
        if (value.isBoolean() && !value.asBoolean() && !cited.has(keyword)) {
          faults.add(place + " cites no clause");
        }
      }
      default -> {
        if (!cited.has(keyword)) {
          faults.add(place + " cites no clause");
        }
      }
    }
  }

  private static List<String> clauses(JsonNode citations) {
    List<String> ids = new ArrayList<>();
    for (JsonNode citation : citations) {
      if (citation.isString()) {
        ids.add(citation.asString());
      } else {
        citation.forEach(id -> ids.add(id.asString()));
      }
    }
    return ids;
  }

  private static void check(String id, String place, SpecVersion version, List<String> faults) {
    if (Clauses.find(id).filter(clause -> clause.versions().contains(version)).isEmpty()) {
      faults.add(place + " cites " + id + ", which is no clause at " + version);
    }
  }
}
