package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.runtime.plan.Rootfs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedRootfsTest {
  @TempDir private Path directory = Path.of("");

  private Path root = Path.of("");
  private Rootfs rootfs = new RenderedRootfs(root, Optional.empty());

  @BeforeEach
  void makeARootfs() throws IOException {
    root = Files.createDirectory(directory.resolve("rootfs"));
    rootfs =
        new RenderedRootfs(root, Optional.of(new Owners(Map.of("/etc/x", new Owners.Owner(7, 8)))));
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("empty"));
    Files.writeString(root.resolve("etc/x"), "inside");
    Files.writeString(directory.resolve("secret"), "outside");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/x, /etc/x, FILE",
    "etc//x, /etc/x, FILE",
    "/etc/./../etc/x, /etc/x, FILE",
    "/../../etc/x, /etc/x, FILE",
    "/etc, /etc, DIRECTORY",
    "/empty/, /empty, EMPTY_DIRECTORY",
    "/, /, DIRECTORY",
  })
  void aPathLeadsToWhatIsThere(String path, String place, Rootfs.Kind kind) throws IOException {
    Rootfs.Node node = rootfs.at(path).orElseThrow();

    assertThat(node.path()).isEqualTo(place);
    assertThat(node.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/none", "/etc/x/y", "/etc/none/..", "/secret", "/../secret", "/a\0b"})
  void whatIsNotThereIsNotFound(String path) throws IOException {
    assertThat(rootfs.at(path)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/etc/x", "../etc/x", "../../../etc/x", "../link/../etc/x", "x"})
  void linksAreFollowedInside(String target) throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("etc"));
    Files.createSymbolicLink(root.resolve("etc/there"), Path.of(target));

    assertThat(rootfs.at("/etc/there")).map(Rootfs.Node::path).contains("/etc/x");
  }

  @Test
  void noLinkLeadsOut() throws IOException {
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("absolute"), directory.resolve("secret"));

    assertThat(rootfs.read("/out")).isEmpty();
    assertThat(rootfs.read("/absolute")).isEmpty();
  }

  @Test
  void aCircleLeadsNowhere() throws IOException {
    Files.createSymbolicLink(root.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(root.resolve("two"), Path.of("one"));

    assertThat(rootfs.at("/one")).isEmpty();
  }

  @Test
  void ownersAreThoseOfTheImage() throws IOException {
    Rootfs.Node node = rootfs.at("/etc/x").orElseThrow();

    assertThat(node.uid()).isEqualTo(7);
    assertThat(node.gid()).isEqualTo(8);
  }

  @Test
  void withoutOthersOwnersAreThoseOnTheDisk() throws IOException {
    Rootfs.Node node = new RenderedRootfs(root, Optional.empty()).at("/etc/x").orElseThrow();

    assertThat(node.uid()).isEqualTo(((Integer) Files.getAttribute(root, "unix:uid")).longValue());
  }

  @Test
  void filesAreReadUpToALimit() throws IOException {
    Files.write(root.resolve("long"), new byte[Rootfs.MOST_BYTES + 1]);

    assertThat(rootfs.read("/etc/x")).contains("inside".getBytes(StandardCharsets.UTF_8));
    assertThat(rootfs.read("/long").orElseThrow()).hasSize(Rootfs.MOST_BYTES);
    assertThat(rootfs.read("/etc")).isEmpty();
  }
}
