package org.appctoolkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What fuzzing begins with, and whatever it has found: it holds for good. */
class FuzzCorpusTest {
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
  private static final long SEED = 0x617070_63L;
  private static final int MOST_CORPUS_BYTES = 200_000;
  private static final int LONGEST_MUTANT = 8192;

  private enum Target {
    TAR(2000),
    GZIP(120),
    MANIFEST(300);

    private final int mutants;

    Target(int mutants) {
      this.mutants = mutants;
    }

    /** Throws if the contract does not hold for these bytes. */
    void accept(byte[] data) {
      switch (this) {
        case TAR -> TarFuzz.fuzzerTestOneInput(data);
        case GZIP -> GzipFuzz.fuzzerTestOneInput(data);
        case MANIFEST -> ManifestFuzz.fuzzerTestOneInput(data);
      }
    }

    /** The files of its corpus, in the order of their names. */
    List<Path> files() {
      Path folder = CORPUS.resolve(name().toLowerCase(Locale.ROOT));
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().toList();
      } catch (IOException e) {
        throw new AssertionError("no corpus in " + folder, e);
      }
    }
  }

  static Stream<Arguments> files() {
    return Arrays.stream(Target.values())
        .flatMap(target -> target.files().stream().map(file -> Arguments.of(target, file)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("files")
  void theContractHoldsForEveryFile(Target target, Path file) throws IOException {
    byte[] data = Files.readAllBytes(file);

    assertThatCode(() -> target.accept(data)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void theContractHoldsForMutants(Target target) throws IOException {
    List<byte[]> corpus = new ArrayList<>();
    for (Path file : target.files()) {
      corpus.add(Files.readAllBytes(file));
    }
    SplittableRandom random = new SplittableRandom(SEED);

    for (int i = 0; i < target.mutants; i++) {
      byte[] mutant = mutant(corpus, random);
      assertThatCode(() -> target.accept(mutant)).as("mutant %d", i).doesNotThrowAnyException();
    }
  }

  @Test
  void theCorpusIsSmall() throws IOException {
    long bytes = 0;
    for (Target target : Target.values()) {
      for (Path file : target.files()) {
        bytes += Files.size(file);
      }
    }

    assertThat(bytes).isLessThan(MOST_CORPUS_BYTES);
  }

  private static byte[] mutant(List<byte[]> corpus, SplittableRandom random) {
    byte[] mutant = pick(corpus, random).clone();
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      int at = random.nextInt(mutant.length + 1);
      mutant =
          switch (random.nextInt(4)) {
            case 0 -> flipped(mutant, at, random);
            case 1 -> spliced(mutant, at, mutant, Math.min(mutant.length, at + 1));
            case 2 -> Arrays.copyOf(mutant, at);
            default -> {
              byte[] other = pick(corpus, random);
              yield spliced(mutant, at, other, random.nextInt(other.length + 1));
            }
          };
    }
    return mutant.length > LONGEST_MUTANT ? Arrays.copyOf(mutant, LONGEST_MUTANT) : mutant;
  }

  private static byte[] pick(List<byte[]> corpus, SplittableRandom random) {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
    byte[] flipped = bytes.clone();
    if (at < bytes.length) {
      flipped[at] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** The first up to a place, and the second from a place on. */
  private static byte[] spliced(byte[] first, int to, byte[] second, int from) {
    ByteArrayOutputStream spliced = new ByteArrayOutputStream();
    spliced.write(first, 0, to);
    spliced.write(second, from, second.length - from);
    return spliced.toByteArray();
  }
}
