package org.appctoolkit.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

  /**
   * Reads everything but the archive; empty if there is no such image.
   *
   * @throws DamagedException if it does not fit together, or cannot be read
   */
  Optional<Content> read(Limits limits) throws DamagedException {
    try {
      if (!isDirectory()) {
        return Optional.empty();
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
            "%s has %d bytes, not %d as when it was added"
                .formatted(StoreDirectory.ARCHIVE, length, about.archiveBytes()));
      }
      return Optional.of(content(about, manifest(limits), isSigned()));
    } catch (IOException e) {
      return missing(new DamagedException(StoreException.reason(e)));
    } catch (DamagedException e) {
      return missing(e);
    }
  }

  /** What it holds once all of that is in it. */
  Content content(About about, Json.Obj manifest, boolean signed) {
    return new Content(
        about,
        KnownImage.of(about.ids(), about.archiveBytes(), manifest, new Archive(archive(), id)),
        signed);
  }

  /** Nothing is damaged if it was taken away in the meantime. */
  private Optional<Content> missing(DamagedException damage) throws DamagedException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw damage;
    }
    return Optional.empty();
  }

  private boolean isDirectory() throws DamagedException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new DamagedException("it is no directory, as an image is in a store");
    }
    return false;
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

  /** The archive of an image, opened each time it is read. */
  private record Archive(Path file, ImageId id) implements ImageSource {
    @Override
    public String name() {
      return id.toString();
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      try (InputStream in = StoreDirectory.open(file)) {
        return ImageArchive.read(in, limits, algorithms, visitor);
      } catch (DamagedException e) {
        throw new IOException("the image " + id + " is not in the store any more", e);
      }
    }
  }
}
