package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.dependency.Rendering;
import org.appctoolkit.dependency.UnrenderableException;
import org.appctoolkit.document.Quote;
import org.appctoolkit.layout.Extraction;
import org.appctoolkit.runtime.plan.Rootfs;
import org.jspecify.annotations.Nullable;

/**
 * Rendered rootfs in a directory, each of them once: below the changes of any number of apps.
 *
 * <p>A tree has the name of what it is rendered of. It is there in full or not at all, also after a
 * crash of the host; of several who want it at the same time one renders it, and the others wait.
 * Nobody writes in a tree that is there.
 */
final class Trees {
  private static final String DRAFT = ".building-";
  private static final String REMARKS = "remarks";
  private static final String OWNERS = "owners";
  private static final String ROOTFS = "rootfs";
  private static final int MOST_REMARK_BYTES = 1 << 20;

  private static final AtomicLong DRAFTS = new AtomicLong();

  private final Path directory;
  private final Path lock;
  private final boolean owners;
  private final ArchiveLimits limits;

  /**
   * Trees.
   *
   * @param directory where they are
   * @param lock the file with the locks of the data directory
   * @param owners whether files are given to whom the image says, which takes root; else they
   *     belong to this user, and set no user or group ID
   */
  Trees(Path directory, Path lock, boolean owners, ArchiveLimits limits) {
    this.directory = directory;
    this.lock = lock;
    this.owners = owners;
    this.limits = limits;
  }

  /**
   * A tree that is there.
   *
   * @param digest its name
   * @param path the directory of its rootfs, without symbolic links
   * @param remarks what is different from the image
   */
  record Tree(String digest, Path path, List<String> remarks, Optional<Owners> owners) {
    Tree {
      remarks = List.copyOf(remarks);
    }

    Rootfs rootfs() {
      return new RenderedRootfs(path, owners);
    }
  }

