package org.appctoolkit.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.appctoolkit.archive.ArchiveSummary;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.document.Quote;

/** A look at every byte of an image of a store. */
record Verifying(StoreDirectory directory, StoreSettings settings)
    implements ImageDirectory.Look<Boolean> {
  private static final Set<String> FILES =
      Set.of(
          StoreDirectory.ARCHIVE,
          StoreDirectory.SIGNATURE,
          StoreDirectory.MANIFEST,
          StoreDirectory.ABOUT);

  /** What is wrong with an image, one by one: lower case, no full stop. */
  List<String> damages(ImageDirectory image) {
    try {
      image.look(this);
      return List.of();
    } catch (DamagedException e) {
      return e.reasons();
    }
  }

  @Override
  public Boolean at(ImageDirectory image) throws IOException, DamagedException {
    ImageDirectory.Content content = image.content(settings.limits());
    List<String> damages = new ArrayList<>();
    for (String name : directory.names(image.path())) {
      if (!FILES.contains(name)) {
        damages.add(Quote.of(name) + " does not belong to an image");
      }
    }
    Set<ImageId.Algorithm> algorithms = EnumSet.noneOf(ImageId.Algorithm.class);
    content.about().ids().forEach(id -> algorithms.add(id.algorithm()));
    Intake intake = new Intake(settings.limits());
    ArchiveSummary summary = image.readArchive(settings.archiveLimits(), algorithms, intake);
    List<Addition.Refusal> refusals = intake.refusals(summary.complete());
    if (refusals.isEmpty()) {
      compare(content.about(), summary, damages);
      if (!Arrays.equals(intake.manifestBytes(), image.manifestBytes(settings.limits()))) {
        damages.add(StoreDirectory.MANIFEST + " is not the one that is in the archive");
      }
    }
    refusals.forEach(it -> damages.add(words(it)));
    if (!damages.isEmpty()) {
      throw new DamagedException(damages);
    }
    return true;
  }

  private static void compare(About about, ArchiveSummary summary, List<String> damages) {
    if (!summary.imageIds().equals(about.ids())) {
      damages.add(
          "%s has the image ID %s".formatted(StoreDirectory.ARCHIVE, summary.imageIds().get(0)));
    }
    if (summary.uncompressedBytes() != about.uncompressedBytes()) {
      damages.add(
          "the tar has %s bytes, not %s as when it was added"
              .formatted(summary.uncompressedBytes(), about.uncompressedBytes()));
    }
  }

  private static String words(Addition.Refusal refusal) {
    String entry = refusal.entry().isEmpty() ? "" : refusal.entry() + ": ";
    return StoreDirectory.ARCHIVE + ": " + entry + refusal.message();
  }
}
