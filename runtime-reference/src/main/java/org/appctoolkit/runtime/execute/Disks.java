package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The block devices behind what is mounted, as whole disks: parts of one cannot be limited. */
final class Disks {
  private static final int NUMBERS = 2;
  private static final int MOST = 64;
  private static final int MOST_MOUNTS = 10_000;
  private static final int MOST_BYTES = 100;
  private static final String FORM = "[0-9]{1,7}:[0-9]{1,7}";

  private final Path root;

  Disks(Path root) {
    this.root = root;
  }

  /** Their numbers, as {@code 8:0}, sorted; no more than 64. */
  List<String> of(String mountinfo) throws IOException {
    Set<String> mounted = new TreeSet<>();
    for (String line : mountinfo.lines().limit(MOST_MOUNTS).toList()) {
      List<String> words = HostFacilities.words(line);
      int dash = words.indexOf("-");
      if (dash > NUMBERS && words.size() > dash + 2) {
        String numbers = words.get(NUMBERS);
        // File systems that lie on several devices have a number that is none of theirs.
        mounted.add(numbers.startsWith("0:") ? device(words.get(dash + 2)).orElse("") : numbers);
      }
    }
    Set<String> disks = new TreeSet<>();
    for (String numbers : mounted) {
      if (numbers.matches(FORM) && disks.size() < MOST) {
        disk(numbers).ifPresent(disks::add);
      }
    }
    return new ArrayList<>(disks);
  }

  /** The numbers of a device node; empty if it is none. */
  private Optional<String> device(String source) throws IOException {
    if (!source.startsWith("/dev/")) {
      return Optional.empty();
    }
    try {
      Path node = root.resolve(source.substring(1));
      if (!Files.exists(node)) {
        return Optional.empty();
      }
      return Files.getAttribute(node, "unix:rdev") instanceof Long number
          ? Optional.of(major(number) + ":" + minor(number))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static long major(long number) {
    return ((number >> 8) & 0xFFF) | ((number >> 32) & ~0xFFFL);
  }

  private static long minor(long number) {
    return (number & 0xFF) | ((number >> 12) & 0xFFF00L);
  }

  /** The whole that a block device is, or is a part of; empty if there is no such device. */
  private Optional<String> disk(String numbers) throws IOException {
    Path link = root.resolve("sys/dev/block").resolve(numbers);
    if (!Files.exists(link)) {
      return Optional.empty();
    }
    Path device = link.toRealPath();
    Path parent = device.getParent();
    if (parent == null || !Files.exists(device.resolve("partition"), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(numbers);
    }
    return SmallFile.read(parent.resolve("dev"), MOST_BYTES)
        .map(String::strip)
        .filter(it -> it.matches(FORM));
  }
}
