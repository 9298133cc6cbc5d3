package org.appctoolkit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.OutputFile;
import org.appctoolkit.signature.KeyName;
import org.appctoolkit.signature.Keyring;
import org.appctoolkit.signature.PgpException;
import org.appctoolkit.signature.PgpLimits;
import org.appctoolkit.signature.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image sign}. */
@Command(
    name = "sign",
    description = "Sign an image with a PGP key, as it will be transmitted.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the signature was written",
      "1:there is no key that may sign: it has expired, is revoked, or is not meant for that",
      "2:wrong use, or the passphrase is missing",
      "3:something could not be read or written, or the passphrase is wrong",
      "4:a limit was hit"
    })
final class ImageSignCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "IMAGE",
      description = "The image; - for standard input, which needs --output.")
  private String image = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "File with the secret key, as gpg --export-secret-keys writes it.")
  private Path key = Path.of("");

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description =
          "Fingerprint or key ID of the key, or a part of its user ID (default: the newest key of"
              + " the file that may sign).")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is the passphrase of the key.")
  private Optional<Path> passphraseFile = Optional.empty();

  @Option(
      names = "--passphrase-fd",
      paramLabel = "N",
      description = "The same from a file descriptor that is open for reading.")
  private Optional<Integer> passphraseDescriptor = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the signature is written to (default: IMAGE.asc).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--overwrite", description = "Replace a signature that is there.")
  private boolean overwrite;

  ImageSignCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PgpFile source = PgpFile.of(image, surroundings);
    if (source.isStandardInput() && output.isEmpty()) {
      throw misuse("name a file for the signature by --output, as standard input has no name");
    }
    if (passphraseFile.isPresent() && passphraseDescriptor.isPresent()) {
      throw misuse("--passphrase-file and --passphrase-fd exclude one another");
    }
    Path target = output.orElseGet(() -> Path.of(image + ".asc"));
    if (source.isSameAs(target) || PgpFile.of(key).isSameAs(target)) {
      throw misuse("the signature would replace " + target);
    }
    if (!overwrite && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      surroundings.tell("cannot write " + target + ": it is there already (see --overwrite)");
      return ExitStatus.NOT_READ.code();
    }
    PassphraseInput passphrase = new PassphraseInput(passphraseFile, passphraseDescriptor);
    try {
      warnOfReaders(key, "the secret key");
      passphraseFile.ifPresent(it -> warnOfReaders(it, "the passphrase"));
      return sign(source, target, passphrase).code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
      return ExitStatus.NOT_READ.code();
    } finally {
      passphrase.wipe();
    }
  }

  private ExitStatus sign(PgpFile source, Path target, PassphraseInput passphrase)
      throws UnreadableException {
    String at = key.toString();
    try {
      SigningKey chosen = keyring().signingKey(keyId, clock.instant());
      if (chosen.isProtected() && passphrase.isMissing()) {
        throw misuse(
            "the key is protected by a passphrase; give it by --passphrase-file or"
                + " --passphrase-fd");
      }
      char[] characters = chosen.isProtected() ? passphrase.read() : new char[0];
      ByteArrayOutputStream signature = new ByteArrayOutputStream();
      KeyName name;
      try (InputStream in = source.open()) {
        name = chosen.sign(in, characters, PgpLimits.DEFAULT, signature);
      } catch (IOException e) {
        throw source.unreadable(e);
      } finally {
        Arrays.fill(characters, '\0');
      }
      return write(signature.toString(StandardCharsets.US_ASCII), target, name);
    } catch (PgpException e) {
      surroundings.tell(at + ": " + e.reason());
      return PgpFile.status(e, ExitStatus.FINDINGS);
    }
  }

  private Keyring keyring() throws PgpException, UnreadableException {
    PgpFile file = PgpFile.of(key);
    try (InputStream in = file.open()) {
      return Keyring.read(in, PgpLimits.DEFAULT);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private ExitStatus write(String signature, Path target, KeyName name) {
    try (OutputFile file = new OutputFile(target)) {
      file.writer().print(signature);
      file.commit();
    } catch (IOException e) {
      surroundings.tell("cannot write " + target + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ;
    }
    surroundings
        .out()
        .print(PgpFile.shown(target.toString()) + ": signature of " + PgpFile.shown(image));
    surroundings.out().print(" by " + name + "\n");
    return ExitStatus.OK;
  }

  private void warnOfReaders(Path file, String what) {
    if (PgpFile.of(file).isReadByOthers()) {
      surroundings.tell(
          "warning: " + file + ": others may read " + what + "; chmod 600 keeps it secret");
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
