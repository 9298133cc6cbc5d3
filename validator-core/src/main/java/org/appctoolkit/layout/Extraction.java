package org.appctoolkit.layout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Quote;

/**
 * Extracts images into directories, in full or not at all.
 *
 * <p>An image in which anything is wrong that is not harmless is refused, as is one with an entry
 * that leads out of the directory, lies below something that is no directory, occurs twice, or is a
 * hard link to anything but an earlier file. All is written to a hidden directory beside the
 * target, which nobody else may enter, and moved to its place at the end; whatever goes wrong, that
 * directory is removed.
 *
 * <p>Permissions and modification times are kept, those of symbolic links to the microsecond, and
 * no later than the year 2262. Devices, FIFOs, and extended attributes other than {@code user.*}
 * are left out, as the Java platform cannot make them; so are attributes that the file system does
 * not take. Several slashes in a row in the target of a symbolic link become one.
 */
public final class Extraction {
  /** How many faults, refusals and omissions are kept, each. */
  static final int MOST_REMARKS = 100;

  private Extraction() {}

  /**
   * What to extract beside content, permissions and times.
   *
   * @param setUserId whether files may set the ID of the user or group who runs them
   * @param owners whether files get the owners of the archive by their numbers, which takes root;
   *     otherwise they belong to the user who extracts
   */
  public record Options(boolean setUserId, boolean owners) {
    /** Neither. */
    public static final Options DEFAULT = new Options(false, false);
  }

  /**
   * Something about an entry.
   *
   * @param entry the name of the entry
   * @param message lower case, no full stop
   */
  public record Remark(Octets entry, String message) {}

  /**
   * What came of it. Of each list only the first hundred are kept, of faults the first hundred that
   * are harmless as well.
   *
   * @param summary of the pass over the image
   * @param faults what is wrong with the image; nothing was extracted if one of them is not
   *     harmless
   * @param refusals which entries cannot be extracted safely; nothing was if there are any
   * @param omissions what was left out
   * @param refused how many refusals there were until reading ended
   * @param omitted how many omissions there were
   */
  public record Outcome(
      ArchiveSummary summary,
      List<ArchiveFault> faults,
      List<Remark> refusals,
      List<Remark> omissions,
      long refused,
      long omitted) {
    /** Copies the lists. */
    public Outcome {
      faults = List.copyOf(faults);
      refusals = List.copyOf(refusals);
      omissions = List.copyOf(omissions);
    }

    /** Whether the image was extracted. */
    public boolean done() {
      // Harmless faults are kept apart, so that they never crowd out others.
      return summary.complete()
          && faults.stream().allMatch(it -> it.kind().isHarmless())
          && refused == 0;
    }
  }

  /**
   * Extracts an image.
   *
   * @param target which does not exist, or is an empty directory
   * @throws IOException if the image cannot be read or the target cannot be written; then nothing
   *     is left behind
   */
  public static Outcome extract(
      ImageSource source, Path target, Options options, ArchiveLimits limits) throws IOException {
    Path place = target.toAbsolutePath();
    Path parent = place.getParent();
    if (parent == null || !isFree(place)) {
      throw new IOException(
          "%s exists and is not an empty directory".formatted(Quote.of(target.toString())));
    }
    if (!Files.isDirectory(parent)) {
      throw new IOException(
          "%s, where it is to be made, is no directory".formatted(Quote.of(parent.toString())));
    }
    Path draft = Files.createTempDirectory(parent.toRealPath(), ".appc-");
    try {
      Path root = Files.createDirectory(draft.resolve("layout"));
      Writing writing = new Writing(root, options);
      ArchiveSummary summary = source.read(limits, Set.of(), writing);
      Outcome outcome = writing.outcome(summary);
      if (!outcome.done()) {
        return outcome;
      }
      writing.finish();
      if (!isFree(place)) {
        throw new IOException(
            "%s was made by somebody else meanwhile".formatted(Quote.of(target.toString())));
      }
      Files.move(root, place, StandardCopyOption.ATOMIC_MOVE);
      return writing.outcome(summary);
    } finally {
      delete(draft);
    }
  }

  private static boolean isFree(Path place) throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      return !children.iterator().hasNext();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      // What was extracted may not be for its owner to read.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
