package org.appctoolkit.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The values that schemas show to their readers, and what schemas refer to. */
class SchemaValuesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> MAPS = Set.of("properties", "$defs", "patternProperties");
  private static final Set<String> DATA =
      Set.of("enum", "const", "x-clause", "x-elsewhere", "x-violation");

  static Stream<SchemasTest.Case> everySchema() {
    return SchemasTest.everySchema();
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void examplesAndDefaultsFollowTheSchemaTheyStandIn(SchemasTest.Case schema) {
    ObjectNode source = read(schema);
    ObjectNode probe = MAPPER.createObjectNode();
    probe.put("$schema", source.path("$schema").asString());
    probe.set("$defs", source.path("$defs"));
    ObjectNode values = MAPPER.createObjectNode();

    collect(source, "", probe.putObject("properties"), values);

    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(probe);
    assertThat(values.size()).isPositive();
    assertThat(compiled.validate(values.toString(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void everyReferenceIsToADefinitionOfTheSameSchema(SchemasTest.Case schema) {
    ObjectNode source = read(schema);
    List<String> references = source.findValuesAsString("$ref");

    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(reference).startsWith("#/$defs/");
      assertThat(source.at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
    assertThat(source.findValues("$dynamicRef")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("everySchema")
  void identifierIsAUrnThatNothingCanFetch(SchemasTest.Case schema) {
    assertThat(read(schema).findValuesAsString("$id"))
        .containsExactly("urn:appctoolkit:schema:" + schema.version() + ":" + schema.kind().id());
  }

  @Test
  void noSchemaNeedsAConnection() {
    try (Offline offline = new Offline()) {
      SchemaRegistry registry =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
      everySchema()
          .forEach(schema -> registry.getSchema(read(schema)).validate("{}", InputFormat.JSON));

      assertThat(offline.wanted).isEmpty();
    }
  }

  @Test
  void aConnectionWouldBeNoticed() throws IOException {
    URLConnection connection = URI.create("http://192.0.2.1/").toURL().openConnection();

    try (Offline offline = new Offline()) {
      assertThatThrownBy(connection::connect).hasRootCauseMessage("offline: http://192.0.2.1/");

      assertThat(offline.wanted).hasSize(1);
    }
  }

  private static ObjectNode read(SchemasTest.Case schema) {
    return (ObjectNode) MAPPER.readTree(Schemas.text(schema.kind(), schema.version()));
  }

  /** Gives each value a property of its own, whose schema is the one that the value stands in. */
  private static void collect(JsonNode node, String at, ObjectNode properties, ObjectNode values) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), at + "/" + i, properties, values);
      }
    }
    boolean isMap = MAPS.contains(at.substring(at.lastIndexOf('/') + 1));
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String place = at + "/" + member.getKey();
      if (isMap) {
        collect(member.getValue(), place, properties, values);
      } else if (member.getKey().equals("default")) {
        add(node, place, member.getValue(), properties, values);
      } else if (member.getKey().equals("examples")) {
        for (int i = 0; i < member.getValue().size(); i++) {
          add(node, place + "/" + i, member.getValue().get(i), properties, values);
        }
      } else if (!DATA.contains(member.getKey())) {
        collect(member.getValue(), place, properties, values);
      }
    }
  }

  private static void add(
      JsonNode schema, String place, JsonNode value, ObjectNode properties, ObjectNode values) {
    properties.set(place, schema);
    values.set(place, value);
  }

  /** Turns down every connection as long as it is open: all of them ask for a proxy first. */
  private static final class Offline extends ProxySelector implements AutoCloseable {
    private final ProxySelector before = ProxySelector.getDefault();
    private final List<URI> wanted = new ArrayList<>();

    Offline() {
      ProxySelector.setDefault(this);
    }

    @Override
    public List<java.net.Proxy> select(URI uri) {
      wanted.add(uri);
      throw new IllegalArgumentException("offline: " + uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    @Override
    public void close() {
      ProxySelector.setDefault(before);
    }
  }
}
