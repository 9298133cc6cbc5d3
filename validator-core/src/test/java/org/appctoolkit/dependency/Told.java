package org.appctoolkit.dependency;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.Octets;

/** All that can be seen of what is at a path, in words that can be compared. */
final class Told {
  static final String DIRECTORY_WITHOUT_ENTRY = "DIRECTORY 0755 0:0";

  private Told() {}

  /**
   * What is at a path.
   *
   * @param file the first name of the same file
   */
  static String of(Entry entry, Octets content, String file) {
    String metadata =
        "%s %04o %d:%d at %s %s"
            .formatted(
                entry.type(),
                entry.permissions(),
                entry.user().id(),
                entry.group().id(),
                entry.modified(),
                entry.attributes());
    return switch (entry.type()) {
      case DIRECTORY -> metadata;
      case SYMBOLIC_LINK -> metadata + " to " + entry.linkName();
      case CHARACTER_DEVICE, BLOCK_DEVICE -> metadata + " " + entry.device();
      default -> metadata + " the same as " + file + " with " + content;
    };
  }

  /** What {@link Rendering} has made, by absolute path. */
  static Map<String, String> of(Map<String, RenderedFile> rendered, Map<String, Integer> passes) {
    Map<String, String> firstNames = new HashMap<>();
    new TreeMap<>(rendered).forEach((path, file) -> firstNames.putIfAbsent(file.file(), path));
    Map<String, String> told = new TreeMap<>();
    rendered.forEach(
        (path, file) ->
            told.put(
                path,
                file.entry().type() == EntryType.DIRECTORY && passes.getOrDefault(path, 0) == 0
                    ? "DIRECTORY %04o %d:%d"
                        .formatted(
                            file.entry().permissions(),
                            file.entry().user().id(),
                            file.entry().group().id())
                    : of(
                        file.entry(),
                        octets(file),
                        firstNames.getOrDefault(file.file(), file.file()))));
    return told;
  }

  private static Octets octets(RenderedFile file) {
    byte[] bytes = new byte[file.content().size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = file.content().get(i);
    }
    return Octets.of(bytes);
  }
}
