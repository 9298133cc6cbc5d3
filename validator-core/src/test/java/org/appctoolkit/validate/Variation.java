package org.appctoolkit.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A complete manifest in which one value is replaced or dropped.
 *
 * @param manifest the manifest as it was
 * @param place which value, in the order of the text
 * @param value what takes its place, as JSON; empty if nothing does
 */
record Variation(Fixtures.Fixture manifest, int place, String value) {
  /** Every complete manifest. */
  static final List<Fixtures.Fixture> COMPLETE =
      Fixtures.all().stream().filter(it -> it.rule().equals("complete") && it.passes()).toList();

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** A member of an object or an element of an array. */
  record Spot(JsonNode around, String key, int index) {
    JsonNode value() {
      return around.isObject() ? around.path(key) : around.path(index);
    }

    private void set(JsonNode value) {
      if (around instanceof ObjectNode object) {
        object.set(key, value);
      } else if (around instanceof ArrayNode array) {
        array.set(index, value);
      }
    }

    private void remove() {
      if (around instanceof ObjectNode object) {
        object.remove(key);
      } else if (around instanceof ArrayNode array) {
        array.remove(index);
      }
    }
  }

  /** Every place of a manifest, outermost first. */
  static List<Spot> spots(Fixtures.Fixture manifest) {
    return spots(read(manifest));
  }

  /** The changed manifest; a place beyond the last one counts from the first again. */
  JsonNode node() {
    JsonNode root = read(manifest);
    List<Spot> spots = spots(root);
    Spot spot = spots.get(place % spots.size());
    if (value.isEmpty()) {
      spot.remove();
    } else {
      spot.set(MAPPER.readTree(value));
    }
    return root;
  }

  private static JsonNode read(Fixtures.Fixture manifest) {
    return MAPPER.readTree(JudgedFixtures.of(manifest).document().orElseThrow().text());
  }

  private static List<Spot> spots(JsonNode node) {
    List<Spot> spots = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        spots.add(new Spot(node, "", i));
        spots.addAll(spots(node.get(i)));
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      spots.add(new Spot(node, member.getKey(), 0));
      spots.addAll(spots(member.getValue()));
    }
    return spots;
  }
}
