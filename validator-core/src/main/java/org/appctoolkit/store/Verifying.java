package org.appctoolkit.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Quote;

/** A look at every byte of an image of a store. */
final class Verifying {
  private static final Set<String> FILES =
      Set.of(
          StoreDirectory.ARCHIVE,
          StoreDirectory.SIGNATURE,
          StoreDirectory.MANIFEST,
          StoreDirectory.ABOUT);

  private Verifying() {}

  /** What is wrong with it: lower case, no full stop. */
  static List<String> verify(
      ImageDirectory image, StoreDirectory directory, StoreSettings settings) {
    List<String> damages = new ArrayList<>();
    try {
      Optional<ImageDirectory.Content> content = image.read(settings.limits());
      if (content.isEmpty()) {
        return List.of();
      }
      for (String name : directory.names(image.path())) {
        if (!FILES.contains(name)) {
          damages.add(Quote.of(name) + " does not belong to an image");
        }
      }
      archive(image, content.get(), settings, damages);
    } catch (DamagedException e) {
      damages.add(e.reason());
    } catch (IOException e) {
      damages.add(StoreException.reason(e));
    }
    return damages;
  }

  private static void archive(
      ImageDirectory image,
      ImageDirectory.Content content,
      StoreSettings settings,
      List<String> damages)
      throws IOException, DamagedException {
    List<ImageId> ids = content.about().ids();
    Set<ImageId.Algorithm> algorithms = EnumSet.noneOf(ImageId.Algorithm.class);
    ids.forEach(id -> algorithms.add(id.algorithm()));
    Intake intake = new Intake(settings.limits());
    ArchiveSummary summary =
        content.image().source().read(settings.archiveLimits(), algorithms, intake);
    for (Addition.Refusal refusal : intake.refusals(summary.complete())) {
      damages.add(
          StoreDirectory.ARCHIVE
              + ": "
              + (refusal.entry().isEmpty() ? "" : refusal.entry() + ": ")
              + refusal.message());
    }
    if (!damages.isEmpty()) {
      return;
    }
    if (!summary.imageIds().equals(ids)) {
      damages.add(
          "%s has the image ID %s".formatted(StoreDirectory.ARCHIVE, summary.imageIds().get(0)));
    }
    if (summary.uncompressedBytes() != content.about().uncompressedBytes()) {
      damages.add(
          "the tar has %s bytes, not %s as when it was added"
              .formatted(summary.uncompressedBytes(), content.about().uncompressedBytes()));
    }
    if (!Arrays.equals(intake.manifestBytes(), image.manifestBytes(settings.limits()))) {
      damages.add("manifest is not the one that is in the archive");
    }
  }
}
