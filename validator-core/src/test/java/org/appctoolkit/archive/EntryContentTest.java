package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.archive.TarBlock.END;
import static org.appctoolkit.archive.TarBlock.file;
import static org.appctoolkit.archive.TarBlock.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryContentTest {
  /** Something to do with a content. */
  private interface Use {
    void of(EntryContent content) throws IOException;
  }

  private static final byte[] TAR = join(file("digits", "0123456789"), file("next", "n"), END);

  private static ArchiveSummary read(byte[] tar, Use use) throws IOException {
    return ImageArchive.read(
        new ByteArrayInputStream(tar),
        ArchiveLimits.DEFAULT,
        new ArchiveVisitor() {
          @Override
          public Next entry(Entry entry, EntryContent content) throws IOException {
            if (entry.headerOffset() == 0) {
              use.of(content);
            }
            return Next.CONTINUE;
          }

          @Override
          public void fault(ArchiveFault fault) {}
        });
  }

  @Test
  void everyWayToReadTakesFromTheSameBytes() throws IOException {
    ArchiveSummary summary =
        read(
            TAR,
            content -> {
              byte[] target = new byte[4];
              assertThat(content.left()).isEqualTo(10);
              assertThat(content.read()).isEqualTo('0');
              assertThat(content.skip(2)).isEqualTo(2);
              assertThat(content.read(target, 1, 2)).isEqualTo(2);
              assertThat(target).containsExactly(0, '3', '4', 0);
              assertThat(content.readNBytes(2)).asString(UTF_8).isEqualTo("56");
              assertThat(content.readNBytes(target, 0, 2)).isEqualTo(2);
              assertThat(target).containsExactly('7', '8', '4', 0);
              assertThat(content.left()).isEqualTo(1);
              assertThat(content.read(target, 0, 0)).isZero();
              assertThat(content.read(target)).isEqualTo(1);
              assertThat(content.read(target)).isEqualTo(-1);
              assertThat(content.read()).isEqualTo(-1);
              assertThat(content.skip(1)).isZero();
              assertThat(content.skip(-1)).isZero();
              assertThat(content.readNBytes(7)).isEmpty();
            });

    assertThat(summary.complete()).isTrue();
    assertThat(summary.entries()).isEqualTo(2);
  }

  @Test
  void wrongArgumentsAreRefused() throws IOException {
    read(
        TAR,
        content -> {
          assertThatThrownBy(() -> content.readNBytes(-1))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> content.read(new byte[2], 1, 2))
              .isInstanceOf(IndexOutOfBoundsException.class);
        });
  }

  @Test
  void allBytesAreThereOrNone() throws IOException {
    read(TAR, content -> assertThat(content.bytes(9)).isEmpty());
    read(TAR, content -> assertThat(content.bytes(10)).hasValueSatisfying(this::isDigits));
    read(Arrays.copyOf(TAR, 515), content -> assertThat(content.bytes(10)).isEmpty());
  }

  private void isDigits(byte[] bytes) {
    assertThat(bytes).asString(UTF_8).isEqualTo("0123456789");
  }

  @Test
  void contentEndsWithItsVisit() throws IOException {
    List<EntryContent> kept = new ArrayList<>();

    ArchiveSummary summary = read(TAR, kept::add);

    assertThat(summary.complete()).isTrue();
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).read()).isEqualTo(-1);
  }

  @Test
  void contentEndsWithThePass() {
    List<EntryContent> kept = new ArrayList<>();

    assertThatThrownBy(
            () ->
                read(
                    TAR,
                    content -> {
                      kept.add(content);
                      throw new IOException("enough");
                    }))
        .hasMessage("enough");

    assertThat(kept.get(0).left()).isZero();
  }
}
