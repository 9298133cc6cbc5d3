package org.appctoolkit.store;

import static org.appctoolkit.store.Images.SETTINGS;
import static org.appctoolkit.store.Images.add;
import static org.appctoolkit.store.Images.dependencies;
import static org.appctoolkit.store.Images.image;
import static org.appctoolkit.store.Images.labels;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.store.Images.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which images nobody needs. */
class CollectingTest {
  @TempDir private Path folder = Path.of("");

  private ImageStore store() throws IOException {
    return ImageStore.create(folder.resolve("store"), SETTINGS);
  }

  private void requested(Image... images) throws IOException {
    for (Image image : images) {
      add(store(), image, Arrival.REQUESTED);
    }
  }

  private void dependency(Image... images) throws IOException {
    for (Image image : images) {
      add(store(), image, Arrival.DEPENDENCY);
    }
  }

  private List<ImageId> removed() throws IOException {
    List<ImageId> removed =
        store().collect(true, true).images().stream().map(StoredImage::id).toList();
    assertThat(store().collect(true, false).images()).map(StoredImage::id).isEqualTo(removed);
    for (ImageId id : removed) {
      assertThat(store().find(id)).isEmpty();
    }
    assertThat(store().verify()).isEmpty();
    return removed;
  }

  private static String named(String name) {
    return "{ \"imageName\": \"%s\" }".formatted(name);
  }

  @Test
  void whatNobodyNeedsIsRemoved() throws IOException {
    Image unneeded = image("example.org/unneeded");
    dependency(unneeded);
    requested(image("example.org/app"));

    assertThat(removed()).containsExactly(unneeded.id());
    assertThat(store().list().images()).hasSize(1);
  }

  @Test
  void nothingIsRemovedUnlessThatIsAskedFor() throws IOException {
    dependency(image("example.org/unneeded"));

    assertThat(store().collect(false, false).images()).isEmpty();
    assertThat(store().list().images()).hasSize(1);
  }

  @Test
  void whatIsNeededAlongSeveralStepsIsKept() throws IOException {
    requested(image("example.org/0", dependencies(named("example.org/1"))));
    for (int i = 1; i < 10; i++) {
      dependency(image("example.org/" + i, dependencies(named("example.org/" + (i + 1)))));
    }
    dependency(image("example.org/10"));

    assertThat(removed()).isEmpty();
  }

  @Test
  void imagesThatNeedOneAnotherAreRemovedTogether() throws IOException {
    dependency(
        image("example.org/a", dependencies(named("example.org/b"))),
        image("example.org/b", dependencies(named("example.org/a"))));

    assertThat(removed()).hasSize(2);
  }

  @Test
  void anImageIdMeansThatImage() throws IOException {
    Image meant = image("example.org/base", labels("version", "1"));
    Image other = image("example.org/base", labels("version", "2"));
    dependency(meant, other);
    requested(
        image(
            "example.org/app",
            dependencies(
                "{ \"imageName\": \"example.org/base\", \"imageID\": \"%s\" }"
                    .formatted(meant.id()))));

    assertThat(removed()).containsExactly(other.id());
  }

  @Test
  void aNameMeansEveryImageWhoseLabelsDoNotContradict() throws IOException {
    Image more = image("example.org/base", labels("version", "1", "os", "linux"));
    Image none = image("example.org/base");
    Image contradicting = image("example.org/base", labels("version", "2"));
    Image otherName = image("example.org/base/more", labels("version", "1"));
    dependency(more, none, contradicting, otherName);
    requested(
        image(
            "example.org/app",
            dependencies(
                "{ \"imageName\": \"example.org/base\", %s }".formatted(labels("version", "1")))));

    assertThat(removed()).containsExactlyInAnyOrder(contradicting.id(), otherName.id());
  }

  @Test
  void anImageIdThatIsNoneDoesNotCount() throws IOException {
    dependency(image("example.org/base"));
    requested(
        image(
            "example.org/app",
            dependencies("{ \"imageName\": \"example.org/base\", \"imageID\": \"sha512-abc\" }")));

    assertThat(removed()).isEmpty();
  }

  @Test
  void whereSomethingIsDamagedNothingIsRemoved() throws IOException {
    Image damaged = image("example.org/app", dependencies(named("example.org/base")));
    dependency(image("example.org/base"));
    requested(damaged);
    Files.delete(folder.resolve("store/images/" + damaged.id() + "/manifest"));

    Sweep sweep = store().collect(true, false);

    assertThat(sweep.images()).isEmpty();
    assertThat(sweep.damages())
        .containsExactly(
            new Damage(
                damaged.id().toString(),
                java.util.Optional.of(damaged.id()),
                "manifest is missing"));
    assertThat(store().list().images()).hasSize(1);
  }

  @Test
  void aManifestThatWouldTakeTooLongKeepsWhatItNames() throws IOException {
    String manyLabels =
        labels(IntStream.range(0, 4000).mapToObj(i -> "l" + i / 2).toArray(String[]::new));
    String[] many = new String[8];
    java.util.Arrays.fill(
        many, "{ \"imageName\": \"example.org/base\", %s }".formatted(manyLabels));
    requested(image("example.org/app", dependencies(many)));
    dependency(image("example.org/base", labels("l1999", "other")));

    assertThat(removed()).hasSize(1);
  }
}
