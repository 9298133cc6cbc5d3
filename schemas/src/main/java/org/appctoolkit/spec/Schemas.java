package org.appctoolkit.spec;

import java.util.Set;

/**
 * The JSON Schemas of the manifests, one for each kind and version, in draft 2020-12.
 *
 * <p>Each schema is complete in itself. Every constraint cites its clause by {@code x-clause}: a
 * map from the keyword to the clause's id, for {@code required} and {@code additionalProperties} a
 * map from the property.
 */
public final class Schemas {
  private static final Set<String> DRIVER_MESSAGES =
      Set.of("description", "image", "pod", "status", "logs", "done", "refusal");

  private Schemas() {}

  /**
   * The text of a schema.
   *
   * @throws IllegalArgumentException if the version does not define that kind
   */
  public static String text(ManifestKind kind, SpecVersion version) {
    if (!kind.versions().contains(version) || !version.isKnown()) {
      throw new IllegalArgumentException("no " + kind.acKind() + " at " + version);
    }
    return Resources.text("schemas/" + version + "/" + kind.id() + ".schema.json");
  }

  /** The text of the schema of {@code appc validate --format json}. */
  public static String findings() {
    return Resources.text("output/findings.schema.json");
  }

  /** The text of the schema of {@code appc image ls --format json}. */
  public static String entries() {
    return Resources.text("output/entries.schema.json");
  }

  /** The text of the schema of {@code appc discover --json}. */
  public static String discovery() {
    return Resources.text("output/discovery.schema.json");
  }

  /** The text of the schema of {@code appc clauses --format json} and {@code appc rules}. */
  public static String clauses() {
    return Resources.text("output/clauses.schema.json");
  }

  /** The text of the schema of {@code appc store ls --format json}. */
  public static String store() {
    return Resources.text("output/store.schema.json");
  }

  /**
   * The text of the schema of what a driver of the conformance suite answers.
   *
   * @param message {@code description}, {@code image}, {@code pod}, {@code status}, {@code logs},
   *     {@code done} or {@code refusal}
   * @throws IllegalArgumentException if there is no such message
   */
  public static String driver(String message) {
    if (!DRIVER_MESSAGES.contains(message)) {
      throw new IllegalArgumentException("no message " + message);
    }
    return Resources.text("output/driver/" + message + ".schema.json");
  }

  /** The text of the schema of each line of {@code appc conformance run --format json}. */
  public static String conformance() {
    return Resources.text("output/conformance.schema.json");
  }
}
