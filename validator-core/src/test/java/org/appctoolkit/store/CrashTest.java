package org.appctoolkit.store;

import static org.appctoolkit.store.Images.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.store.Images.Image;

/** Processes that die before one of their steps, and what is left of their work. */
class CrashTest {
  private static final Image PLAIN = Images.large("example.org/plain", 200_000);
  private static final Image GZIP = Images.image(Compression.GZIP, "example.org/gzip");

  /** Where bringing files to the disk takes no time, on most machines that have such a place. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
  private static final Octets SIGNATURE = Octets.of("signature");

  /** The end of a process. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Ends everything from a step on: what a dead process would do later is not done. */
  private static final class Dying implements Steps {
    private final int last;
    private final AtomicInteger steps = new AtomicInteger();

    Dying(int last) {
      this.last = last;
    }

    @Override
    public void before(String step) {
      if (steps.incrementAndGet() > last) {
        throw new Death();
      }
    }
  }

  /** What a process does with a store. */
  private enum Deed {
    ADD_PLAIN,
    ADD_GZIP_AS_DEPENDENCY,
    ADD_GZIP_SIGNED,
    DAMAGE_PLAIN,
    REMOVE_PLAIN,
    COLLECT;

    void on(ImageStore store) throws IOException {
      switch (this) {
        case ADD_PLAIN -> Images.add(store, PLAIN);
        case ADD_GZIP_AS_DEPENDENCY -> Images.add(store, GZIP, Arrival.DEPENDENCY);
        case ADD_GZIP_SIGNED -> Images.add(store, GZIP, Arrival.REQUESTED.signedBy(SIGNATURE));
        case DAMAGE_PLAIN -> Files.deleteIfExists(about(store.path(), PLAIN));
        case REMOVE_PLAIN -> store.remove(PLAIN.id());
        case COLLECT -> store.collect(true, false);
      }
    }

    /** What is in the store once this is done. */
    Set<ImageId> puts() {
      return switch (this) {
        case ADD_PLAIN -> Set.of(PLAIN.id());
        case ADD_GZIP_AS_DEPENDENCY, ADD_GZIP_SIGNED -> Set.of(GZIP.id());
        case DAMAGE_PLAIN, REMOVE_PLAIN, COLLECT -> Set.of();
      };
    }

    /** What may be gone once this has begun. */
    Set<ImageId> takes() {
      return switch (this) {
        case DAMAGE_PLAIN, REMOVE_PLAIN -> Set.of(PLAIN.id());
        case COLLECT -> Set.of(GZIP.id());
        case ADD_PLAIN, ADD_GZIP_AS_DEPENDENCY, ADD_GZIP_SIGNED -> Set.of();
      };
    }
  }

  /**
   * What is known of a process at its end.
   *
   * @param certain what it knew to be in the store
   */
  private record Life(Set<ImageId> certain, boolean cutShort) {}

  private static Path about(Path place, Image image) {
    return place.resolve("images/" + image.id() + "/about.json");
  }

  private static Life live(Path place, List<Deed> deeds, Steps steps) throws IOException {
    Set<ImageId> certain = new HashSet<>();
    try {
      ImageStore store = ImageStore.create(place, SETTINGS, steps);
      for (Deed deed : deeds) {
        certain.removeAll(deed.takes());
        deed.on(store);
        certain.addAll(deed.puts());
      }
      return new Life(certain, false);
    } catch (Death e) {
      return new Life(certain, true);
    }
  }

  /** Looks at a store that somebody has left; what is damaged was damaged by hand. */
  private static void check(Path place, Life life, List<Deed> deeds) throws IOException {
    ImageStore store = ImageStore.create(place, SETTINGS);
    List<Damage> damages = store.verify();
    if (!deeds.contains(Deed.DAMAGE_PLAIN)) {
      assertThat(damages).isEmpty();
    }
    assertThat(damages)
        .allMatch(it -> it.place().equals(PLAIN.id().toString()))
        .allMatch(it -> it.message().equals("about.json is missing"));
    assertThat(store.list().damages()).isEqualTo(damages);
    assertThat(store.list().images()).map(StoredImage::id).containsAll(life.certain());

    store.collect(false, false);

    assertThat(store.collect(false, false).leftovers()).isZero();
    assertThat(place.resolve("tmp")).isEmptyDirectory();
    assertThat(store.list().images()).map(StoredImage::id).containsAll(life.certain());
    assertThat(live(place, deeds, Steps.UNOBSERVED).cutShort()).isFalse();
    if (!deeds.contains(Deed.DAMAGE_PLAIN)) {
      assertThat(store.verify()).isEmpty();
    }
  }

  /** Whether a life of so many steps was cut short; either way nobody sees anything broken. */
  private static boolean isCutShort(List<Deed> deeds, int steps) throws IOException {
    Path folder =
        Files.createTempDirectory(MEMORY.toFile().canWrite() ? MEMORY : TEMPORARY, "store");
    try {
      Path place = folder.resolve("store");
      Life life = live(place, deeds, new Dying(steps));
      check(place, life, deeds);
      return life.cutShort();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static int stepsOf(Deed... deeds) throws IOException {
    int steps = 0;
    while (isCutShort(List.of(deeds), steps)) {
      steps++;
    }
    return steps;
  }

  @Example
  void deathBeforeAnyStepOfAddingLeavesNothingBroken() throws IOException {
    int steps = stepsOf(Deed.ADD_PLAIN, Deed.ADD_GZIP_AS_DEPENDENCY, Deed.ADD_GZIP_SIGNED);

    // It is not that nobody asks any more.
    assertThat(steps).isGreaterThan(40);
  }

  @Example
  void deathBeforeAnyStepOfRemovingLeavesNothingBroken() throws IOException {
    int steps =
        stepsOf(Deed.ADD_PLAIN, Deed.ADD_GZIP_AS_DEPENDENCY, Deed.REMOVE_PLAIN, Deed.COLLECT);

    assertThat(steps).isGreaterThan(40);
  }

  @Example
  void deathBeforeAnyStepOfMendingBreaksNothingElse() throws IOException {
    int steps = stepsOf(Deed.ADD_GZIP_SIGNED, Deed.ADD_PLAIN, Deed.DAMAGE_PLAIN, Deed.ADD_PLAIN);

    assertThat(steps).isGreaterThan(40);
  }

  @Property(tries = 60)
  void deathDuringAnyDeedsLeavesNothingBroken(
      @ForAll("deeds") List<Deed> deeds, @ForAll @IntRange(max = 120) int steps)
      throws IOException {
    isCutShort(deeds, steps);
  }

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Arbitraries.of(Deed.class).list().ofMinSize(1).ofMaxSize(8);
  }
}
