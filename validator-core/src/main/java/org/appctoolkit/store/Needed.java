package org.appctoolkit.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.Dependency;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;

/** Which images of a store have to stay: those that were asked for, and whatever they may mean. */
final class Needed {
  /** Comparisons of labels, behind which whatever has the right name is kept. */
  private static final int MOST_COMPARISONS = 10_000_000;

  private final Map<ImageId, StoredImage> byId = new HashMap<>();

  /** By name, those that are not kept so far. */
  private final Map<String, List<StoredImage>> byName = new HashMap<>();

  private final Set<ImageId> kept = new HashSet<>();
  private final Deque<ImageId> unread = new ArrayDeque<>();
  private int comparisons;

  private Needed() {}

  /** Where manifests come from. */
  @FunctionalInterface
  interface Shelf {
    Optional<KnownImage> find(ImageId id) throws IOException;
  }

  /** The image IDs by which they are addressed. */
  static Set<ImageId> of(Collection<StoredImage> images, Shelf shelf) throws IOException {
    Needed needed = new Needed();
    for (StoredImage image : images) {
      image.ids().forEach(id -> needed.byId.put(id, image));
      needed.byName.computeIfAbsent(image.name(), it -> new ArrayList<>()).add(image);
    }
    images.stream().filter(StoredImage::requested).forEach(needed::keep);
    while (!needed.unread.isEmpty()) {
      Optional<KnownImage> image = shelf.find(needed.unread.remove());
      if (image.isPresent()) {
        image.get().manifest().dependencies().forEach(needed::follow);
      }
    }
    return needed.kept;
  }

  private void keep(StoredImage image) {
    if (kept.add(image.id())) {
      unread.add(image.id());
    }
  }

  private void follow(Dependency dependency) {
    Optional<ImageId> id = dependency.imageId().map(Located::value).flatMap(ImageId::parse);
    if (id.isPresent()) {
      Optional.ofNullable(byId.get(id.get())).ifPresent(this::keep);
      return;
    }
    List<StoredImage> candidates =
        dependency
            .imageName()
            .map(name -> byName.getOrDefault(name.value(), List.of()))
            .orElse(List.of());
    // What is kept is looked at no more, and what is not is compared a bounded number of times, so
    // that no manifest can make this last.
    for (Iterator<StoredImage> left = candidates.iterator(); left.hasNext(); ) {
      StoredImage candidate = left.next();
      if (mayBeMeant(candidate, dependency)) {
        keep(candidate);
        left.remove();
      }
    }
  }

  private boolean mayBeMeant(StoredImage candidate, Dependency dependency) {
    for (NamedValue label : dependency.labels()) {
      if (++comparisons > MOST_COMPARISONS) {
        return true;
      }
      if (contradicts(candidate, label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contradicts(StoredImage candidate, NamedValue label) {
    Optional<String> has = label.name().map(name -> candidate.labels().get(name.value()));
    Optional<String> wants =
        label.value().filter(Json.Str.class::isInstance).map(it -> ((Json.Str) it).value());
    return has.isPresent() && wants.isPresent() && !has.equals(wants);
  }
}