  /** The name of the tree of an assembly of images that have IDs. */
  String digest(Assembly assembly) {
    StringBuilder text = new StringBuilder("tree 1 owners " + owners + "\n");
    for (Assembly.Pass pass : assembly.passes()) {
      pass.way().forEach(image -> text.append(id(assembly, image)).append(' '));
      text.append(id(assembly, pass.image())).append('\n');
    }
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-512", e);
    }
  }

  private static String id(Assembly assembly, int image) {
    return assembly.images().get(image).ids().get(0).toString();
  }

  /**
   * The tree of an assembly, rendered if it is not there. Whoever asks has noted before that the
   * tree is used, so that nobody removes it.
   *
   * @throws RefusedException if the images cannot be rendered
   */
  Tree obtain(Assembly assembly) throws IOException, RefusedException {
    String digest = digest(assembly);
    Path place = directory.resolve(digest);
    if (!exists(place)) {
      // Two trees may share a byte; then one waits for the other.
      long position = 1 + Long.parseLong(digest.substring(0, 15), 16);
      try (DataLock alone = DataLock.acquire(lock, position)) {
        alone.during(() -> renderOnce(assembly, place));
      }
    }
    Optional<Owners> noted =
        owners ? Optional.empty() : Optional.of(Owners.read(place.resolve(OWNERS)));
    String remarks = SmallFile.read(place.resolve(REMARKS), MOST_REMARK_BYTES).orElse("");
    return new Tree(digest, place.resolve(ROOTFS), remarks.lines().toList(), noted);
  }

  private Path renderOnce(Assembly assembly, Path place) throws IOException, RefusedException {
    if (exists(place)) {
      return place;
    }
    Path draft =
        directory.resolve(
            DRAFT
                + ProcessStamp.own().toString().replace(' ', '-')
                + "-"
                + DRAFTS.getAndIncrement());
    Files.createDirectory(draft);
    try {
      Path layout = draft.resolve("layout");
      List<String> remarks = extract(assembly, layout);
      SmallFile.write(layout.resolve(REMARKS), String.join("\n", remarks));
      syncAll(layout);
      Files.move(layout, place, StandardCopyOption.ATOMIC_MOVE);
      SmallFile.sync(directory);
      return place;
    } finally {
      Removal.remove(draft);
    }
  }

  /** Extracts the rendered images as a layout; what is left out is told. */
  private List<String> extract(Assembly assembly, Path layout)
      throws IOException, RefusedException {
    String name = assembly.root().name();
    requireImages(assembly);
    try {
      byte[] manifest = "{}\n".getBytes(StandardCharsets.UTF_8);
      ImageSource source = Rendering.of(assembly, limits).source(manifest);
      Owners.Noting noting = new Owners.Noting(source);
      Extraction.Outcome outcome =
          Extraction.extract(
              owners ? source : noting, layout, new Extraction.Options(owners, owners), limits);
      if (!outcome.done()) {
        throw new RefusedException(told(name, outcome));
      }
      Files.createDirectories(layout.resolve(ROOTFS));
      if (!owners) {
        SmallFile.write(layout.resolve(OWNERS), noting.text());
      }
      return omitted(name, outcome);
    } catch (UnrenderableException e) {
      throw new RefusedException(name + ": " + e.getMessage());
    }
  }

  /** Refuses what can be rendered, but is no image. */
  private void requireImages(Assembly assembly) throws IOException, RefusedException {
    for (KnownImage image : assembly.images()) {
      Optional<String> mistake = TopLevel.mistake(image.source(), limits);
      if (mistake.isPresent()) {
        throw new RefusedException("%s: %s".formatted(Quote.escape(image.name()), mistake.get()));
      }
    }
  }

  private static List<String> told(String name, Extraction.Outcome outcome) {
    List<String> reasons = new ArrayList<>();
    outcome.faults().stream()
        .filter(it -> !it.kind().isHarmless())
        .forEach(it -> reasons.add(name + ": " + it.entry() + ": " + it.message()));
    outcome.refusals().forEach(it -> reasons.add(name + ": " + it.entry() + ": " + it.message()));
    return reasons.isEmpty() ? List.of(name + ": cannot be extracted") : reasons;
  }

  private static List<String> omitted(String name, Extraction.Outcome outcome) {
    List<String> remarks = new ArrayList<>();
    outcome.omissions().forEach(it -> remarks.add(name + ": " + it.entry() + ": " + it.message()));
    long more = outcome.omitted() - outcome.omissions().size();
    if (more > 0) {
      remarks.add(name + ": and " + more + " more were left out");
    }
    return remarks;
  }

  /**
   * Extracts the rootfs for one app alone.
   *
   * @param place which does not exist
   */
  void copy(Assembly assembly, Path place) throws IOException, RefusedException {
    Path layout = place.resolveSibling(place.getFileName() + ".layout");
    extract(assembly, layout);
    Files.move(layout.resolve(ROOTFS), place, StandardCopyOption.ATOMIC_MOVE);
    Removal.remove(layout);
  }

  /**
   * Removes trees that nobody uses, and what is left of those that were being rendered or removed.
   * The caller holds the lock of the pods, so that nobody begins to use one meanwhile.
   *
   * @param used the names of the others
   * @return what was removed or, on a dry run, would be
   */
  List<Path> unused(Set<String> used) throws IOException {
    List<Path> unused = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        boolean living = name.startsWith(DRAFT) && builder(name).isPresent();
        if (!living && !used.contains(name)) {
          unused.add(child);
        }
      }
    }
    return unused;
  }

  /** The living process that renders in a directory of that name. */
  private static Optional<ProcessStamp> builder(String name) {
    String[] parts = name.substring(DRAFT.length()).split("-", -1);
    return parts.length < 2
        ? Optional.empty()
        : ProcessStamp.parse(parts[0] + " " + parts[1]).filter(ProcessStamp::isAlive);
  }

  private static boolean exists(Path place) {
    return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
  }

  private static void syncAll(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && Files.isReadable(file)) {
              SmallFile.sync(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path place, @Nullable IOException failure)
              throws IOException {
            if (Files.isReadable(place)) {
              SmallFile.sync(place);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // A directory that its owner may not read has nothing of which an app sees anything.
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
