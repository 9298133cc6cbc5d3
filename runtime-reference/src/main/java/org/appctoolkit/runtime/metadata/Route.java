package org.appctoolkit.runtime.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.spec.SpecVersion;

/** What a path means, behind the token and {@code /acMetadata/v1/}. */
sealed interface Route {
  /** The annotations of the pod or of an app, as a list. */
  record Annotations(Optional<Integer> app) implements Route {}

  /** One annotation, up to 0.7.4, when they were a directory. */
  record Annotation(Optional<Integer> app, String name) implements Route {}

  /** The manifest of the pod. */
  record PodManifest() implements Route {}

  /** The UUID of the pod. */
  record PodUuid() implements Route {}

  /** The manifest of the image of an app. */
  record ImageManifest(int app) implements Route {}

  /** The image ID of an app. */
  record ImageId(int app) implements Route {}

  /** Where something is signed. */
  record Sign() implements Route {}

  /** Where a signature is verified. */
  record Verify() implements Route {}

  /** Whether it is asked by POST. */
  default boolean isPosted() {
    return this instanceof Sign || this instanceof Verify;
  }

  /** The paths that pods of a version have. */
  final class Table {
    private static final SpecVersion FIRST_WITH_PODS = new SpecVersion(0, 5, 0);
    private static final SpecVersion FIRST_WITH_LISTS = new SpecVersion(0, 8, 0);
    private static final String APPS = "apps/";
    private static final String ANNOTATIONS = "annotations";

    private final SpecVersion version;
    private final List<String> appNames;
    private final int mostSlashes;

    /**
     * The paths of a pod.
     *
     * @param appNames what its apps are told their names are; of two that are the same the first
     *     counts
     */
    Table(SpecVersion version, List<String> appNames) {
      this.version = version;
      this.appNames = List.copyOf(appNames);
      this.mostSlashes =
          appNames.stream()
              .mapToInt(it -> (int) it.chars().filter(each -> each == '/').count())
              .max()
              .orElse(0);
    }

    /** What a path means, as it stands in the request; empty if nothing. */
    Optional<Route> of(String path) {
      boolean pods = version.compareTo(FIRST_WITH_PODS) >= 0;
      String own = pods ? "pod/" : "container/";
      if (path.startsWith(own)) {
        String entry = path.substring(own.length());
        return switch (entry) {
          case "manifest" -> Optional.of(new PodManifest());
          case "uid" -> pods ? Optional.empty() : Optional.of(new PodUuid());
          case "uuid" -> pods ? Optional.of(new PodUuid()) : Optional.empty();
          case "hmac/sign" -> Optional.of(new Sign());
          case "hmac/verify" -> Optional.of(new Verify());
          default -> annotations(entry, Optional.empty());
        };
      }
      return path.startsWith(APPS) ? ofApp(path.substring(APPS.length())) : Optional.empty();
    }

    /** Names may have slashes, escaped or not: the longest that is one of an app counts. */
    private Optional<Route> ofApp(String path) {
      List<Integer> ends = new ArrayList<>();
      for (int slash = path.indexOf('/');
          slash >= 0 && ends.size() <= mostSlashes;
          slash = path.indexOf('/', slash + 1)) {
        ends.add(0, slash);
      }
      for (int end : ends) {
        int app = decoded(path.substring(0, end)).map(appNames::indexOf).orElse(-1);
        Optional<Route> route = app < 0 ? Optional.empty() : entry(path.substring(end + 1), app);
        if (route.isPresent()) {
          return route;
        }
      }
      return Optional.empty();
    }

    private Optional<Route> entry(String entry, int app) {
      return switch (entry) {
        case "image/manifest" -> Optional.of(new ImageManifest(app));
        case "image/id" -> Optional.of(new ImageId(app));
        default -> annotations(entry, Optional.of(app));
      };
    }

    private Optional<Route> annotations(String entry, Optional<Integer> app) {
      if (version.compareTo(FIRST_WITH_LISTS) >= 0) {
        return entry.equals(ANNOTATIONS) ? Optional.of(new Annotations(app)) : Optional.empty();
      }
      if (!entry.startsWith(ANNOTATIONS + "/")) {
        return Optional.empty();
      }
      String name = entry.substring(ANNOTATIONS.length() + 1);
      return name.isEmpty()
          ? Optional.of(new Annotations(app))
          : decoded(name).map(it -> new Annotation(app, it));
    }

    /** A part of a path without its escapes; empty if they are none, or no UTF-8. */
    private static Optional<String> decoded(String part) {
      if (part.indexOf('%') < 0) {
        return Optional.of(part);
      }
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '%') {
          int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
          int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
          if (high < 0 || low < 0) {
            return Optional.empty();
          }
          decoded.put((byte) (high * 16 + low));
          i += 2;
        } else {
          decoded.put(bytes[i]);
        }
      }
      try {
        return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString());
      } catch (CharacterCodingException e) {
        return Optional.empty();
      }
    }
  }
}
