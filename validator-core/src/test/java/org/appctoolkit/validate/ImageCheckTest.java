package org.appctoolkit.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.appctoolkit.archive.ArchiveFault;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.archive.ArchiveVisitor;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryContent;
import org.appctoolkit.archive.ImageArchive;
import org.appctoolkit.archive.ImageWriter;
import org.appctoolkit.finding.Finding;
import org.appctoolkit.finding.Place;
import org.appctoolkit.fixtures.ArchiveRecipe;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.layout.Layout;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as a whole; what each rule says of them is in the fixtures. */
class ImageCheckTest {
  private static final String BLANKS = "{'repeat': ' ', 'times': 1048576}";

  // --- time

  @Test
  void judgingEndsWhenTheTimeIsUp() throws IOException {
    AtomicInteger left = new AtomicInteger(2);

    Judgement judgement = judge("{}", () -> left.getAndDecrement() == 0);

    assertThat(rules(judgement)).containsExactly("judging-time-is-limited");
  }

  @Test
  void anImageForWhichTheTimeDidNotSufficeHitALimit() throws IOException {
    assertThat(judge("{}", () -> true).hitALimit()).isTrue();
  }

  @Test
  void nothingIsReadWhenTheTimeIsUp() throws IOException {
    AtomicInteger asked = new AtomicInteger();

    judge("{}", () -> asked.incrementAndGet() == 3);

    assertThat(asked).hasValue(3);
  }

  @Test
  void withinTheTimeNothingIsWrong() throws IOException {
    assertThat(rules(judge("{}", () -> false))).isEmpty();
  }

  // --- manifests

  @Test
  void aManifestThatComesLastDecidesTheVersion() throws IOException {
    Judgement judgement =
        judge(
            """
            {"without": ["manifest"], "entries": [
              {"name": "rootfs/a//b"},
              {"name": "manifest", "content": {"manifest": {"acVersion": "0.7.0"}}}]}
            """);

    assertThat(judgement.findings().all())
        .extracting(Finding::version)
        .isNotEmpty()
        .containsOnly(new SpecVersion(0, 7, 0));
  }

  @Test
  void theFirstOfTwoManifestsCounts() throws IOException {
    Judgement judgement =
        judge(
            """
            {"entries": [
              {"name": "manifest", "content": {"manifest": {"acVersion": "0.7.0"}}},
              {"name": "manifest", "content": {"manifest": {"acVersion": "0.8.0"}}}]}
            """);

    assertThat(judgement.version()).isEqualTo(new SpecVersion(0, 7, 0));
  }

  @Test
  void aSecondManifestIsOneFinding() throws IOException {
    Judgement judgement =
        judge(
            """
            {"entries": [
              {"name": "manifest", "content": {"manifest": {}}},
              {"name": "manifest", "content": "{"}]}
            """);

    assertThat(rules(judgement)).containsExactly("entry-names-are-unique");
  }

  @Test
  void aManifestThatIsTooLongIsNotRead() throws IOException {
    Judgement judgement =
        judge(
            """
            {"entries": [
              {"name": "manifest", "content": {"join": [%s, {"manifest": {"app": 1}}]}}]}
            """
                .formatted(BLANKS));

    assertThat(rules(judgement)).containsExactly("document-length-is-limited");
  }

  @Test
  void anImageWithAManifestThatIsTooLongHitALimit() throws IOException {
    Judgement judgement =
        judge(
            """
            {"entries": [{"name": "manifest", "content": {"join": [%s, {"manifest": {}}]}}]}
            """
                .formatted(BLANKS));

    assertThat(judgement.hitALimit()).isTrue();
  }

  @Test
  void thePodManifestIsNoManifestOfAnImage() throws IOException {
    Judgement judgement =
        judge(
            """
            {"entries": [
              {"name": "manifest", "content": {"manifest": {"acKind": "PodManifest"}}}]}
            """);

    assertThat(rules(judgement)).contains("image-manifest-kind-is-image-manifest");
  }

  @Test
  void anImageWithoutAManifestIsJudgedByTheNewestVersion() throws IOException {
    Judgement judgement = judge("{'manifest': false}");

    assertThat(List.of(rules(judgement), judgement.version()))
        .containsExactly(List.of("image-has-a-manifest"), SpecVersion.NEWEST);
  }

