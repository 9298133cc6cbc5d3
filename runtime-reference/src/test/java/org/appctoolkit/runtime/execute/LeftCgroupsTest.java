package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stage1 could not remove is removed by who finds it. */
class LeftCgroupsTest {
  @TempDir private Path directory = Path.of("");

  private Path pod(Path... cgroups) throws IOException {
    Path pod = Files.createDirectory(directory.resolve("pod"));
    StringBuilder plan = new StringBuilder("appc-plan 1\n");
    for (Path each : cgroups) {
      plan.append("make-cgroup ").append(Word.of(each.toString())).append('\n');
    }
    Files.writeString(pod.resolve(PodDirectory.PLAN), plan);
    return pod;
  }

  @Test
  void cgroupsAreRemovedWithThoseInThem() throws IOException {
    Path outer = Files.createDirectory(directory.resolve("outer one"));
    Path inner = Files.createDirectory(outer.resolve("inner"));

    LeftCgroups.remove(pod(outer, inner, directory.resolve("gone")));

    assertThat(outer).doesNotExist();
  }

  @Test
  void aPodWithoutAPlanHasNone() throws IOException {
    Path pod = Files.createDirectory(directory.resolve("pod"));

    LeftCgroups.remove(pod);

    assertThat(pod).exists();
  }

  @Test
  void whatALinkLeadsToStays() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    LeftCgroups.remove(pod(link));

    assertThat(link).exists();
    assertThat(target).exists();
  }
}
