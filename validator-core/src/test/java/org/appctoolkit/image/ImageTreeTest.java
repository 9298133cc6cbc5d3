package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.appctoolkit.archive.Entry;
import org.junit.jupiter.api.Test;

/** The budget of a tree. */
class ImageTreeTest {
  /** Five eighths of what a virtual machine calls its maximum when it is started with 64 MiB. */
  private static final long AFFORDABLE = (long) (61.9 * (1 << 20)) / 8 * 5;

  @Test
  void aMillionShortNamesFitASmallHeap() {
    ImageTree tree = new ImageTree(AFFORDABLE);

    assertThat(filled(tree, 1_000_000, number -> Entries.link("rootfs/" + number, "../" + number)))
        .isEqualTo(1_000_000);
  }

  @Test
  void nothingIsAddedBehindTheBudget() {
    ImageTree tree = new ImageTree(ImageTree.LEAST);

    int added = filled(tree, 100_000, number -> Entries.file("rootfs/" + number));

    // 64 KiB of names of 12 bytes and more.
    assertThat(added).isBetween(1000, 64 * 1024 / 12);
  }

  @Test
  void whatWasAddedBeforeTheBudgetWasSpentIsStillFound() {
    ImageTree tree = new ImageTree(ImageTree.LEAST);
    int added = filled(tree, 100_000, number -> Entries.file("rootfs/" + number));

    for (int number = 0; number < added; number++) {
      assertThat(Entries.node(tree, "rootfs/" + number)).isNotEqualTo(ImageTree.NONE);
    }
  }

  @Test
  void aTargetCostsAsMuchAsItIsLong() {
    ImageTree tree = new ImageTree(1 << 20);

    int added = filled(tree, 1000, number -> Entries.link("" + number, "x".repeat(4096)));

    assertThat(added).isBetween(100, (1 << 20) / 4096);
  }

  @Test
  void aBudgetThatHoldsNoTreeIsRefused() {
    assertThatThrownBy(() -> new ImageTree(1000)).isInstanceOf(IllegalArgumentException.class);
  }

  private interface Numbered {
    Entry entry(int number);
  }

  private static int filled(ImageTree tree, int most, Numbered entries) {
    int added = 0;
    while (added < most && Entries.add(tree, entries.entry(added))) {
      added++;
    }
    return added;
  }
}
