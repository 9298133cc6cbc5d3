package org.appctoolkit.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which images of a recipe depend on which, by their keys.
 *
 * @param edges the keys that an image names, those of images that are not there included
 */
record Graph(Map<String, List<String>> edges) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static Graph of(String json) {
    Map<String, List<String>> edges = new HashMap<>();
    for (Map.Entry<String, JsonNode> image : MAPPER.readTree(json).properties()) {
      List<String> to = new ArrayList<>();
      for (JsonNode dependency : image.getValue().path("manifest").path("dependencies")) {
        to.add(dependency.path("imageName").asString().replace("example.org/", ""));
      }
      edges.put(image.getKey(), to);
    }
    return new Graph(edges);
  }

  /** Whether an image that can be reached from another can be reached from itself. */
  boolean hasCycle(String from) {
    return reached(from).stream()
        .anyMatch(
            it ->
                edges.getOrDefault(it, List.of()).stream()
                    .anyMatch(to -> reached(to).contains(it)));
  }

  /** Whether an image that is not there can be reached from another. */
  boolean lacksAny(String from) {
    return !edges.keySet().containsAll(reached(from));
  }

  /** All that can be reached from an image, itself included. */
  private Set<String> reached(String from) {
    Set<String> reached = new HashSet<>();
    List<String> left = new ArrayList<>(List.of(from));
    while (!left.isEmpty()) {
      String next = left.remove(left.size() - 1);
      if (reached.add(next)) {
        left.addAll(edges.getOrDefault(next, List.of()));
      }
    }
    return reached;
  }
}
