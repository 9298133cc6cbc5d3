package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.Octets;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.layout.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc image cat-manifest}. */
@Command(
    name = "cat-manifest",
    description = "Print the manifest of an image, byte for byte.",
    sortOptions = false)
final class ImageManifestCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An image archive or a layout; - for standard input.")
  private String name = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the manifest to this file.")
  private Optional<Path> output = Optional.empty();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  ImageManifestCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (output.filter(it -> it.toString().equals("-")).isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "leave out --output to write to standard output");
    }
    Optional<byte[]> manifest;
    FaultReport faults;
    try (ImageInput image = ImageInput.open(name, surroundings)) {
      faults = new FaultReport(surroundings, image.source().name());
      TopLevel top = new TopLevel(limits.documentBytes(), faults);
      image.source().read(limits.limits(), Set.of(), top);
      manifest = top.manifest();
    } catch (UnreadableException e) {
      surroundings.tell(name + ": " + e.reason());
      return ExitStatus.NOT_READ.code();
    } catch (IOException e) {
      surroundings.tell(name + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ.code();
    }
    ExitStatus status = faults.end();
    return manifest.isEmpty() || status != ExitStatus.OK
        ? status.code()
        : print(manifest.get(), faults).code();
  }

  private ExitStatus print(byte[] manifest, FaultReport faults) {
    if (output.isEmpty()) {
      try {
        // Standard output takes text; what is none would not come out as it is.
        surroundings
            .out()
            .print(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(manifest)));
        return ExitStatus.OK;
      } catch (CharacterCodingException e) {
        faults.add(
            Octets.of("manifest"), "it is not UTF-8; --output FILE writes it to a file as it is");
        return faults.status();
      }
    }
    try (OutputFile file = new OutputFile(output.get())) {
      file.stream().write(manifest);
      file.commit();
      return ExitStatus.OK;
    } catch (IOException e) {
      surroundings.tell("cannot write " + output.get() + ": " + UnreadableException.reason(e));
      return ExitStatus.NOT_READ;
    }
  }
}
