package org.appctoolkit.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedFileTest {
  private static final Path ROOTFS = Path.of("/stage/rootfs");

  @Test
  void aTargetIsAPathInTheRootfs() throws MojoExecutionException {
    AddedFile file = new AddedFile();
    file.setTarget("/opt/../bin/worker");

    assertThat(file.in(ROOTFS)).isEqualTo(Path.of("/stage/rootfs/bin/worker"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../manifest", "/../manifest", "/", "", "/a/../../manifest"})
  void nothingIsPutAnywhereElse(String target) {
    AddedFile file = new AddedFile();
    file.setTarget(target);

    assertThatThrownBy(() -> file.in(ROOTFS))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("files: " + target + " is no path in a rootfs");
  }

  @Test
  void aTargetAndASourceAreNeeded() {
    AddedFile file = new AddedFile();

    assertThatThrownBy(file::from).hasMessage("files: one of them has no source");
    file.setSource(new File("worker.jar"));
    assertThatThrownBy(() -> file.in(ROOTFS)).hasMessage("files: worker.jar has no target");
  }
}
