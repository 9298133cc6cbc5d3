package org.appctoolkit.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.NameAndParameters;
import org.appctoolkit.document.Quote;

/**
 * What a person calls an image of a store: an image ID, the beginning of one such as {@code
 * sha512-a83f}, or {@code NAME[:VERSION][,LABEL=VALUE…]}.
 *
 * @param text as it was written
 * @param name the name; what begins like an image ID may be one as well
 * @param labels the labels that it has to have, the version among them
 */
public record ImageArgument(String text, String name, Map<String, String> labels) {
  /** Copies the labels with their order. */
  public ImageArgument {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** What help texts say of it. */
  public static final String FORM =
      "an image ID, the beginning of one (sha512-a83f), or NAME[:VERSION][,LABEL=VALUE...]";

  private static final String VERSION = "version";

  /**
   * Reads an argument.
   *
   * @throws IllegalArgumentException if it has another form; the message says what would be right
   */
  public static ImageArgument parse(String text) {
    NameAndParameters parsed = NameAndParameters.parse(text);
    int colon = parsed.name().indexOf(':');
    if (colon < 0) {
      return new ImageArgument(text, parsed.name(), parsed.parameters());
    }
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(VERSION, parsed.name().substring(colon + 1));
    if (colon == 0 || colon == parsed.name().length() - 1) {
      throw new IllegalArgumentException(Quote.of(text) + " is not " + FORM);
    }
    if (parsed.parameters().containsKey(VERSION)) {
      throw new IllegalArgumentException("the version stands twice in " + Quote.of(text));
    }
    labels.putAll(parsed.parameters());
    return new ImageArgument(text, parsed.name().substring(0, colon), labels);
  }

  /**
   * The images of a store that may be meant, in the order of their image IDs.
   *
   * @throws StoreException if they cannot be looked for
   */
  public List<ImageId> in(ImageStore store) throws StoreException {
    Optional<ImageId> whole = ImageId.parse(text);
    if (whole.filter(id -> id.algorithm() == ImageId.Algorithm.SHA256).isPresent()) {
      return store.find(whole.get()).map(image -> image.ids().get(0)).stream().toList();
    }
    // A damaged image has an ID all the same.
    List<ImageId> begun = isBegunId() ? store.startingWith(text) : List.of();
    return begun.isEmpty()
        ? store.matching(name, labels).stream().map(image -> image.ids().get(0)).toList()
        : begun;
  }

  private boolean isBegunId() {
    return text.matches(ImageId.Algorithm.SHA512.prefix() + "-[0-9a-f]+");
  }
}
