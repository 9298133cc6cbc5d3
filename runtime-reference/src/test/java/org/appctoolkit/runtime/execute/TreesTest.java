package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.dependency.Assembly;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
class TreesTest {
  @TempDir private Path directory = Path.of("");

  private Path trees = Path.of("");

  @BeforeEach
  void makeADirectory() throws IOException {
    trees = Files.createDirectory(directory.resolve("trees"));
  }

  private Trees trees(boolean owners) {
    return new Trees(trees, directory.resolve("lock"), owners, ArchiveLimits.DEFAULT);
  }

  private Assembly assembly(Image image) throws IOException {
    TestStore store =
        new TestStore(Files.createTempDirectory(directory, "stores").resolve("store"));
    return Assembly.of(store.store().find(store.add(image)).orElseThrow());
  }

  private static Image worker() {
    return Image.ofApp("example.org/worker", "/run").file("run", 0755, 0, "it");
  }

  @Test
  void aTreeHasTheFilesOfTheImage() throws Exception {
    Trees.Tree tree = trees(false).obtain(assembly(worker()));

    assertThat(tree.path().resolve("run")).hasContent("it").isExecutable();
    assertThat(trees)
        .isDirectoryContaining(it -> it.getFileName().toString().equals(tree.digest()));
    assertThat(tree.digest()).matches("[0-9a-f]{128}");
  }

  @Test
  void theSameImagesHaveTheSameTree() throws Exception {
    Trees.Tree one = trees(false).obtain(assembly(worker()));
    Trees.Tree other = trees(false).obtain(assembly(worker()));

    assertThat(other.path()).isEqualTo(one.path());
    assertThat(entries()).hasSize(1);
  }

  @Test
  void ofSeveralWhoWantItOneRendersIt() throws Exception {
    Assembly assembly = assembly(worker());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Object>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(
            threads.submit(
                () -> Files.getAttribute(trees(false).obtain(assembly).path(), "unix:ino")));
      }
      List<Object> nodes = new ArrayList<>();
      for (Future<Object> each : running) {
        nodes.add(each.get());
      }

      assertThat(Set.copyOf(nodes)).hasSize(1);
      assertThat(entries()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void withoutOwnersTheImageStillTellsThem() throws Exception {
    Assembly assembly = assembly(worker().directory("home").file("home/a", 0644, 1000, ""));

    Trees.Tree tree = trees(false).obtain(assembly);

    assertThat(tree.rootfs().at("/home/a").orElseThrow().uid()).isEqualTo(1000);
    assertThat(tree.rootfs().at("/run").orElseThrow().uid()).isEqualTo(0);
  }

  @Test
  void aTreeWithOwnersIsAnother() throws Exception {
    Assembly assembly = assembly(worker());

    assertThat(trees(true).digest(assembly)).isNotEqualTo(trees(false).digest(assembly));
  }

  @Test
  void anImageThatCannotBeRenderedLeavesNothing() throws Exception {
    Assembly assembly = assembly(worker().file("run/below", 0644, 0, ""));

    assertThatThrownBy(() -> trees(false).obtain(assembly)).isInstanceOf(RefusedException.class);
    assertThat(entries()).isEmpty();
  }

  @Test
  void whatHasMoreThanManifestAndRootfsIsNoImage() throws Exception {
    Assembly assembly = assembly(worker().fileBesideRootfs("notes"));

    assertThatThrownBy(() -> trees(false).obtain(assembly))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("\"notes\" is neither the manifest nor in the rootfs");
    assertThat(entries()).isEmpty();
  }

  @Test
  void aCopyIsForOneAlone() throws Exception {
    Path copy = directory.resolve("copy");

    trees(false).copy(assembly(worker()), copy);

    assertThat(copy.resolve("run")).hasContent("it");
    assertThat(directory.resolve("copy.layout")).doesNotExist();
    assertThat(entries()).isEmpty();
  }

  @Test
  void whatIsBeingRenderedIsInUse() throws IOException {
    ProcessStamp own = ProcessStamp.own();
    Path living =
        Files.createDirectory(trees.resolve(".building-" + own.pid() + "-" + own.start() + "-0"));
    Path dead =
        Files.createDirectory(
            trees.resolve(".building-" + own.pid() + "-" + (own.start() - 1) + "-0"));
    Path unused = Files.createDirectory(trees.resolve("a"));
    Files.createDirectory(trees.resolve("b"));

    List<Path> found = trees(false).unused(Set.of("b"));

    assertThat(found).containsExactlyInAnyOrder(dead, unused).doesNotContain(living);
  }

  private List<Path> entries() throws IOException {
    try (var children = Files.list(trees)) {
      return children.toList();
    }
  }
}
