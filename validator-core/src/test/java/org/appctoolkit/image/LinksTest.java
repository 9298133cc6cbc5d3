package org.appctoolkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.archive.Entry;
import org.appctoolkit.archive.EntryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where symbolic links lead. */
class LinksTest {
  @ParameterizedTest
  @CsvSource({"39, FOUND", "40, FOUND", "41, TOO_DEEP", "42, TOO_DEEP", "300, TOO_DEEP"})
  void aChainOfLinksIsFollowedAsFarAsLinuxDoes(int length, Links.Outcome outcome) {
    ImageTree tree = chain(length);

    assertThat(links(tree).of(Entries.node(tree, "rootfs/0")).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"39, FOUND", "40, FOUND", "41, TOO_DEEP", "42, TOO_DEEP", "300, TOO_DEEP"})
  void aPathThroughAChainIsFollowedAsFarAsLinuxDoes(int length, Links.Outcome outcome) {
    ImageTree tree = chain(length);

    assertThat(links(tree).of("/0", root(tree)).outcome()).isEqualTo(outcome);
  }

  @Test
  void theLinksOfOnePathAreCountedTogether() {
    ImageTree tree = Entries.tree(Entries.directory("rootfs/"), Entries.link("rootfs/here", "."));

    assertThat(links(tree).of("/here".repeat(41), root(tree)).outcome())
        .isEqualTo(Links.Outcome.TOO_DEEP);
  }

  @Test
  void aHardLinkIsTheFileItLeadsTo() {
    ImageTree tree =
        Entries.tree(
            Entries.file("rootfs/a"),
            Entries.of("rootfs/b", EntryType.HARD_LINK, 0644, "rootfs/a", 0),
            Entries.link("rootfs/c", "b"));

    assertThat(links(tree).of(Entries.node(tree, "rootfs/c")).node())
        .isEqualTo(Entries.node(tree, "rootfs/a"));
  }

  @Test
  void aHardLinkToNothingIsAbsent() {
    ImageTree tree =
        Entries.tree(
            Entries.of("rootfs/b", EntryType.HARD_LINK, 0644, "rootfs/a", 0),
            Entries.link("rootfs/c", "b"));

    assertThat(links(tree).of(Entries.node(tree, "rootfs/c")).outcome())
        .isEqualTo(Links.Outcome.ABSENT);
  }

  @Test
  void aLinkWithoutATargetLeadsNowhere() {
    ImageTree tree = Entries.tree(Entries.directory("rootfs/"), Entries.link("rootfs/a", ""));

    assertThat(links(tree).of(Entries.node(tree, "rootfs/a")).outcome())
        .isEqualTo(Links.Outcome.ABSENT);
  }

  private static ImageTree chain(int length) {
    List<Entry> entries = new ArrayList<>();
    for (int number = 0; number < length; number++) {
      entries.add(Entries.link("rootfs/" + number, Integer.toString(number + 1)));
    }
    entries.add(Entries.file("rootfs/" + length));
    return Entries.tree(entries.toArray(Entry[]::new));
  }

  private static int root(ImageTree tree) {
    return Entries.node(tree, "rootfs");
  }

  private static Links links(ImageTree tree) {
    return new Links(tree, root(tree));
  }
}
