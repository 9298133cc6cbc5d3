package org.appctoolkit.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The catalogue of all clauses, in the order of their files.
 *
 * <p>Loaded once from {@code clauses/*.json}; a catalogue that contradicts itself does not load.
 */
public final class Clauses {
  private static final List<String> FILES =
      List.of(
          "document",
          "types",
          "image-manifest",
          "pod-manifest",
          "isolators",
          "archive",
          "dependencies",
          "discovery",
          "execution-namespaces",
          "execution-filesystem",
          "execution-images",
          "execution-volumes",
          "execution-environment",
          "execution-lifecycle",
          "execution-logging",
          "execution-isolators",
          "execution-network",
          "execution-metadata");

  private static final Clauses CATALOGUE = load();

  private final Map<String, Clause> byId;

  private Clauses(Map<String, Clause> byId) {
    this.byId = Collections.unmodifiableMap(byId);
  }

  /** Every clause. */
  public static List<Clause> all() {
    return List.copyOf(CATALOGUE.byId.values());
  }

  /** The clauses that hold at a version. */
  public static List<Clause> at(SpecVersion version) {
    return all().stream().filter(clause -> clause.versions().contains(version)).toList();
  }

  /** The clauses about documents, or those about runtimes. */
  public static List<Clause> about(Clause.Subject subject) {
    return all().stream().filter(clause -> clause.subject() == subject).toList();
  }

  /** The clause of this id, if there is one. */
  public static Optional<Clause> find(String id) {
    return Optional.ofNullable(CATALOGUE.byId.get(id));
  }

  /**
   * The clause of an id that must exist.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static Clause get(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no such clause: " + id));
  }

  private static Clauses load() {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry :
        Resources.json("clauses/sections.json").path("sections").properties()) {
      sections.put(entry.getKey(), section(entry.getKey(), entry.getValue()));
    }
    Map<String, Clause> clauses = new LinkedHashMap<>();
    for (String file : FILES) {
      JsonNode root = Resources.json("clauses/" + file + ".json");
      Clause.Subject subject =
          Clause.Subject.valueOf(root.path("about").asString().toUpperCase(Locale.ROOT));
      for (JsonNode node : root.path("clauses")) {
        Clause clause = clause(subject, node, sections);
        if (clauses.put(clause.id(), clause) != null) {
          throw new IllegalStateException("clause given twice: " + clause.id());
        }
      }
    }
    return new Clauses(clauses);
  }

  private static Section section(String id, JsonNode node) {
    List<Section.Place> places = new ArrayList<>();
    for (JsonNode place : node) {
      places.add(
          new Section.Place(
              range(place), place.path("document").asString(), place.path("anchor").asString()));
    }
    return new Section(id, places);
  }

  private static Clause clause(
      Clause.Subject subject, JsonNode node, Map<String, Section> sections) {
    String id = node.path("id").asString();
    VersionRange versions = range(node);
    Section section = sections.get(node.path("section").asString());
    if (section == null) {
      throw new IllegalStateException("clause without a section: " + id);
    }
    boolean checkable = !node.has("untestable");
    return new Clause(
        id,
        subject,
        levels(node.path("level"), versions.first()),
        versions,
        section,
        Clause.Source.valueOf(node.path("source").asString("text").toUpperCase(Locale.ROOT)),
        node.path("sentence").asString(),
        node.path(checkable ? "why" : "untestable").asString(),
        checkable);
  }

  private static NavigableMap<SpecVersion, Level> levels(JsonNode node, SpecVersion first) {
    NavigableMap<SpecVersion, Level> levels = new TreeMap<>();
    if (node.isString()) {
      levels.put(first, Level.valueOf(node.asString()));
    } else {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        levels.put(version(entry.getKey()), Level.valueOf(entry.getValue().asString()));
      }
    }
    return levels;
  }

  private static VersionRange range(JsonNode node) {
    return new VersionRange(
        version(node.path("since").asString()),
        node.has("until") ? version(node.path("until").asString()) : SpecVersion.NEWEST);
  }

  private static SpecVersion version(String text) {
    return SpecVersion.known(text)
        .orElseThrow(() -> new IllegalStateException("no tagged version: " + text));
  }
}
