package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.Dependency;
import org.appctoolkit.model.Located;
import org.appctoolkit.spec.SpecVersion;

/**
 * Finds the image that a dependency means.
 *
 * @param catalogue where to look
 */
record Candidates(Catalogue catalogue) {
  private static final SpecVersion NAMES_COUNT_SINCE = new SpecVersion(0, 2, 0);
  private static final SpecVersion ALL_COUNTS_SINCE = new SpecVersion(0, 7, 0);

  /** The highest version first. */
  private static final Comparator<KnownImage> BEST =
      Comparator.comparing(
              (KnownImage image) -> image.labels().getOrDefault("version", ""),
              VersionOrder.INSTANCE.reversed())
          .thenComparing(image -> image.ids().toString());

  /** Who is told what is wrong. */
  @FunctionalInterface
  interface Complaints {
    void add(Obstacle.Kind kind, Pointer pointer, String message);
  }

  /** The image, if there is one. */
  Optional<KnownImage> find(Dependency dependency, SpecVersion version, Complaints complaints)
      throws IOException {
    String name = dependency.imageName().map(Located::value).orElse("");
    Optional<KnownImage> found =
        dependency.imageId().isPresent()
            ? withId(dependency, name, dependency.imageId().get(), version, complaints)
            : withName(dependency, name, complaints);
    if (found.isPresent()) {
      checkSize(dependency, found.get(), complaints);
    }
    return found;
  }

  private Optional<KnownImage> withId(
      Dependency dependency,
      String name,
      Located<String> written,
      SpecVersion version,
      Complaints complaints)
      throws IOException {
    Optional<ImageId> id = ImageId.parse(written.value());
    if (id.isEmpty()) {
      complaints.add(
          Obstacle.Kind.UNCLEAR,
          written.pointer(),
          Quote.of(written.value()) + " is not a whole image ID");
      return Optional.empty();
    }
    Optional<KnownImage> found = catalogue.find(id.get());
    if (found.isEmpty()) {
      List<KnownImage> others = name.isEmpty() ? List.of() : catalogue.named(name);
      if (others.isEmpty()) {
        complaints.add(
            Obstacle.Kind.MISSING, dependency.pointer(), missing(name, Optional.of(id.get())));
      } else {
        complaints.add(
            Obstacle.Kind.OTHER_ID,
            written.pointer(),
            "no image has the image ID %s; the store has %s as %s"
                .formatted(abbreviated(id.get()), Quote.of(name), ids(others)));
      }
      return found;
    }
    KnownImage image = found.get();
    if (version.compareTo(NAMES_COUNT_SINCE) >= 0
        && !name.isEmpty()
        && !image.name().equals(name)) {
      complaints.add(
          Obstacle.Kind.OTHER_NAME,
          dependency.imageName().map(Located::pointer).orElse(dependency.pointer()),
          "the image %s is called %s, not %s"
              .formatted(abbreviated(id.get()), Quote.of(image.name()), Quote.of(name)));
    }
    Map<String, String> wanted = KnownImage.labels(dependency.labels());
    if (version.compareTo(ALL_COUNTS_SINCE) >= 0 && !fits(image, wanted)) {
      complaints.add(
          Obstacle.Kind.OTHER_LABELS,
          labels(dependency),
          "the image %s has %s".formatted(abbreviated(id.get()), difference(image, wanted)));
    }
    return found;
  }

  private Optional<KnownImage> withName(Dependency dependency, String name, Complaints complaints)
      throws IOException {
    if (name.isEmpty()) {
      complaints.add(
          Obstacle.Kind.UNCLEAR, dependency.pointer(), "the dependency does not name an image");
      return Optional.empty();
    }
    List<KnownImage> named = catalogue.named(name);
    Map<String, String> wanted = KnownImage.labels(dependency.labels());
    List<KnownImage> fitting =
        named.stream().filter(image -> fits(image, wanted)).sorted(BEST).toList();
    if (named.isEmpty()) {
      complaints.add(Obstacle.Kind.MISSING, dependency.pointer(), missing(name, Optional.empty()));
    } else if (fitting.isEmpty()) {
      complaints.add(
          Obstacle.Kind.NO_SUCH_LABELS,
          labels(dependency),
          named.size() == 1
              ? "the image %s has %s".formatted(Quote.of(name), difference(named.get(0), wanted))
              : "none of the %d images called %s has these labels"
                  .formatted(named.size(), Quote.of(name)));
    } else if (fitting.size() > 1) {
      complaints.add(
          Obstacle.Kind.AMBIGUOUS,
          dependency.pointer(),
          "%d images of the store fit %s: %s; the first of them is taken"
              .formatted(fitting.size(), Quote.of(name), ids(fitting)));
    }
    return fitting.stream().findFirst();
  }

  private static void checkSize(Dependency dependency, KnownImage image, Complaints complaints) {
    dependency
        .size()
        .filter(size -> size.value() != image.archiveBytes())
        .ifPresent(
            size ->
                complaints.add(
                    Obstacle.Kind.OTHER_SIZE,
                    size.pointer(),
                    "the archive of %s has %d bytes, not %d"
                        .formatted(Quote.of(image.name()), image.archiveBytes(), size.value())));
  }

  private static boolean fits(KnownImage image, Map<String, String> wanted) {
    return image.labels().entrySet().containsAll(wanted.entrySet());
  }

  /** The first label that differs. */
  private static String difference(KnownImage image, Map<String, String> wanted) {
    for (Map.Entry<String, String> label : wanted.entrySet()) {
      String value = image.labels().get(label.getKey());
      if (value == null) {
        return "no label " + Quote.of(label.getKey());
      }
      if (!value.equals(label.getValue())) {
        return "the label %s=%s, not %s"
            .formatted(Quote.escape(label.getKey()), Quote.of(value), Quote.of(label.getValue()));
      }
    }
    throw new IllegalArgumentException("there is no difference");
  }

  private static Pointer labels(Dependency dependency) {
    return dependency.labels().isEmpty()
        ? dependency.pointer()
        : dependency.labels().get(0).pointer().parent();
  }

  private static String missing(String name, Optional<ImageId> id) {
    String named = name.isEmpty() ? "with that ID" : "called " + Quote.of(name);
    return "the store has no image "
        + named
        + id.map(it -> name.isEmpty() ? ": " + abbreviated(it) : " or " + abbreviated(it))
            .orElse("");
  }

  private static String ids(List<KnownImage> images) {
    String first =
        String.join(
            ", ",
            images.stream()
                .limit(3)
                .map(
                    image ->
                        image.ids().stream().findFirst().map(Candidates::abbreviated).orElse("?"))
                .toList());
    return images.size() > 3 ? first + ", …" : first;
  }

  /** As much of an image ID as people compare. */
  static String abbreviated(ImageId id) {
    return id.toString().substring(0, id.algorithm().prefix().length() + 13) + "…";
  }
}
