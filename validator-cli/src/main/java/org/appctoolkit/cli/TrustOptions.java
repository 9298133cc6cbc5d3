package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.signature.Keyring;
import org.appctoolkit.signature.PgpException;
import org.appctoolkit.signature.PgpLimits;
import picocli.CommandLine.Option;

/** The options that say whose signatures are trusted; one of the three sorts has to be given. */
final class TrustOptions {
  @Option(
      names = "--keyring",
      paramLabel = "FILE",
      description = "File with public keys that you trust; can be repeated.")
  private List<Path> keyrings = new ArrayList<>();

  @Option(
      names = "--trust-discovered-keys",
      description =
          "Trust the keys that the discovery page names, and so whoever can change that page.")
  private boolean discovered;

  @Option(
      names = "--insecure-skip-verify",
      description = "Fetch no signature, and take whatever comes.")
  private boolean skipped;

  /** Why the options make no sense. */
  Optional<String> fault() {
    int given = (keyrings.isEmpty() ? 0 : 1) + (discovered ? 1 : 0) + (skipped ? 1 : 0);
    if (given == 0) {
      return Optional.of(
          "say whose signatures you trust: --keyring FILE, or --trust-discovered-keys; or"
              + " --insecure-skip-verify");
    }
    return given > 1
        ? Optional.of(
            "--keyring, --trust-discovered-keys and --insecure-skip-verify exclude one another")
        : Optional.empty();
  }

  /** Whether nothing is verified. */
  boolean isSkipped() {
    return skipped;
  }

  /** Whether the keys that the page names are trusted. */
  boolean trustsDiscovered() {
    return discovered;
  }

  /** The keys of the files. */
  Keyring keyring() throws UnreadableException {
    List<Keyring> read = new ArrayList<>();
    for (Path path : keyrings) {
      PgpFile file = PgpFile.of(path);
      try (InputStream in = file.open()) {
        read.add(Keyring.read(in, PgpLimits.DEFAULT));
      } catch (PgpException e) {
        throw new UnreadableException(file.name() + ": " + e.reason());
      } catch (IOException e) {
        throw file.unreadable(e);
      }
    }
    return Keyring.of(read);
  }
}
