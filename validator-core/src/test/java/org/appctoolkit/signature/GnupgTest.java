package org.appctoolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.appctoolkit.signature.Owner.join;
import static org.appctoolkit.signature.Owner.userId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.signature.SignatureVerdict.Good;
import org.appctoolkit.signature.SignatureVerdict.Reason;
import org.appctoolkit.signature.SignatureVerdict.Rejected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GnuPG and this toolkit understand one another. */
class GnupgTest {
  private static final byte[] IMAGE = "an image ".repeat(10_000).getBytes(UTF_8);
  private static final String ID = "Gpg <gpg@example.org>";

  private final Path folder;
  private final Path home;

  GnupgTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    // The path of a socket is short, and that of a temporary folder may be long.
    home = Files.createTempDirectory(Path.of("/tmp"), "gnupg");
  }

  @BeforeEach
  void thereIsGnupg() throws Exception {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "gpg")));
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(found || root, "there is no gpg on this machine to compare with");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    // The agent would measure how fast the machine is, again and again.
    Files.writeString(home.resolve("gpg-agent.conf"), "s2k-count 65536\n");
    Files.write(folder.resolve("x.aci"), IMAGE);
  }

  @AfterEach
  void endTheAgent() throws Exception {
    run(List.of("gpgconf", "--homedir", home.toString(), "--kill", "all"), new byte[0]);
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private byte[] run(List<String> command, byte[] input) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    try (InputStream out = process.getInputStream()) {
      byte[] output = out.readAllBytes();
      assertThat(process.waitFor()).as(Files.readString(log)).isZero();
      return output;
    }
  }

  private byte[] gpg(String... arguments) throws Exception {
    return gpgOn(new byte[0], arguments);
  }

  private byte[] gpgOn(byte[] input, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--yes",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                "sesame"));
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private Keyring exported(String how) throws Exception {
    return Keyring.read(new ByteArrayInputStream(gpg("--armor", how)), PgpLimits.DEFAULT);
  }

  private SignatureVerdict verdict(byte[] signature, Instant now) throws Exception {
    return DetachedSignatures.read(new ByteArrayInputStream(signature), PgpLimits.DEFAULT)
        .verify(new ByteArrayInputStream(IMAGE), exported("--export"), now)
        .verdicts()
        .get(0);
  }

  private byte[] signatureByGpg() throws Exception {
    return gpg("--armor", "--output", "-", "--detach-sign", "x.aci");
  }

  private String fingerprint() throws Exception {
    return new String(gpg("--with-colons", "--list-keys"), UTF_8)
        .lines()
        .filter(it -> it.startsWith("fpr:"))
        .map(it -> it.split(":", -1)[9])
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa3072", "ed25519", "nistp256", "dsa2048"})
  void signaturesAreUnderstoodBothWays(String algorithm) throws Exception {
    gpg("--quick-generate-key", ID, algorithm, "sign", "never");
    Instant now = Instant.now().plusSeconds(5);

    assertThat(verdict(signatureByGpg(), now)).isInstanceOf(Good.class);
    try (OutputStream out = Files.newOutputStream(folder.resolve("x.aci.asc"))) {
      exported("--export-secret-keys")
          .signingKey(Optional.of("gpg@"), now)
          .sign(new ByteArrayInputStream(IMAGE), "sesame".toCharArray(), PgpLimits.DEFAULT, out);
    }
    gpg("--ignore-time-conflict", "--verify", "x.aci.asc", "x.aci");
  }

  @Test
  void subkeysSign() throws Exception {
    gpg("--quick-generate-key", ID, "rsa2048", "cert", "never");
    gpg("--quick-add-key", fingerprint(), "nistp256/ecdsa", "sign", "never");

    SignatureVerdict verdict = verdict(signatureByGpg(), Instant.now().plusSeconds(5));

    assertThat(verdict).isInstanceOf(Good.class);
    assertThat(((Good) verdict).key().primary().hex()).isEqualTo(fingerprint());
    assertThat(((Good) verdict).key().fingerprint().hex()).isNotEqualTo(fingerprint());
  }

  @Test
  void keysOfGnupgExpire() throws Exception {
    String time = "--faked-system-time=20200101T000000!";
    gpg(time, "--quick-generate-key", ID, "ed25519", "sign", "10d");
    byte[] signature = gpg(time, "--armor", "--output", "-", "--detach-sign", "x.aci");

    assertThat(verdict(signature, Instant.parse("2020-01-10T23:59:59Z"))).isInstanceOf(Good.class);
    assertThat(verdict(signature, Instant.parse("2020-01-11T00:00:00Z")))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.KEY_EXPIRED));
  }

  @Test
  void keysOfGnupgAreRevoked() throws Exception {
    gpg("--quick-generate-key", ID, "ed25519", "sign", "never");
    byte[] signature = signatureByGpg();
    String revocation =
        Files.readString(home.resolve("openpgp-revocs.d/" + fingerprint() + ".rev"));
    gpgOn(revocation.replace(":-----BEGIN", "-----BEGIN").getBytes(UTF_8), "--import");

    assertThat(verdict(signature, Instant.now().plusSeconds(5)))
        .isInstanceOfSatisfying(
            Rejected.class, it -> assertThat(it.reason()).isEqualTo(Reason.KEY_REVOKED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--compress-algo=zip",
        "--compress-algo=zlib",
        "--compress-algo=bzip2",
        "--compress-algo=none",
        "--armor"
      })
  void whatGnupgEncryptsIsDecrypted(String option) throws Exception {
    byte[] message =
        gpg(option, "--cipher-algo", "AES256", "--output", "-", "--symmetric", "x.aci");

    try (Plaintext plain =
        PgpMessage.decrypt(
            new ByteArrayInputStream(message), "sesame".toCharArray(), PgpLimits.DEFAULT)) {
      assertThat(plain.readAllBytes()).isEqualTo(IMAGE);
      assertThat(plain.isIntact()).isTrue();
    }
    assertThatThrownBy(
            () ->
                PgpMessage.decrypt(
                    new ByteArrayInputStream(message), "wrong".toCharArray(), PgpLimits.DEFAULT))
        .isInstanceOf(PgpException.class);
  }

  @Test
  void keysMadeHereAreUnderstoodByGnupg() throws Exception {
    Owner owner = Owner.p256();
    gpgOn(
        join(owner.key(), userId(Owner.ID), owner.certify(Owner.ID, it -> it.setKeyFlags(true, 3))),
        "--import");
    Files.write(folder.resolve("x.aci.asc"), Armour.of("SIGNATURE", owner.sign(IMAGE)));

    gpg("--verify", "x.aci.asc", "x.aci");
  }
}
