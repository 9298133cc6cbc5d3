package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.signature.DetachedSignatures;
import org.appctoolkit.signature.Keyring;
import org.appctoolkit.signature.PgpException;
import org.appctoolkit.signature.PgpLimits;
import org.appctoolkit.signature.SignatureVerdict;
import org.appctoolkit.signature.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image verify}. */
@Command(
    name = "verify",
    description = "Check the PGP signatures of an image against the keys that you trust.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:at least one signature is good, and none is bad",
      "1:no signature is good, or one is bad",
      "2:wrong use",
      "3:something could not be read",
      "4:a limit was hit"
    })
final class ImageVerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final InstantSource clock;
  private ExitStatus failure = ExitStatus.OK;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image; - for standard input.")
  private String image = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SIGNATURE",
      description =
          "Its signatures (default: IMAGE.asc; without that IMAGE.sig, or with .sig in the place of"
              + " .aci, as up to version 0.3.0).")
  private Optional<String> signature = Optional.empty();

  @Option(
      names = "--keyring",
      required = true,
      paramLabel = "FILE",
      description = "File with public keys that you trust; can be repeated.")
  private List<Path> keyrings = new ArrayList<>();

  ImageVerifyCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PgpFile content = PgpFile.of(image, surroundings);
    if (content.isStandardInput() && signature.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name the signature, as standard input has no name");
    }
    if (signature.filter(it -> it.equals("-")).isPresent() && content.isStandardInput()) {
      throw new ParameterException(
          spec.commandLine(), "the image and its signature cannot both be standard input");
    }
    try {
      PgpFile file =
          signature.isPresent() ? PgpFile.of(signature.get(), surroundings) : besideTheImage();
      Optional<Keyring> keyring = keyring();
      Optional<DetachedSignatures> signatures = signatures(file);
      if (keyring.isEmpty() || signatures.isEmpty()) {
        return failure.code();
      }
      return verify(content, file, signatures.get(), keyring.get()).code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
      return ExitStatus.NOT_READ.code();
    }
  }

  private ExitStatus verify(
      PgpFile content, PgpFile file, DetachedSignatures signatures, Keyring keyring)
      throws UnreadableException {
    if (!signatures.isArmoured()) {
      surroundings.tell(
          "note: "
              + file.name()
              + " is binary; since version 0.4.0 signatures are ASCII-armoured (gpg --armor)");
    }
    Verification verification;
    try (InputStream in = content.open()) {
      verification = signatures.verify(in, keyring, clock.instant());
    } catch (IOException e) {
      throw content.unreadable(e);
    }
    for (SignatureVerdict verdict : verification.verdicts()) {
      surroundings.out().print(PgpFile.shown(content.name()) + ": " + verdict.words() + "\n");
    }
    boolean old = file.name().endsWith(".sig");
    if (old && verification.verdicts().stream().anyMatch(SignatureVerdict.Bad.class::isInstance)) {
      surroundings.tell(
          "note: up to version 0.3.0 signatures were made of the tar before its compression");
    }
    return verification.isGood() ? ExitStatus.OK : ExitStatus.FINDINGS;
  }

  private PgpFile besideTheImage() throws UnreadableException {
    List<String> names = new ArrayList<>(List.of(image + ".asc", image + ".sig"));
    if (image.endsWith(".aci")) {
      names.add(image.substring(0, image.length() - ".aci".length()) + ".sig");
    }
    for (String name : names) {
      PgpFile file = PgpFile.of(Path.of(name));
      if (file.exists()) {
        if (name.endsWith(".sig")) {
          surroundings.tell(
              "note: "
                  + name
                  + " has the name of signatures up to version 0.3.0; since then it is "
                  + names.get(0));
        }
        return file;
      }
    }
    throw new UnreadableException(
        image + ": there is no signature; looked for " + String.join(", ", names));
  }

  private Optional<DetachedSignatures> signatures(PgpFile file) throws UnreadableException {
    try (InputStream in = file.open()) {
      return Optional.of(DetachedSignatures.read(in, PgpLimits.DEFAULT));
    } catch (PgpException e) {
      tell(file, e);
      return Optional.empty();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private Optional<Keyring> keyring() throws UnreadableException {
    List<Keyring> read = new ArrayList<>();
    for (Path path : keyrings) {
      PgpFile file = PgpFile.of(path);
      try (InputStream in = file.open()) {
        read.add(Keyring.read(in, PgpLimits.DEFAULT));
      } catch (PgpException e) {
        tell(file, e);
        return Optional.empty();
      } catch (IOException e) {
        throw file.unreadable(e);
      }
    }
    return Optional.of(Keyring.of(read));
  }

  private void tell(PgpFile file, PgpException e) {
    surroundings.tell(file.name() + ": " + e.reason());
    failure = failure.or(PgpFile.status(e, ExitStatus.NOT_READ));
  }
}
