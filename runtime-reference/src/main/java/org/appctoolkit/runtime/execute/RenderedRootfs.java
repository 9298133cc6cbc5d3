package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.runtime.plan.Rootfs;
import org.jspecify.annotations.Nullable;

/**
 * A rendered tree on the disk. Every link on the way is followed here and not by the host, so that
 * none leads out of it; nobody writes in a tree.
 */
final class RenderedRootfs implements Rootfs {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  private final Path root;
  private final Optional<Owners> owners;

  /**
   * A rootfs.
   *
   * @param root its directory
   * @param owners whom its files belong to; absent if that is what the file system tells
   */
  RenderedRootfs(Path root, Optional<Owners> owners) {
    this.root = root;
    this.owners = owners;
  }

  @Override
  public Optional<Node> at(String path) throws IOException {
    Optional<Path> place = place(path);
    return place.isPresent() ? Optional.of(node(place.get())) : Optional.empty();
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    Optional<Path> place = place(path);
    if (place.isEmpty() || !Files.isRegularFile(place.get(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(place.get(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes(MOST_BYTES));
    }
  }

  private Node node(Path place) throws IOException {
    String inside = "/" + root.relativize(place);
    Owners.Owner owner = owners.isPresent() ? owners.get().of(inside) : ownerOnDisk(place);
    return new Node(inside, kind(place), owner.uid(), owner.gid());
  }

  private static Owners.Owner ownerOnDisk(Path place) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(place, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
    return new Owners.Owner(number(attributes.get("uid")), number(attributes.get("gid")));
  }

  private static long number(@Nullable Object attribute) {
    return attribute instanceof Integer id ? Integer.toUnsignedLong(id) : 0;
  }

  private static Kind kind(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return Kind.FILE;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      return children.iterator().hasNext() ? Kind.DIRECTORY : Kind.EMPTY_DIRECTORY;
    }
  }

  /** Where a path leads to; empty if it leads nowhere. */
  private Optional<Path> place(String path) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(parts(path));
    Path place = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      String part = ahead.pop();
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        place = place.equals(root) ? root : parent(place);
        continue;
      }
      Optional<Path> next = child(place, part);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      BasicFileAttributes attributes =
          Files.readAttributes(next.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isSymbolicLink()) {
        if (++links > MOST_LINKS) {
          return Optional.empty();
        }
        String target = Files.readSymbolicLink(next.get()).toString();
        place = target.startsWith("/") ? root : place;
        List<String> parts = parts(target);
        Collections.reverse(parts);
        parts.forEach(ahead::push);
      } else {
        place = next.get();
      }
    }
    return Optional.of(place);
  }

  private static List<String> parts(String path) {
    return Arrays.asList(path.split("/", -1));
  }

  private static Path parent(Path place) {
    Path parent = place.getParent();
    return parent == null ? place : parent;
  }

  /** What a directory has under a name; empty if it is no directory, or has nothing. */
  private static Optional<Path> child(Path directory, String name) {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      Path child = directory.resolve(name);
      return Files.exists(child, LinkOption.NOFOLLOW_LINKS) ? Optional.of(child) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
