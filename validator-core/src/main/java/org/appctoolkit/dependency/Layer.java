package org.appctoolkit.dependency;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.EntryType;
import org.appctoolkit.dependency.UnrenderableException.Reason;
import org.appctoolkit.document.Quote;
import org.appctoolkit.image.Accounts;
import org.appctoolkit.image.Arrival;
import org.appctoolkit.image.EntryPath;
import org.appctoolkit.image.ImageTree;
import org.appctoolkit.image.Machine;

/**
 * What one image adds to a rendered rootfs.
 *
 * @param tree its entries
 * @param users who stands in its {@code /etc/passwd}; empty if it has none
 * @param groups who stands in its {@code /etc/group}; empty if it has none
 */
public record Layer(ImageTree tree, Optional<Accounts> users, Optional<Accounts> groups) {

  /** Whether an entry is the file that names users. */
  public static boolean isUsers(EntryPath path) {
    return path.is("rootfs", "etc", "passwd");
  }

  /** Whether an entry is the file that names groups. */
  public static boolean isGroups(EntryPath path) {
    return path.is("rootfs", "etc", "group");
  }

  /**
   * Reads an image, and refuses one that cannot be extracted safely and in one way.
   *
   * @param budget the most bytes its names may take
   * @param timeIsUp whether to stop; asked at every entry
   */
  static Layer read(KnownImage image, ArchiveLimits limits, long budget, BooleanSupplier timeIsUp)
      throws IOException, UnrenderableException {
    if (budget < ImageTree.LEAST) {
      throw new UnrenderableException(noRoom(image), Reason.LIMIT);
    }
    Scan scan = new Scan(image, budget, timeIsUp);
    ArchiveSummary summary = image.source().read(limits, Set.of(), scan);
    if (scan.refusal.isPresent()) {
      throw scan.refusal.get();
    }
    if (!summary.complete()) {
      throw new UnrenderableException(
          "the image %s is not whole".formatted(Quote.of(image.name())), Reason.BROKEN);
    }
    return new Layer(scan.tree, scan.users, scan.groups);
  }

  static String noRoom(KnownImage image) {
    return "the names of all entries take too much memory, at the image " + Quote.of(image.name());
  }

  private static final class Scan implements ArchiveVisitor {
    private final KnownImage image;
    private final ImageTree tree;
    private final BooleanSupplier timeIsUp;
    private Optional<Accounts> users = Optional.empty();
    private Optional<Accounts> groups = Optional.empty();
    private Optional<UnrenderableException> refusal = Optional.empty();

    Scan(KnownImage image, long budget, BooleanSupplier timeIsUp) {
      this.image = image;
      this.timeIsUp = timeIsUp;
      this.tree = new ImageTree(budget);
    }

    @Override
    public void fault(ArchiveFault fault) {
      if (!fault.kind().isHarmless() && refusal.isEmpty()) {
        String place = fault.entry().isEmpty() ? "" : ", at " + fault.entry();
        refuse(fault.message() + place, fault.kind().isLimit() ? Reason.LIMIT : Reason.BROKEN);
      }
    }

    @Override
    public Next entry(Entry entry, EntryContent content) throws IOException {
      if (refusal.isEmpty() && timeIsUp.getAsBoolean()) {
        refuse("reading it takes too long", Reason.TIME);
      }
      Arrival arrival = Arrival.of(entry, tree);
      if (refusal.isEmpty()) {
        mistake(arrival).ifPresent(it -> refuse(it + ", at " + entry.name(), Reason.BROKEN));
      }
      if (refusal.isPresent()) {
        return Next.STOP;
      }
      if (!arrival.isInRootfs()) {
        return Next.CONTINUE;
      }
      Machine machine = Machine.NONE;
      if (entry.type() == EntryType.FILE) {
        if (isUsers(arrival.path())) {
          users = content.bytes(Accounts.MOST).map(Accounts::read);
        } else if (isGroups(arrival.path())) {
          groups = content.bytes(Accounts.MOST).map(Accounts::read);
        } else if ((entry.permissions() & 0111) != 0) {
          machine = Machine.of(content.readNBytes(Machine.HEAD_BYTES));
        }
      }
      if (!tree.add(arrival.path(), arrival.spot(), entry, machine, arrival.hardLinkTarget())) {
        refusal = Optional.of(new UnrenderableException(noRoom(image), Reason.LIMIT));
        return Next.STOP;
      }
      return Next.CONTINUE;
    }

    private void refuse(String message, Reason reason) {
      refusal =
          Optional.of(
              new UnrenderableException(
                  "the image %s cannot be extracted: %s".formatted(Quote.of(image.name()), message),
                  reason));
    }

    /** What extraction refuses, too. */
    private static Optional<String> mistake(Arrival arrival) {
      Entry entry = arrival.entry();
      EntryPath path = arrival.path();
      boolean directory = entry.type() == EntryType.DIRECTORY;
      if (path.isAbsolute() || path.climbs() || entry.name().contains(0)) {
        return Optional.of("a name leads out of the image");
      }
      if (path.depth() == 0) {
        return directory ? Optional.empty() : Optional.of("the image itself is no directory");
      }
      if (path.is("rootfs") && !directory) {
        return Optional.of("the rootfs is no directory");
      }
      if (!arrival.isInRootfs()) {
        return Optional.empty();
      }
      ImageTree.Spot spot = arrival.spot();
      if (spot.obstacle() != ImageTree.NONE) {
        return Optional.of("an entry stands below something that is no directory");
      }
      if (spot.node() != ImageTree.NONE && !(directory && arrival.tree().isImplied(spot.node()))) {
        return Optional.of("an entry is there twice");
      }
      return switch (entry.type()) {
        case HARD_LINK -> hardLinkMistake(arrival);
        case SYMBOLIC_LINK ->
            entry.linkName().isEmpty() || entry.linkName().contains(0)
                ? Optional.of("a symbolic link leads nowhere")
                : Optional.empty();
        case FILE, DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SPARSE_FILE, OTHER ->
            Optional.empty();
      };
    }

    private static Optional<String> hardLinkMistake(Arrival arrival) {
      ImageTree tree = arrival.tree();
      int target = arrival.hardLinkTarget();
      if (target == ImageTree.NONE || !arrival.link().path().beginsWith("rootfs")) {
        return Optional.of("a hard link leads to nothing that stands before it in the rootfs");
      }
      return tree.type(target) == EntryType.FILE
          ? Optional.empty()
          : Optional.of("a hard link leads to something that is no file");
    }
  }
}
