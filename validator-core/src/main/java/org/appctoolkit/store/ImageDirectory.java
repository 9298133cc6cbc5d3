package org.appctoolkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;

/**
 * The place of an image in a store.
 *
 * @param path the directory
 * @param id the image ID that is its name
 */
record ImageDirectory(Path path, ImageId id) {
  /** How often an image is looked at that changes each time. */
  private static final int MOST_LOOKS = 100;

  /**
   * What it holds.
   *
   * @param about what the store has written down
   * @param image the image
   * @param signed whether there is a signature
   */
  record Content(About about, KnownImage image, boolean signed) {
    /** What is told of it. */
    StoredImage stored() {
      return new StoredImage(
          about.ids(),
          image.name(),
          image.labels(),
          about.archiveBytes(),
          about.uncompressedBytes(),
          about.added(),
          about.requested(),
          signed);
    }
  }

  /** Something that is found out about an image. */
  interface Look<T> {
    T at(ImageDirectory image) throws IOException, DamagedException;
  }

  /** What changes when another directory takes the place. */
  private record Identity(Optional<Object> key, FileTime modified) {}

  /**
   * Looks at the image; empty if there is none.
   *
   * <p>It may be taken away and another be put into its place meanwhile; then this looks again, so
   * that nothing is taken for damage that is none.
   *
   * @throws DamagedException what the look has found, or that it could not be read
   */
  <T> Optional<T> look(Look<T> look) throws DamagedException {
    for (int attempt = 0; true; attempt++) {
      Optional<Identity> identity = identity();
      if (identity.isEmpty()) {
        return Optional.empty();
      }
      DamagedException damage;
      try {
        return Optional.of(look.at(this));
      } catch (IOException e) {
        damage = new DamagedException(StoreException.reason(e));
      } catch (DamagedException e) {
        damage = e;
      }
      if (attempt == MOST_LOOKS || identity().equals(identity)) {
        throw damage;
      }
    }
  }

  private Optional<Identity> identity() throws DamagedException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          new Identity(Optional.ofNullable(attributes.fileKey()), attributes.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new DamagedException(StoreException.reason(e));
    }
  }

  /**
   * Reads everything but the archive; empty if there is no such image.
   *
   * @throws DamagedException if it does not fit together, or cannot be read
   */
  Optional<Content> read(Limits limits) throws DamagedException {
    return look(image -> image.content(limits));
  }

  /** The same of an image that is there. */
  Content content(Limits limits) throws IOException, DamagedException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedException("it is no directory, as an image is in a store");
    }
    About about = About.read(StoreDirectory.read(about(), About.MOST_BYTES));
    if (!about.ids().get(0).equals(id)) {
      throw new DamagedException(StoreDirectory.ABOUT + " is about another image");
    }
    if (!Files.isRegularFile(archive(), LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedException(StoreDirectory.ARCHIVE + " is missing or no regular file");
    }
    long length = Files.size(archive());
    if (length != about.archiveBytes()) {
      throw new DamagedException(
          "%s has %s bytes, not %s as when it was added"
              .formatted(StoreDirectory.ARCHIVE, length, about.archiveBytes()));
    }
    return content(about, manifest(limits), isSigned());
  }

  /** What it holds once all of that is in it. */
  Content content(About about, Json.Obj manifest, boolean signed) {
    return new Content(
        about,
        KnownImage.of(about.ids(), about.archiveBytes(), manifest, new Archive(this)),
        signed);
  }

  private boolean isSigned() throws DamagedException {
    if (!Files.exists(signature(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!Files.isRegularFile(signature(), LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedException(StoreDirectory.SIGNATURE + " is no regular file");
    }
    return true;
  }

  /**
   * The manifest, as it was copied out of the archive.
   *
   * @throws DamagedException if it is missing or not that of an image
   */
  Json.Obj manifest(Limits limits) throws IOException, DamagedException {
    byte[] bytes = manifestBytes(limits);
    ManifestText text = ManifestText.of(bytes, limits);
    return text.image()
        .orElseThrow(() -> new DamagedException(StoreDirectory.MANIFEST + ": " + text.refusal()));
  }

  byte[] manifestBytes(Limits limits) throws IOException, DamagedException {
    return StoreDirectory.read(path.resolve(StoreDirectory.MANIFEST), limits.documentBytes());
  }

  Path archive() {
    return path.resolve(StoreDirectory.ARCHIVE);
  }

  Path signature() {
    return path.resolve(StoreDirectory.SIGNATURE);
  }

  Path about() {
    return path.resolve(StoreDirectory.ABOUT);
  }

  /** Reads the archive, whatever its image ID is. */
  ArchiveSummary readArchive(
      ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
      throws IOException, DamagedException {
    try (InputStream in = StoreDirectory.open(archive())) {
      return ImageArchive.read(in, limits, algorithms, visitor);
    }
  }

  /**
   * The archive of an image, opened each time it is read. The first time that it is read to its end
   * it has to have its image ID, so that nobody is handed other bytes than were added.
   */
  private static final class Archive implements ImageSource {
    private final ImageDirectory directory;
    private boolean verified;

    Archive(ImageDirectory directory) {
      this.directory = directory;
    }

    @Override
    public String name() {
      return directory.id().toString();
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      Set<ImageId.Algorithm> all = EnumSet.noneOf(ImageId.Algorithm.class);
      all.addAll(algorithms);
      if (!verified) {
        all.add(directory.id().algorithm());
      }
      ArchiveSummary summary;
      try {
        summary = directory.readArchive(limits, all, visitor);
      } catch (DamagedException e) {
        throw new IOException("the image " + directory.id() + " is not in the store any more", e);
      }
      if (!verified && summary.complete()) {
        if (!summary.imageIds().contains(directory.id())) {
          throw new IOException(
              "the image %s is damaged: %s has another image ID; appc store add mends it, appc store rm removes it"
                  .formatted(directory.id(), StoreDirectory.ARCHIVE));
        }
        verified = true;
      }
      return all.size() == algorithms.size() ? summary : summary.of(algorithms);
    }
  }
}
