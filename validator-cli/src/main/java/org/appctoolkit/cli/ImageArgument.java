package org.appctoolkit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Quote;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What a person calls an image of a store: an image ID, the beginning of one such as {@code
 * sha512-a83f}, or {@code NAME[:VERSION][,LABEL=VALUE…]}.
 *
 * @param text as it was written
 * @param name the name; what begins like an image ID may be one as well
 * @param labels the labels that it has to have, the version among them
 */
record ImageArgument(String text, String name, Map<String, String> labels) {
  /** What help texts say of it. */
  static final String FORM =
      "an image ID, the beginning of one (sha512-a83f), or NAME[:VERSION][,LABEL=VALUE...]";

  private static final String VERSION = "version";

  /**
   * Reads an argument while the command line is read, so that wrong use is told before all else.
   */
  static final class Converter implements ITypeConverter<ImageArgument> {
    @Override
    public ImageArgument convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Reads an argument.
   *
   * @throws IllegalArgumentException if it has another form; the message says what would be right
   */
  static ImageArgument parse(String text) {
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
  List<ImageId> in(ImageStore store) throws StoreException {
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
