package org.appctoolkit.spec;

import java.util.List;

/**
 * A section that clauses stand in, at its place in each version.
 *
 * @param id short name in the catalogue
 * @param places where it is, oldest first, without gaps
 */
public record Section(String id, List<Place> places) {
  private static final String REPOSITORY = "https://github.com/appc/spec/blob/v";

  /**
   * A heading in a document.
   *
   * @param versions the versions at which the section is there
   * @param document path in the repository of the specification, or a URL, or ({@code docs/…}) a
   *     path in this project
   * @param anchor fragment of its heading
   */
  public record Place(VersionRange versions, String document, String anchor) {}

  /** Copies the places. */
  public Section {
    places = List.copyOf(places);
  }

  /**
   * The place at a version.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Place placeAt(SpecVersion version) {
    for (Place place : places) {
      if (place.versions().contains(version)) {
        return place;
      }
    }
    throw new IllegalArgumentException("no section " + id + " at " + version);
  }

  /** {@code spec/aci.md#image-manifest-schema}, as it was at the version. */
  public String referenceAt(SpecVersion version) {
    Place place = placeAt(version);
    return place.document() + "#" + place.anchor();
  }

  /** The same as a link: a URL for what is published, a path for what is this project's. */
  public String linkAt(SpecVersion version) {
    Place place = placeAt(version);
    boolean ofTheSpecification =
        place.document().matches("(OS-)?SPEC[.]md") || place.document().startsWith("spec/");
    return (ofTheSpecification ? REPOSITORY + version + "/" : "") + referenceAt(version);
  }
}