  @Test
  void aManifestThatIsADirectoryIsNotRead() throws IOException {
    Judgement judgement = judge("{'entries': [{'name': 'manifest', 'type': 'directory'}]}");

    assertThat(rules(judgement)).containsExactly("manifest-is-a-regular-file");
  }

  // --- limits

  @Test
  void aTreeThatIsTooLargeHitALimit() throws IOException {
    ArchiveRecipe recipe =
        ArchiveRecipe.read(
            """
            {"entries": [{"name": "rootfs/{n}", "count": 5000}]}
            """);
    Settings settings =
        Settings.DEFAULT.withArchiveLimits(ArchiveLimits.DEFAULT.withTreeBytes(1 << 16));

    Judgement judgement =
        new Validator(settings)
            .judge(
                ImageArchive.source("a", new ByteArrayInputStream(recipe.toByteArray())),
                Optional.of(Packaging.UNKNOWN),
                () -> false);

    assertThat(rules(judgement)).containsExactly("entry-tree-is-limited");
  }

  // --- layouts

  @Test
  void aLayoutIsJudgedLikeTheSameArchive(@TempDir Path directory) throws IOException {
    Path rootfs = Files.createDirectories(directory.resolve("rootfs"));
    Files.writeString(
        directory.resolve("manifest"),
        """
        {"acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.org/app",
         "labels": [{"name": "os", "value": "linux"}, {"name": "arch", "value": "amd64"}],
         "app": {"exec": ["/missing"], "user": "app", "group": "0",
                 "workingDirectory": "/nowhere"}}
        """);
    Files.writeString(directory.resolve("other"), "neither");
    Files.writeString(rootfs.resolve("back\\slash"), "a");
    Files.createSymbolicLink(rootfs.resolve("out"), Path.of("../../etc"));
    Files.createSymbolicLink(rootfs.resolve("circle"), Path.of("circle"));
    Files.createSymbolicLink(rootfs.resolve("gone"), Path.of("lost"));
    Files.createLink(rootfs.resolve("zz"), rootfs.resolve("back\\slash"));

    Judgement ofLayout =
        new Validator(Settings.DEFAULT).judge(new Layout(directory), Optional.empty(), () -> false);
    Judgement ofArchive = judge(archive(directory), Optional.empty(), () -> false);

    assertThat(told(ofLayout)).hasSizeGreaterThan(6).isEqualTo(told(ofArchive));
  }

  private static byte[] archive(Path layout) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = new ImageWriter(out, Compression.GZIP);
    new Layout(layout)
        .read(
            ArchiveLimits.DEFAULT,
            Set.of(),
            new ArchiveVisitor() {
              @Override
              public Next entry(Entry entry, EntryContent content) throws IOException {
                writer.add(entry, content);
                return Next.CONTINUE;
              }

              @Override
              public void fault(ArchiveFault fault) {
                throw new AssertionError(fault.toString());
              }
            });
    writer.finish();
    return out.toByteArray();
  }

  private static Judgement judge(String recipe) throws IOException {
    return judge(recipe, () -> false);
  }

  private static Judgement judge(String recipe, BooleanSupplier timeIsUp) throws IOException {
    return judge(
        ArchiveRecipe.read(recipe.replace('\'', '"')).toByteArray(),
        Optional.of(Packaging.UNKNOWN),
        timeIsUp);
  }

  private static Judgement judge(
      byte[] archive, Optional<Packaging> packaging, BooleanSupplier timeIsUp) throws IOException {
    return new Validator(Settings.DEFAULT)
        .judge(
            ImageArchive.source("image", new ByteArrayInputStream(archive)), packaging, timeIsUp);
  }

  private static List<String> rules(Judgement judgement) {
    return judgement.findings().all().stream().map(Finding::rule).toList();
  }

  /** Without offsets, which a layout does not have, and so without the order they make. */
  private static List<String> told(Judgement judgement) {
    return judgement.findings().all().stream()
        .map(it -> it.rule() + " " + it.severity() + " " + place(it) + " " + it.message())
        .sorted()
        .toList();
  }

  private static String place(Finding finding) {
    return finding.place() instanceof Place.InArchive there
        ? there.entry()
        : finding.inText().orElseThrow().pointer().toString();
  }
}
