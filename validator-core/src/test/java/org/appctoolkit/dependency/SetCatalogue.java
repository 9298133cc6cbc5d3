package org.appctoolkit.dependency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.ImageSource;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.fixtures.ImageSet;

/** The images of a recipe as a catalogue in memory. */
public final class SetCatalogue implements Catalogue {
  private final List<KnownImage> images = new ArrayList<>();

  /** Those with certain keys. */
  public SetCatalogue(ImageSet set, Set<String> keys) throws IOException {
    for (String key : keys) {
      images.add(image(set, key));
    }
    images.sort(Comparator.comparing(it -> it.ids().toString()));
  }

  /** An image of a recipe. */
  public static KnownImage image(ImageSet set, String key) throws IOException {
    byte[] archive = set.archive(key);
    List<Json.Obj> manifests = new ArrayList<>();
    ImageArchive.read(
        new ByteArrayInputStream(archive),
        ArchiveLimits.DEFAULT,
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            if (entry.name().text().equals("manifest")) {
              Source source = Source.of("manifest", content.readAllBytes());
              manifests.add((Json.Obj) Document.read(source, Limits.DEFAULT).root().orElseThrow());
              return Next.STOP;
            }
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {}
        });
    return KnownImage.of(
        List.of(
            ImageId.parse(set.id(key)).orElseThrow(),
            ImageId.parse(set.sha256Id(key)).orElseThrow()),
        archive.length,
        manifests.get(0),
        new Bytes(key, archive));
  }

  @Override
  public Optional<KnownImage> find(ImageId id) {
    return images.stream().filter(it -> it.ids().contains(id)).findFirst();
  }

  @Override
  public List<KnownImage> named(String name) {
    return images.stream().filter(it -> it.name().equals(name)).toList();
  }

  /** An archive in memory, which can be read several times. */
  private static final class Bytes implements ImageSource {
    private final String name;
    private final byte[] archive;

    Bytes(String name, byte[] archive) {
      this.name = name;
      this.archive = archive;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ArchiveSummary read(
        ArchiveLimits limits, Set<ImageId.Algorithm> algorithms, ArchiveVisitor visitor)
        throws IOException {
      return ImageArchive.read(new ByteArrayInputStream(archive), limits, algorithms, visitor);
    }
  }
}
