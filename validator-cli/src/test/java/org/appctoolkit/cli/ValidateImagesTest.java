package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code appc validate} does with archives and layouts. */
class ValidateImagesTest {
  private static final String MANIFEST =
      """
      {
        "acKind": "ImageManifest",
        "acVersion": "0.8.11",
        "name": "example.com/app",
        "app": { "exec": ["/bin/app"], "user": "0", "group": "0" }
      }
      """;

  private Path directory;

  private Path layout;
  private Path archive;

  @BeforeEach
  void buildAnImage(@TempDir Path temporary) throws IOException {
    directory = temporary;
    layout = directory.resolve("layout");
    archive = directory.resolve("app.aci");
    Path app = layout.resolve("rootfs/bin/app");
    Files.createDirectories(app.getParent());
    Files.writeString(app, "#!/bin/sh\n");
    assertThat(app.toFile().setExecutable(true, false)).isTrue();
    Files.writeString(layout.resolve("manifest"), MANIFEST);
    assertThat(appc("image", "build", layout, archive).status()).isEqualTo(0);
  }

  private String id() {
    return appc("image", "id", archive).out().strip();
  }

  @Test
  void anArchiveIsListedWithItsImageId() {
    Run run = appc("validate", archive);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.out())
        .startsWith(archive + ": a tar archive, rules of 0.8.11, " + id() + "\n")
        .contains("[image-archive-is-signed]")
        .endsWith("1 file: 0 errors, 1 warning, 0 infos\n");
  }

  @Test
  void quietlyNothingIsSaidOfAnImageThatPasses() {
    Run run = appc("validate", "--quiet", archive);

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aLayoutHasNeitherImageIdNorSignature() {
    Run run = appc("validate", layout);

    assertThat(run.out())
        .isEqualTo(
            layout + ": an image layout, rules of 0.8.11\n1 file: 0 errors, 0 warnings, 0 infos\n");
  }

  @Test
  void standardInputHasNoNameThatCouldBeWrong() throws IOException {
    Run run = appcOn(Files.readAllBytes(archive), "validate", "-");

    assertThat(run.out())
        .isEqualTo(
            "<stdin>: a tar archive, rules of 0.8.11, "
                + id()
                + "\n1 file: 0 errors, 0 warnings, 0 infos\n");
  }

  @Test
  void aSignatureThatIsFoundIsNamedAndNotTrusted() throws IOException {
    Files.writeString(
        directory.resolve("app.aci.asc"),
        "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n");

    Run run = appc("validate", archive);

    assertThat(run.out())
        .isEqualTo(
            archive
                + ": a tar archive, rules of 0.8.11, "
                + id()
                + ", signature not verified: app.aci.asc\n1 file: 0 errors, 0 warnings, 0 infos\n");
  }

  @Test
  void theManifestOfAnArchiveHasLinesAndEntriesHaveOffsets() throws IOException {
    Files.writeString(layout.resolve("manifest"), MANIFEST.replace("\"name\"", "\"nam\""));
    Files.createSymbolicLink(layout.resolve("rootfs/up"), Path.of("../../.."));
    pack();

    Run run = appc("validate", archive);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains(archive + "/manifest:4:3: warning: unknown key \"nam\"")
        .contains(archive + "/rootfs/up: error: ")
        .contains("    = header at byte 3072 of the tar\n");
  }

  /** As the command refuses to build it. */
  private void pack() throws IOException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "--sort=name",
                "-C",
                layout.toString(),
                "-cf",
                archive.toString(),
                "manifest",
                "rootfs")
            .inheritIO()
            .start();
    try {
      assertThat(tar.waitFor()).isEqualTo(0);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void archivesAreFoundInDirectories() throws IOException {
    Path searched = Files.createDirectories(directory.resolve("searched/deep"));
    Files.copy(archive, searched.resolve("a.aci"));

    Run run = appc("validate", directory.resolve("searched"));

    assertThat(run.out()).contains("searched/deep/a.aci: a tar archive");
  }

  @Test
  void whatIsCalledAnArchiveIsJudgedAsOne() throws IOException {
    Files.writeString(archive, MANIFEST);

    Run run = appc("validate", archive);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("[image-archive-is-a-tar]");
  }

  @Test
  void aDamagedArchiveHasNoImageId() throws IOException {
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length - 6] ^= 1;
    Files.write(archive, bytes);

    Run run = appc("validate", archive);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .startsWith(archive + ": a tar archive, rules of 0.8.11\n")
        .contains("[compressed-data-is-intact]");
  }

  @Test
  void aLimitIsStatus4() {
    Run run = appc("validate", "--max-entries", "2", archive);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("[entry-count-is-limited]");
  }

  @Test
  void anEncryptedArchiveNeedsItsPassphrase() throws IOException {
    Path passphrase = Files.writeString(directory.resolve("passphrase"), "open sesame\n");
    Path wrong = Files.writeString(directory.resolve("wrong"), "sesame\n");
    Path encrypted = encrypt(passphrase);

    Run without = appc("validate", encrypted);
    Run mistaken = appc("validate", "--passphrase-file", wrong, encrypted);
    Run right = appc("validate", "--passphrase-file", passphrase, encrypted);

    assertThat(without.status()).isEqualTo(3);
    assertThat(without.err())
        .isEqualTo(
            "appc: "
                + encrypted
                + ": the archive is encrypted; --passphrase-file FILE tells the passphrase\n");
    assertThat(mistaken.status()).isEqualTo(3);
    assertThat(mistaken.err()).contains("the passphrase is wrong");
    assertThat(right.status()).isEqualTo(0);
    assertThat(right.out()).startsWith(encrypted + ": a tar archive, rules of 0.8.11, " + id());
  }

  private Path encrypt(Path passphrase) throws IOException {
    Path encrypted = directory.resolve("encrypted.aci");
    Path home = Files.createTempDirectory("appc-gnupg");
    try {
      ProcessBuilder gpg =
          new ProcessBuilder(
              "gpg",
              "--batch",
              "--pinentry-mode",
              "loopback",
              "--no-symkey-cache",
              "--passphrase-file",
              passphrase.toString(),
              "--cipher-algo",
              "AES256",
              "-o",
              encrypted.toString(),
              "--symmetric",
              archive.toString());
      run(gpg, home);
      run(new ProcessBuilder("gpgconf", "--kill", "all"), home);
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    return encrypted;
  }

  private static void run(ProcessBuilder program, Path home)
      throws IOException, InterruptedException {
    program.environment().put("GNUPGHOME", home.toString());
    Process process = program.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(0);
  }

  @Test
  void theJsonReportTellsOfTheImage() {
    Run run = appc("validate", "--format", "json", archive);

    assertThat(run.out())
        .contains(
            "\"format\": \"tar\"", "\"compression\": \"gzip\"", "\"imageId\": \"" + id() + '"')
        .contains("\"entry\": \"\"", "\"headerOffset\": 0");
  }
}
