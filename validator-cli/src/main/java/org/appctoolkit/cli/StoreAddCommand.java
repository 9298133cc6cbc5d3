package org.appctoolkit.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.image.Packaging;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.store.Addition;
import org.appctoolkit.store.Arrival;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code appc store add}. */
@Command(
    name = "add",
    description = "Add image archives to a store, which is made if need be; prints image IDs.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status (of several files 3 counts before 4, 4 before 1):%n",
    exitCodeList = {
      "0:every image is in the store",
      "1:an archive was refused",
      "2:wrong use",
      "3:something could not be read, or the store not be written",
      "4:a limit was hit"
    })
final class StoreAddCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Image archives; - for standard input.")
  private List<String> names = new ArrayList<>();

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description =
          "A detached signature to keep with the image, in ASCII armour; it is not verified"
              + " (default: FILE.asc if that is there).")
  private Optional<Path> signature = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "ID",
      converter = IdConverter.class,
      description = "Refuse an image that has another image ID.")
  private Optional<ImageId> id = Optional.empty();

  @Option(
      names = "--dependency",
      description =
          "Keep the images only as long as one that was added without this needs them; see appc"
              + " store gc.")
  private boolean dependency;

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  StoreAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  private static final class IdConverter implements ITypeConverter<ImageId> {
    @Override
    public ImageId convert(String text) {
      return ImageId.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      text + " is no image ID, such as sha512- and 128 hexadecimal digits"));
    }
  }

  @Override
  public Integer call() {
    if (names.size() > 1 && (signature.isPresent() || id.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "--signature and --id are for one image, add them one by one");
    }
    try {
      ImageStore opened = store.create(surroundings, limits);
      ExitStatus status = ExitStatus.OK;
      for (String name : names) {
        status = status.or(add(opened, name));
      }
      return status.code();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }

  /** A failure of the store is one for all archives, and ends the command. */
  private ExitStatus add(ImageStore opened, String name) throws StoreException {
    FaultReport faults = new FaultReport(surroundings, name);
    try (InputStream in = open(name)) {
      Optional<Octets> armour = signature(name, faults);
      if (faults.status() != ExitStatus.OK) {
        return faults.end();
      }
      Arrival arrival = new Arrival(!dependency, id, armour);
      Addition addition = opened.add(in, arrival);
      if (addition instanceof Addition.Added added) {
        tell(added, faults);
      } else if (addition instanceof Addition.Refused refused) {
        for (Addition.Refusal refusal : refused.refusals()) {
          tell(refusal, faults);
        }
      }
      return faults.end();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      surroundings.tell(name + ": " + UnreadableException.reason(e));
    }
    return ExitStatus.NOT_READ;
  }

  private void tell(Addition.Added added, FaultReport faults) {
    surroundings.out().print(added.image().id() + "\n");
    if (added.wasThere()) {
      faults.note(Octets.EMPTY, "note: the image was in the store before");
    }
    if (added.signatureLeftOut()) {
      faults.note(
          Octets.EMPTY,
          "warning: its signature is not kept, as the archive in the store was compressed in"
              + " another way; appc store rm makes room for this one");
    }
  }

  private static void tell(Addition.Refusal refusal, FaultReport faults) {
    if (refusal.limit()) {
      faults.addLimit(refusal.entry(), refusal.message());
    } else {
      faults.add(refusal.entry(), refusal.message());
    }
  }

  private InputStream open(String name) throws IOException, UnreadableException {
    if (name.equals(STANDARD_INPUT)) {
      return new FilterInputStream(surroundings.in()) {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          return in.read(target, offset, length);
        }

        @Override
        public void close() {
          // It is not ours.
        }
      };
    }
    Path path = ImageInput.path(name);
    if (Files.isDirectory(path)) {
      throw new UnreadableException(
          "this is a directory; appc image build makes an archive of one");
    }
    Input.requireRegularFile(path);
    return Files.newInputStream(path);
  }

  /** The signature to keep; one that is none and was named is a reason to refuse the image. */
  private Optional<Octets> signature(String name, FaultReport faults)
      throws IOException, UnreadableException {
    if (signature.isPresent()) {
      Input.requireRegularFile(signature.get());
      Optional<Octets> armour = armour(signature.get());
      if (armour.isEmpty()) {
        faults.add(Octets.EMPTY, signature.get() + " is no signature in ASCII armour");
      }
      return armour;
    }
    if (name.equals(STANDARD_INPUT)) {
      return Optional.empty();
    }
    Path beside = ImageInput.path(name + ".asc");
    if (!Files.isRegularFile(beside)) {
      return Optional.empty();
    }
    Optional<Octets> armour = armour(beside);
    if (armour.isEmpty()) {
      faults.note(
          Octets.EMPTY, "warning: " + beside + " is no signature in ASCII armour and is not kept");
    }
    return armour;
  }

  private static Optional<Octets> armour(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Arrival.MOST_SIGNATURE_BYTES + 1);
      boolean armoured =
          bytes.length <= Arrival.MOST_SIGNATURE_BYTES
              && Packaging.Signature.of(file.toString(), bytes).armoured();
      return armoured ? Optional.of(Octets.of(bytes)) : Optional.empty();
    }
  }
}
