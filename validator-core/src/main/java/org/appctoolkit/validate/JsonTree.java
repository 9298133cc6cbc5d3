package org.appctoolkit.validate;

import org.appctoolkit.document.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tree of ours as the tree that the schema validator reads. */
final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /** The same value without its places; recurses as deep as the reader allowed it to be. */
  static JsonNode of(Json json) {
    if (json instanceof Json.Obj object) {
      ObjectNode node = NODES.objectNode();
      object.members().forEach(member -> node.set(member.key(), of(member.value())));
      return node;
    }
    if (json instanceof Json.Arr array) {
      ArrayNode node = NODES.arrayNode();
      array.elements().forEach(element -> node.add(of(element)));
      return node;
    }
    if (json instanceof Json.Str text) {
      return NODES.stringNode(text.value());
    }
    if (json instanceof Json.Num number) {
      // The reader bounds exponents, so that this stays small.
      return number.isInteger()
          ? NODES.numberNode(number.value().toBigInteger())
          : NODES.numberNode(number.value());
    }
    return json instanceof Json.Bool bool ? NODES.booleanNode(bool.value()) : NODES.nullNode();
  }
}
