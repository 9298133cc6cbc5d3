package org.appctoolkit.cli;

import static org.appctoolkit.cli.Run.appc;
import static org.appctoolkit.cli.Run.appcOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code appc image sign} and {@code appc image verify}. */
class ImageSignatureTest {
  @TempDir private Path directory = Path.of("");
  private Path image = Path.of("");
  private Path secret = Path.of("");
  private Path keyring = Path.of("");
  private Path passphrase = Path.of("");

  @BeforeEach
  void thereIsAnImageAndAKey() throws IOException, PGPException {
    image = Files.writeString(directory.resolve("x.aci"), "an image");
    secret = directory.resolve("secret.pgp");
    keyring = directory.resolve("public.pgp");
    passphrase = Files.writeString(directory.resolve("passphrase"), "sesame\nmore\n");
    write(0);
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
  }

  private void write(long lifetime) throws IOException, PGPException {
    SigningKey.write(secret, keyring, lifetime);
  }

  private Run sign(Object... more) {
    Object[] args = new Object[more.length + 7];
    System.arraycopy(
        new Object[] {"image", "sign", image, "--key", secret, "--passphrase-file", passphrase},
        0,
        args,
        0,
        7);
    System.arraycopy(more, 0, args, 7, more.length);
    return appc(args);
  }

  private Run verify() {
    return appc("image", "verify", image, "--keyring", keyring);
  }

  private Path signature() {
    return directory.resolve("x.aci.asc");
  }

  @Test
  void whatIsSignedVerifies() {
    Run signed = sign();
    Run verified = verify();

    assertThat(signed.err()).isEmpty();
    assertThat(signed.status()).isEqualTo(0);
    assertThat(signed.out())
        .contains("x.aci.asc: signature of ", "x.aci by \"Ann\\u001b <ann@example.org>\" (key ");
    assertThat(signature()).content().startsWith("-----BEGIN PGP SIGNATURE-----\n\n");
    assertThat(verified.err()).isEmpty();
    assertThat(verified.status()).isEqualTo(0);
    assertThat(verified.out())
        .contains("x.aci: good signature of ", " by \"Ann\\u001b <ann@example.org>\" (key ");
  }

  @Test
  void aChangedImageIsStatus1() throws IOException {
    sign();
    Files.writeString(image, "another image");

    Run run = verify();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("x.aci: bad signature by ");
  }

  @Test
  void anUnknownKeyIsStatus1() throws Exception {
    sign();
    write(0);

    Run run = verify();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("which is not in the keyring");
  }

  @Test
  void theImageMayComeFromStandardInput() {
    sign();

    assertThat(appcOn("an image", "image", "verify", "-", signature(), "--keyring", keyring))
        .extracting(Run::status)
        .isEqualTo(0);
    assertThat(appcOn("an image", "image", "verify", "-", "--keyring", keyring))
        .isEqualTo(
            new Run(
                2,
                "",
                "appc: name the signature, as standard input has no name (see appc help image"
                    + " verify)\n"));
  }

  @Test
  void theOldNameIsFoundAndTold() throws IOException {
    sign();
    Files.move(signature(), directory.resolve("x.sig"));

    Run run = verify();

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.err()).contains("x.sig has the name of signatures up to version 0.3.0");
  }

  @Test
  void withoutASignatureItIsStatus3() {
    Run run = verify();

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("there is no signature; looked for ", "x.aci.asc", "x.sig");
  }

  @Test
  void aSignatureThatIsThereStays() throws IOException {
    Files.writeString(signature(), "older");

    assertThat(sign().status()).isEqualTo(3);
    assertThat(signature()).hasContent("older");
    assertThat(sign("--overwrite").status()).isEqualTo(0);
    assertThat(signature()).content().startsWith("-----BEGIN");
  }

  @Test
  void anImageIsNeverReplaced() throws IOException {
    Run run = sign("-o", image, "--overwrite");

    assertThat(run.status()).isEqualTo(2);
    assertThat(Files.readString(image)).isEqualTo("an image");
  }

  @Test
  void aWrongOrMissingPassphraseIsSaidSo() throws IOException {
    assertThat(appc("image", "sign", image, "--key", secret).status()).isEqualTo(2);
    Files.writeString(passphrase, "wrong");

    Run run = sign();

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("the passphrase is wrong");
    assertThat(signature()).doesNotExist();
  }

  @Test
  void anExpiredKeyIsStatus1() throws Exception {
    write(60);

    Run run = sign();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no key can sign: the key expired at 2024-01-01T00:01:00Z");
  }

  @Test
  void secretsThatOthersMayReadAreToldOf() throws IOException {
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));

    Run run = sign();

    assertThat(run.status()).isEqualTo(0);
    assertThat(run.err()).contains("warning: ", "others may read the passphrase");
  }

  @Test
  void whatCannotBeReadIsStatus3() throws IOException {
    sign();
    Files.delete(image);

    assertThat(verify().status()).isEqualTo(3);
    assertThat(sign("--overwrite").status()).isEqualTo(3);
    assertThat(appc("image", "verify", image, "--keyring", secret.resolveSibling("none")).status())
        .isEqualTo(3);
  }

  @Test
  void aKeyringThatIsNoneIsStatus3() {
    sign();

    Run run = appc("image", "verify", image, "--keyring", image);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("the keyring is no PGP data");
  }
}
