package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.fixtures.ExpectedEntry;

/**
 * What is at a path of a rendered rootfs.
 *
 * @param path its path
 * @param entry its entry; of a hard link that of the file
 * @param content what is in it
 * @param file the path under which its content was handed out
 */
record RenderedFile(String path, Entry entry, List<Byte> content, String file) {
  /** All that a rendered image holds but the manifest, by absolute path; no path may come twice. */
  static Map<String, RenderedFile> all(ImageSource source) throws IOException {
    Map<String, RenderedFile> files = new LinkedHashMap<>();
    source.read(
        ArchiveLimits.DEFAULT,
        Set.of(),
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            String name = entry.name().text();
            if (!name.equals("manifest")) {
              String path = name.equals("rootfs") ? "/" : name.substring("rootfs".length());
              RenderedFile file = file(path, entry, content, files);
              if (files.put(path, file) != null) {
                throw new IllegalStateException("there twice: " + path);
              }
            }
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {
            throw new IllegalStateException(fault.toString());
          }
        });
    return files;
  }

  private static RenderedFile file(
      String path, Entry entry, EntryContent content, Map<String, RenderedFile> before)
      throws IOException {
    if (entry.type() == EntryType.HARD_LINK) {
      String target = entry.linkName().text().substring("rootfs".length());
      RenderedFile linked = before.get(target);
      if (linked == null) {
        throw new IllegalStateException("linked before it is there: " + target);
      }
      return new RenderedFile(path, linked.entry(), linked.content(), linked.file());
    }
    List<Byte> bytes = new ArrayList<>();
    for (byte octet : content.readAllBytes()) {
      bytes.add(octet);
    }
    return new RenderedFile(path, entry, bytes, path);
  }

  /** In what it differs. */
  List<String> differences(ExpectedEntry expected, Map<String, RenderedFile> all) {
    List<String> differences = new ArrayList<>();
    compare("type", expected.type(), word(), differences);
    expected
        .content()
        .ifPresent(it -> compare("content", Arrays.toString(it), content.toString(), differences));
    expected.target().ifPresent(it -> compare("target", it, entry.linkName().text(), differences));
    expected.mode().ifPresent(it -> compare("mode", it, entry.permissions(), differences));
    expected.uid().ifPresent(it -> compare("uid", it, entry.user().id(), differences));
    expected.gid().ifPresent(it -> compare("gid", it, entry.group().id(), differences));
    expected
        .mtime()
        .ifPresent(it -> compare("mtime", it, entry.modified().getEpochSecond(), differences));
    expected
        .xattrs()
        .ifPresent(
            it -> {
              Map<String, String> actual = new LinkedHashMap<>();
              entry
                  .attributes()
                  .forEach(at -> actual.put(at.name().text(), Arrays.toString(at.value().bytes())));
              Map<String, String> wanted = new LinkedHashMap<>();
              it.forEach((name, value) -> wanted.put(name, Arrays.toString(value)));
              compare("xattrs", wanted, actual, differences);
            });
    expected
        .sameFileAs()
        .ifPresent(
            it -> compare("file", Objects.requireNonNull(all.get(it)).file(), file, differences));
    return differences;
  }

  private String word() {
    return switch (entry.type()) {
      case FILE, HARD_LINK -> "file";
      case DIRECTORY -> "directory";
      case SYMBOLIC_LINK -> "symlink";
      case CHARACTER_DEVICE -> "char";
      case BLOCK_DEVICE -> "block";
      case FIFO -> "fifo";
      case SPARSE_FILE, OTHER -> "other";
    };
  }

  private static void compare(
      String what, Object expected, Object actual, List<String> differences) {
    if (!expected.equals(actual)) {
      differences.add("%s is %s, not %s".formatted(what, actual, expected));
    }
  }
}
