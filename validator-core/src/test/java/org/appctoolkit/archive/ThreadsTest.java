package org.appctoolkit.archive;

import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a pass ends, the second thread ends with it. */
class ThreadsTest {
  private static final byte[] TAR = tar();

  private static byte[] tar() {
    byte[] noise = new byte[1_000_000];
    new Random(7).nextBytes(noise);
    byte[] header = TarBlock.ustar("noise").size(noise.length).bytes();
    return join(file("first", "1"), header, TarBlock.padded(noise), END);
  }

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("appc-"));
  }

  private static ArchiveVisitor visitor(ArchiveVisitor.Next next) {
    return new ArchiveVisitor() {
      @Override
      public Next entry(Entry entry, EntryContent content) {
        return next;
      }

      @Override
      public void fault(ArchiveFault fault) {
        throw new IllegalStateException(fault.message());
      }
    };
  }

  private static InputStream stream(Compression compression) {
    return new ByteArrayInputStream(Compressed.by(compression, TAR));
  }

  @ParameterizedTest
  @EnumSource
  void visitorMayStop(Compression compression) throws IOException {
    ArchiveSummary summary =
        ImageArchive.read(
            stream(compression), ArchiveLimits.DEFAULT, visitor(ArchiveVisitor.Next.STOP));

    assertThat(summary.entries()).isEqualTo(1);
    assertThat(summary.complete()).isFalse();
    assertThat(summary.imageIds()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void visitorMayThrow(Compression compression) {
    ArchiveVisitor thrower =
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            throw new IOException("enough");
          }

          @Override
          public void fault(ArchiveFault fault) {}
        };

    assertThatThrownBy(() -> ImageArchive.read(stream(compression), ArchiveLimits.DEFAULT, thrower))
        .isInstanceOf(IOException.class)
        .hasMessage("enough");
  }

  @ParameterizedTest
  @EnumSource
  void limitsStop(Compression compression) {
    Reading reading =
        Reading.of(Compressed.by(compression, TAR), ArchiveLimits.DEFAULT.withEntries(1));

    assertThat(reading.kinds()).containsExactly(ArchiveFault.Kind.TOO_MANY_ENTRIES);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStreamThrowsComesOut(Compression compression) {
    for (Exception thrown : new Exception[] {new IOException("disk"), new ArithmeticException()}) {
      int size = Compressed.by(compression, TAR).length;
      InputStream failing = new Failing(stream(compression), size / 2, thrown);

      assertThatThrownBy(
              () ->
                  ImageArchive.read(
                      failing, ArchiveLimits.DEFAULT, visitor(ArchiveVisitor.Next.CONTINUE)))
          .isSameAs(thrown);
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamThatGivesByteByByteGivesTheSame(Compression compression) throws IOException {
    byte[] archive = Compressed.by(compression, join(file("a", "x".repeat(9000)), END));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(archive)) {
          private int calls;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            // Now and then it gives nothing, which it should not.
            return calls++ % 3 == 0 ? 0 : super.read(target, offset, Math.min(length, 1));
          }
        };

    Reading reading = Reading.of(slow, ArchiveLimits.DEFAULT);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.summary()).isEqualTo(Reading.of(archive).summary());
  }

  @Test
  void streamIsNotClosed() throws IOException {
    AtomicReference<String> closed = new AtomicReference<>("no");
    InputStream stream =
        new FilterInputStream(stream(Compression.XZ)) {
          @Override
          public void close() {
            closed.set("yes");
          }
        };

    Reading.of(stream, ArchiveLimits.DEFAULT);

    assertThat(closed).hasValue("no");
  }

  @Test
  void stoppingDoesNotWaitForAStreamThatGivesNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    byte[] archive = Compressed.by(Compression.GZIP, TAR);
    InputStream stalling =
        new Failing(new ByteArrayInputStream(archive), 700_000, new IOException("late")) {
          @Override
          void fail() throws IOException {
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            super.fail();
          }
        };

    ArchiveSummary summary =
        ImageArchive.read(stalling, ArchiveLimits.DEFAULT, visitor(ArchiveVisitor.Next.STOP));

    assertThat(summary.entries()).isEqualTo(1);
    release.countDown();
    joinAll();
  }

  @Test
  void interruptionEndsWaiting() {
    CountDownLatch release = new CountDownLatch(1);
    Thread reader = Thread.currentThread();
    InputStream stalling =
        new Failing(stream(Compression.GZIP), 700_000, new IOException("late")) {
          @Override
          void fail() throws IOException {
            reader.interrupt();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            super.fail();
          }
        };

    assertThatThrownBy(
            () ->
                ImageArchive.read(
                    stalling, ArchiveLimits.DEFAULT, visitor(ArchiveVisitor.Next.CONTINUE)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    joinAll();
  }

  private static void joinAll() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("appc-decompression")) {
        try {
          thread.join(10_000);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** A stream that fails after so many bytes. */
  private static class Failing extends FilterInputStream {
    private final Exception thrown;
    private int left;

    Failing(InputStream stream, int left, Exception thrown) {
      super(stream);
      this.left = left;
      this.thrown = thrown;
    }

    void fail() throws IOException {
      if (thrown instanceof IOException exception) {
        throw exception;
      }
      throw (RuntimeException) thrown;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        fail();
      }
      int read = super.read(target, offset, Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
