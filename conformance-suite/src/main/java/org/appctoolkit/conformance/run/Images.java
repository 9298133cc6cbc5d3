package org.appctoolkit.conformance.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.driver.RuntimeDriver;
import org.appctoolkit.conformance.probe.Dialect;
import org.appctoolkit.conformance.probe.ProbeImage;
import org.appctoolkit.conformance.probe.ProbeProgram;
import org.appctoolkit.spec.SpecVersion;

/** The images of a run: each is imported once, whoever asks for it. */
final class Images {
  private final RuntimeDriver driver;
  private final Dialect dialect;
  private final ProbeProgram program;
  private final Path directory;
  private final Map<String, Slot> usual = new HashMap<>();
  private final Set<String> all = new LinkedHashSet<>();
  private final AtomicInteger archives = new AtomicInteger();

  Images(RuntimeDriver driver, Dialect dialect, ProbeProgram program, Path directory) {
    this.driver = driver;
    this.dialect = dialect;
    this.program = program;
    this.directory = directory;
  }

  /**
   * An image that the runtime has.
   *
   * @param expected its ID by the specification
   * @param id its ID in the words of the runtime
   */
  record Imported(String expected, String id) {}

  /** Where an image goes that several may ask for at the same time. */
  private static final class Slot {
    private Optional<Imported> image = Optional.empty();
  }

  /** Has the runtime import an image, unless it has it. */
  Imported use(ProbeImage image)
      throws RefusedException, DriverException, IOException, InterruptedException {
    Archive archive = write(image);
    Slot slot;
    synchronized (this) {
      slot = usual.computeIfAbsent(archive.id(), it -> new Slot());
    }
    synchronized (slot) {
      if (slot.image.isEmpty()) {
        slot.image = Optional.of(new Imported(archive.id(), add(archive.file())));
      }
      return slot.image.get();
    }
  }

  /** Has the runtime import an archive; what manifests call the image. */
  String add(Path archive) throws RefusedException, DriverException, InterruptedException {
    String id = driver.importImage(archive);
    synchronized (this) {
      all.add(id);
    }
    return inManifests(id, archive);
  }

  /**
   * What manifests of the version call an image: at 0.1.1 an image ID is made by SHA-256, which a
   * runtime does not tell that knows the later ones as well.
   */
  private String inManifests(String id, Path archive) throws DriverException {
    if (!dialect.version().equals(SpecVersion.OLDEST)
        || !id.startsWith(ImageId.Algorithm.SHA512.prefix())) {
      return id;
    }
    try (InputStream in = Files.newInputStream(archive)) {
      return ImageArchive.read(
              in, ArchiveLimits.DEFAULT, Set.of(ImageId.Algorithm.SHA256), new Unvisited())
          .imageIds()
          .stream()
          .map(ImageId::toString)
          .findFirst()
          .orElse(id);
    } catch (IOException e) {
      throw new DriverException("the image that was imported cannot be read again", e);
    }
  }

  /** Nobody wants to know what is in an archive. */
  private static final class Unvisited implements ArchiveVisitor {
    @Override
    public Next entry(Entry entry, EntryContent content) {
      return Next.CONTINUE;
    }

    @Override
    public void fault(ArchiveFault fault) {
      // It is the runtime that was to find it.
    }
  }

  /** An image as a file. */
  record Archive(Path file, String id) {}

  /** Writes an image into a file of its own. */
  Archive write(ProbeImage image) throws IOException {
    Path file = directory.resolve(archives.incrementAndGet() + ".aci");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      ImageId id = image.write(out, dialect, program);
      return new Archive(file, id.toString());
    }
  }

  /** All that the runtime was made to import. */
  synchronized List<String> all() {
    return List.copyOf(all);
  }
}
