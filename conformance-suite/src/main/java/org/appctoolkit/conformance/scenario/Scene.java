package org.appctoolkit.conformance.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.probe.MissingObservationException;
import org.appctoolkit.spec.SpecVersion;

/**
 * All that was seen while a scenario was played.
 *
 * @param version the version of the specification whose manifests were used
 * @param runtime what the runtime says of itself
 * @param pods the pods that the runtime was asked to run, by label, in this order
 * @param images the images that it was asked to import under a label
 * @param facts what the scenario has found out on the host
 */
public record Scene(
    SpecVersion version,
    RuntimeDescription runtime,
    Map<String, PodRecord> pods,
    Map<String, ImportRecord> images,
    Map<String, String> facts) {
  /** Copies the maps. */
  public Scene {
    pods = Collections.unmodifiableMap(new LinkedHashMap<>(pods));
    images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /**
   * What became of an import.
   *
   * @param expected the image ID by the specification
   * @param imported the image ID that the runtime tells, unless it refused
   * @param refusal why it refused
   */
  public record ImportRecord(
      String expected, Optional<String> imported, Optional<String> refusal) {}

  /**
   * A pod by its label.
   *
   * @throws MissingObservationException if it was never to run
   */
  public PodRecord pod(String label) throws MissingObservationException {
    return Optional.ofNullable(pods.get(label))
        .orElseThrow(() -> new MissingObservationException("there was no pod " + label));
  }

  /**
   * An import by its label.
   *
   * @throws MissingObservationException if there was none
   */
  public ImportRecord image(String label) throws MissingObservationException {
    return Optional.ofNullable(images.get(label))
        .orElseThrow(() -> new MissingObservationException("there was no image " + label));
  }

  /**
   * Something the scenario has found out on the host.
   *
   * @throws MissingObservationException if it has not
   */
  public String fact(String key) throws MissingObservationException {
    return Optional.ofNullable(facts.get(key))
        .orElseThrow(() -> new MissingObservationException("the host did not tell " + key));
  }

  /** What the pods were and how they ended, for whoever reads a report. */
  public List<String> evidence() {
    return pods.values().stream().map(PodRecord::evidence).toList();
  }
}
