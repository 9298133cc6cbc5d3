package org.appctoolkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.document.Json;
import org.appctoolkit.model.ManifestReader;
import org.appctoolkit.spec.SpecVersion;

/** The way of one archive into a store: copied and judged in a draft, then moved to its place. */
final class Adding {
  /** How often the place may change hands while this is about to take it. */
  private static final int MOST_ATTEMPTS = 100;

  private final StoreDirectory directory;
  private final StoreSettings settings;
  private final Arrival arrival;
  private final Path draft;
  private final ImageDirectory drafted;
  private boolean moved;

  private Adding(StoreDirectory directory, StoreSettings settings, Arrival arrival, Path draft) {
    this.directory = directory;
    this.settings = settings;
    this.arrival = arrival;
    this.draft = draft;
    this.drafted = new ImageDirectory(draft, new ImageId(ImageId.Algorithm.SHA512, ""));
  }

  /**
   * Adds what a stream holds.
   *
   * @throws StoreException if the store cannot be written
   * @throws IOException what the stream has thrown
   */
  static Addition add(
      InputStream stream, Arrival arrival, StoreDirectory directory, StoreSettings settings)
      throws IOException {
    Path draft = ofStore(directory, directory::draft);
    Adding adding = new Adding(directory, settings, arrival, draft);
    try {
      return adding.add(stream);
    } finally {
      // Once it has moved its name may belong to the draft of another writer.
      if (!adding.moved) {
        directory.discard(draft);
      }
    }
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  /** Tells what fails in the store from what fails in reading the archive. */
  private static <T> T ofStore(StoreDirectory directory, Work<T> work) throws StoreException {
    try {
      return work.done();
    } catch (IOException e) {
      throw StoreException.of(directory.root(), e);
    }
  }

  private Addition add(InputStream stream) throws IOException {
    Intake intake = new Intake(settings.limits());
    ArchiveSummary summary = copy(stream, intake);
    List<Addition.Refusal> refusals = intake.refusals(summary.complete());
    Optional<Json.Obj> manifest = intake.manifest();
    if (!refusals.isEmpty() || manifest.isEmpty()) {
      return new Addition.Refused(refusals);
    }
    List<ImageId> ids = ids(summary, manifest.get());
    Optional<ImageId> expected = arrival.expected();
    if (expected.isPresent() && !ids.contains(expected.get())) {
      String message = "its image ID is %s, not %s".formatted(ids.get(0), expected.get());
      return new Addition.Refused(List.of(new Addition.Refusal(Octets.EMPTY, message, false)));
    }
    return ofStore(
        directory,
        () -> {
          About about =
              new About(
                  ids,
                  Files.size(drafted.archive()),
                  summary.uncompressedBytes(),
                  settings.clock().instant(),
                  arrival.requested());
          return place(about, manifest.get(), intake.manifestBytes());
        });
  }

  private ArchiveSummary copy(InputStream stream, Intake intake) throws IOException {
    try (FileChannel copy = ofStore(directory, () -> directory.create(drafted.archive()))) {
      ArchiveSummary summary =
          ImageArchive.read(
              new Copied(stream, directory, copy), settings.archiveLimits(), algorithms(), intake);
      if (summary.complete()) {
        ofStore(
            directory,
            () -> {
              directory.sync(copy);
              return copy;
            });
      }
      return summary;
    }
  }

  private Set<ImageId.Algorithm> algorithms() {
    Set<ImageId.Algorithm> algorithms = EnumSet.of(ImageId.Algorithm.SHA512);
    arrival.expected().map(ImageId::algorithm).ifPresent(algorithms::add);
    return algorithms;
  }

  /** The image IDs; at 0.1.1 that of that version too, which takes a second look. */
  private List<ImageId> ids(ArchiveSummary summary, Json.Obj manifest) throws StoreException {
    if (!ManifestReader.versionOf(manifest).equals(SpecVersion.OLDEST)
        || summary.imageIds().size() > 1) {
      return summary.imageIds();
    }
    return ofStore(
        directory,
        () -> {
          try (InputStream in = Files.newInputStream(drafted.archive())) {
            return ImageArchive.read(
                    in,
                    settings.archiveLimits(),
                    EnumSet.allOf(ImageId.Algorithm.class),
                    new Nobody())
                .imageIds();
          }
        });
  }

  /** Wants to know nothing but the image ID. */
  private static final class Nobody implements ArchiveVisitor {
    @Override
    public Next entry(Entry entry, EntryContent content) {
      return Next.CONTINUE;
    }

    @Override
    public void fault(ArchiveFault fault) {
      // The first look has told.
    }
  }

  // --- the place

  private Addition place(About about, Json.Obj manifest, byte[] text) throws IOException {
    directory.write(draft.resolve(StoreDirectory.MANIFEST), text);
    directory.write(drafted.about(), about.json());
    if (arrival.signature().isPresent()) {
      directory.write(drafted.signature(), arrival.signature().get().bytes());
    }
    directory.sync(draft);
    ImageId id = about.ids().get(0);
    ImageDirectory place = new ImageDirectory(directory.place(id), id);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        Optional<ImageDirectory.Content> there = place.read(settings.limits());
        if (there.isPresent()) {
          return merged(place, there.get());
        }
        directory.checkRoom();
        if (isMovedTo(place.path())) {
          boolean signed = arrival.signature().isPresent();
          return new Addition.Added(place.content(about, manifest, signed).stored(), false, false);
        }
      } catch (DamagedException e) {
        // Worth nothing, and this one is whole.
        directory.remove(place.path());
      }
    }
    throw new StoreException(directory.root(), "the place of " + id + " is not free");
  }

  private boolean isMovedTo(Path place) throws IOException {
    try {
      directory.move(draft, place);
    } catch (FileSystemException e) {
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        // Somebody was faster.
        return false;
      }
      throw e;
    }
    moved = true;
    directory.sync(directory.images());
    return true;
  }

  /** The image stays as it came first, so that what was signed does. */
  private Addition merged(ImageDirectory place, ImageDirectory.Content there) throws IOException {
    About about = there.about();
    if (arrival.requested() && !about.requested()) {
      about = about.asRequested();
      Path raised = draft.resolve("requested.json");
      directory.write(raised, about.json());
      directory.move(raised, place.about());
    }
    boolean comesSigned = arrival.signature().isPresent();
    boolean same = comesSigned && Files.mismatch(drafted.archive(), place.archive()) < 0;
    if (same) {
      directory.move(drafted.signature(), place.signature());
    }
    directory.sync(place.path());
    ImageDirectory.Content content =
        new ImageDirectory.Content(about, there.image(), there.signed() || same);
    return new Addition.Added(content.stored(), true, comesSigned && !same);
  }
}
