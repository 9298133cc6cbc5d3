package org.appctoolkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.store.Images.SETTINGS;
import static org.appctoolkit.store.Images.add;
import static org.appctoolkit.store.Images.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.store.Images.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several threads and several processes at one store. */
@Timeout(240)
class SharedUseTest {
  /** Others are done within seconds. */
  private static final StoreSettings PATIENT =
      SETTINGS.withPatience(
          attempt -> {
            LockSupport.parkNanos(1_000_000);
            return attempt < 60_000;
          });

  @TempDir private Path folder = Path.of("");

  private ImageStore store() throws IOException {
    return ImageStore.create(folder.resolve("store"), PATIENT);
  }

  private static Image numbered(int number) {
    return Images.large("example.org/" + number, 1000 * number);
  }

  /** A process that adds images, or stops in the middle of one. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      ImageStore store = ImageStore.create(Path.of(arguments[0]), PATIENT);
      if (arguments[1].equals("stop")) {
        store.add(new Stopping(numbered(100).open()), Arrival.REQUESTED);
      }
      int added = 0;
      for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
        added += add(store, numbered(i)).wasThere() ? 0 : 1;
      }
      System.out.print(added);
    }

    /** Tells once the archive was read for the first time, and then waits to be told. */
    private static final class Stopping extends FilterInputStream {
      private boolean told;

      Stopping(InputStream in) {
        super(in);
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (told) {
          System.in.read();
        }
        told = true;
        int count = in.read(target, offset, Math.min(length, 4096));
        System.out.print("!");
        System.out.flush();
        return count;
      }
    }
  }

  private Process writer(String[] arguments) throws IOException {
    return writer("022", arguments);
  }

  private Process writer(String umask, String[] arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "umask " + umask + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.resolve("store").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String end(Process process) throws Exception {
    try (InputStream output = process.getInputStream()) {
      String told = new String(output.readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return told;
    }
  }

  private static <T> List<T> together(List<Callable<T>> works) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(works)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void oneOfManyThreadsAddsAnImageAndTheOthersFindItThere() throws Exception {
    Image image = numbered(200);

    List<Boolean> wasThere =
        together(
            IntStream.range(0, 16)
                .<Callable<Boolean>>mapToObj(i -> () -> add(store(), image).wasThere())
                .toList());

    assertThat(wasThere).containsOnlyOnce(false);
    assertThat(store().list().images()).hasSize(1);
    assertThat(store().verify()).isEmpty();
    assertThat(store().collect(false, false).leftovers()).isZero();
  }

  @Test
  void readersSeeWholeImagesWhileOthersAddAndRemove() throws Exception {
    List<Callable<Long>> works = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Image image = numbered(i + 1);
      works.add(
          () -> {
            long removed = 0;
            for (int round = 0; round < 15; round++) {
              add(store(), image);
              removed += store().remove(image.id()) ? 1 : 0;
            }
            return removed;
          });
    }
    works.add(
        () -> {
          long damages = 0;
          for (int round = 0; round < 60; round++) {
            damages += store().list().damages().size();
            damages += store().verify().size();
            for (int i = 0; i < 6; i++) {
              damages += store().named("example.org/" + (i + 1)).size() > 1 ? 1 : 0;
            }
          }
          return damages;
        });

    List<Long> results = together(works);

    assertThat(results).containsExactly(15L, 15L, 15L, 15L, 15L, 15L, 0L);
    assertThat(store().list()).isEqualTo(new Inventory(List.of(), List.of()));
  }

  @Test
  void twoProcessesAddTheSameAndDifferentImages() throws Exception {
    Process one = writer(new String[] {"0", "20"});
    Process two = writer(new String[] {"10", "30"});

    int added = Integer.parseInt(end(one)) + Integer.parseInt(end(two));

    assertThat(added).isEqualTo(30);
    assertThat(store().list().images()).hasSize(30);
    assertThat(store().verify()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"000, rwxr-xr-x, rw-r--r--", "077, rwx------, rw-------"})
  void theUmaskTakesRightsAwayAndGivesNone(String umask, String directories, String files)
      throws Exception {
    end(writer(umask, new String[] {"1", "2"}));

    try (Stream<Path> all = Files.walk(folder.resolve("store"))) {
      for (Path path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? directories : files);
      }
    }
  }

  @Test
  void whatAKilledProcessLeavesIsCollected() throws Exception {
    ImageStore store = ImageStore.create(folder.resolve("store"), SETTINGS);
    Process process = writer(new String[] {"stop"});
    assertThat(process.getInputStream().read()).isEqualTo('!');

    assertThat(store.list()).isEqualTo(new Inventory(List.of(), List.of()));
    assertThatThrownBy(() -> store.collect(false, false))
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith("somebody else is writing in it; try again when that is done");
    assertThat(add(store, image("example.org/meanwhile")).wasThere()).isFalse();
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(store.collect(false, false).leftovers()).isEqualTo(1);
    assertThat(store.list().images()).hasSize(1);
    assertThat(store.verify()).isEmpty();
    assertThat(folder.resolve("store/tmp")).isEmptyDirectory();
  }

  @Test
  void removingWaitsForWritersAsLongAsThePatienceGoes() throws IOException {
    List<Integer> attempts = new ArrayList<>();
    ImageStore impatient =
        ImageStore.create(
            folder.resolve("store"),
            SETTINGS.withPatience(
                attempt -> {
                  attempts.add(attempt);
                  return attempt < 3;
                }));
    Image image = image("example.org/a");
    InputStream removing =
        new FilterInputStream(image.open()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (attempts.isEmpty()) {
              assertThatThrownBy(() -> impatient.remove(image.id()))
                  .isInstanceOf(StoreException.class)
                  .hasMessageContaining("somebody else is writing in it");
            }
            return in.read(target, offset, length);
          }
        };

    Addition addition = impatient.add(removing, Arrival.REQUESTED);

    assertThat(addition).isInstanceOf(Addition.Added.class);
    assertThat(attempts).containsExactly(0, 1, 2, 3);
    assertThat(impatient.remove(image.id())).isTrue();
  }

  @Test
  void removingWaitsForTheLastOfThoseWhoAdd() throws IOException {
    ImageStore store = ImageStore.create(folder.resolve("store"), SETTINGS);
    Image inner = image("example.org/inner");
    InputStream adding =
        new FilterInputStream(image("example.org/outer").open()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            add(store, inner);
            assertThatThrownBy(() -> store.remove(inner.id())).isInstanceOf(StoreException.class);
            return in.read(target, offset, length);
          }
        };

    assertThat(store.add(adding, Arrival.REQUESTED)).isInstanceOf(Addition.Added.class);
    assertThat(store.remove(inner.id())).isTrue();
  }

  @Test
  void addingDoesNotWaitForOthersWhoAdd() throws IOException {
    ImageStore store = ImageStore.create(folder.resolve("store"), SETTINGS);
    Image inner = image("example.org/inner");
    InputStream adding =
        new FilterInputStream(image("example.org/outer").open()) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            add(store, inner);
            return in.read(target, offset, length);
          }
        };

    assertThat(store.add(adding, Arrival.REQUESTED)).isInstanceOf(Addition.Added.class);
    assertThat(store.find(inner.id())).map(KnownImage::name).contains("example.org/inner");
  }
}
