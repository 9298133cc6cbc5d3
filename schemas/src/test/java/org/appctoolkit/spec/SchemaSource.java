package org.appctoolkit.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hand-written source of all manifest schemas, in {@code src/schema}.
 *
 * <p>It is JSON Schema with four keywords more, which this class resolves for one version: {@code
 * x-versions} (what it stands in exists only at these versions), {@code x-choose} (the first of
 * these that exists), {@code x-if} (each of these that exists is merged into what it stands in) and
 * {@code x-replaced-by} (what took a key's place). Keys of an object that only other versions have
 * become its {@code x-elsewhere}.
 */
final class SchemaSource {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern DEFINITION = Pattern.compile("#/\\$defs/(\\w+)");
  private static final Set<String> RESOLVED =
      Set.of("x-versions", "x-choose", "x-if", "x-replaced-by");

  private final Map<String, JsonNode> sources = new LinkedHashMap<>();

  SchemaSource(Path directory) throws IOException {
    for (String name : List.of("definitions", "image-manifest", "pod-manifest")) {
      sources.put(name, MAPPER.readTree(Files.readString(directory.resolve(name + ".json"))));
    }
  }

  /** The schema of a kind at a version. */
  ObjectNode at(ManifestKind kind, SpecVersion version) {
    String name = kind == ManifestKind.IMAGE_MANIFEST ? "image-manifest" : "pod-manifest";
    ObjectNode body = (ObjectNode) resolve(source(name), version).orElseThrow();
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "urn:appctoolkit:schema:" + version + ":" + kind.id());
    schema.put("title", body.path("title").asString() + " " + version);
    schema.setAll(body.without("title"));
    ObjectNode definitions = JsonNodeFactory.instance.objectNode();
    Set<String> wanted = new LinkedHashSet<>(references(schema));
    while (definitions.size() < wanted.size()) {
      for (String definition : List.copyOf(wanted)) {
        if (!definitions.has(definition)) {
          JsonNode node =
              resolve(source("definitions").path("$defs").path(definition), version).orElseThrow();
          definitions.set(definition, node);
          wanted.addAll(references(node));
        }
      }
    }
    schema.set("$defs", definitions);
    return schema;
  }

  /** The same in draft-07, for editors: without citations, and {@code $ref} stands alone. */
  static JsonNode draft7(JsonNode schema) {
    if (schema instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(draft7(element)));
      return copy;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema.isString()
          ? JsonNodeFactory.instance.stringNode(
              schema.asString().replace("#/$defs/", "#/definitions/"))
          : schema;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      switch (member.getKey()) {
        case "x-clause", "x-violation", "x-elsewhere" -> {}
        case "$schema" -> copy.put("$schema", "http://json-schema.org/draft-07/schema#");
        case "$defs" -> copy.set("definitions", draft7(member.getValue()));
        default -> copy.set(member.getKey(), draft7(member.getValue()));
      }
    }
    if (copy.has("$ref") && copy.size() > 1) {
      ArrayNode all = copy.has("allOf") ? (ArrayNode) copy.get("allOf") : copy.putArray("allOf");
      all.addObject().set("$ref", copy.remove("$ref"));
    }
    return copy;
  }

  /** The text as it is kept in a file. */
  static String text(JsonNode schema) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema).replace("\r", "")
        + "\n";
  }

  private JsonNode source(String name) {
    JsonNode node = sources.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no source " + name);
    }
    return node;
  }

  private static Optional<JsonNode> resolve(JsonNode node, SpecVersion version) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> resolve(element, version).ifPresent(copy::add));
      return Optional.of(copy);
    }
    if (!(node instanceof ObjectNode object)) {
      return Optional.of(node);
    }
    if (object.has("x-versions") && !range(object.get("x-versions").asString()).contains(version)) {
      return Optional.empty();
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (!RESOLVED.contains(member.getKey())) {
        resolve(member.getValue(), version).ifPresent(value -> copy.set(member.getKey(), value));
      }
    }
    for (JsonNode addition : object.path("x-if")) {
      resolve(addition, version).ifPresent(value -> merge(copy, (ObjectNode) value));
    }
    if (object.has("x-choose")) {
      Optional<JsonNode> chosen = Optional.empty();
      for (JsonNode choice : object.get("x-choose")) {
        chosen = chosen.isPresent() ? chosen : resolve(choice, version);
      }
      if (chosen.isEmpty()) {
        return Optional.empty();
      }
      merge(copy, (ObjectNode) chosen.orElseThrow());
    }
    if (copy.has("properties") && copy.path("additionalProperties").isBoolean()) {
      ObjectNode elsewhere = elsewhere((ObjectNode) object.get("properties"), version);
      if (!elsewhere.isEmpty()) {
        copy.set("x-elsewhere", elsewhere);
      }
    }
    return Optional.of(copy);
  }

  private static ObjectNode elsewhere(ObjectNode properties, SpecVersion version) {
    ObjectNode elsewhere = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (resolve(property.getValue(), version).isPresent()) {
        continue;
      }
      List<SpecVersion> present = new ArrayList<>();
      for (SpecVersion other : SpecVersion.KNOWN) {
        if (resolve(property.getValue(), other).isPresent()) {
          present.add(other);
        }
      }
      VersionRange range = new VersionRange(present.get(0), present.get(present.size() - 1));
      ObjectNode entry = elsewhere.putObject(property.getKey());
      entry.put("versions", range.toString());
      if (property.getValue().has("x-replaced-by")) {
        entry.put("replacedBy", property.getValue().get("x-replaced-by").asString());
      }
    }
    return elsewhere;
  }

  private static void merge(ObjectNode target, ObjectNode addition) {
    for (Map.Entry<String, JsonNode> member : addition.properties()) {
      JsonNode there = target.get(member.getKey());
      if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
        merge(object, more);
      } else if (there instanceof ArrayNode array && member.getValue() instanceof ArrayNode more) {
        array.addAll(more);
      } else {
        target.set(member.getKey(), member.getValue());
      }
    }
  }

  private static Set<String> references(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = DEFINITION.matcher(node.toString());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static VersionRange range(String text) {
    String[] ends = text.split("-", -1);
    SpecVersion first = SpecVersion.known(ends[0]).orElseThrow();
    if (ends.length == 1) {
      return new VersionRange(first, first);
    }
    return new VersionRange(
        first, ends[1].isEmpty() ? SpecVersion.NEWEST : SpecVersion.known(ends[1]).orElseThrow());
  }
}
