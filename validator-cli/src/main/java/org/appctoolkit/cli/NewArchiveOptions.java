package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.appctoolkit.archive.Compression;
import org.appctoolkit.input.UnreadableException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of those commands that make an image archive, and where they may put it. */
final class NewArchiveOptions {
  private static final String SUFFIX = ".aci";
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  /** The last second that has four digits for its year, as every reader can tell. */
  private static final long LAST_SECOND = 253_402_300_799L;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--compression",
      paramLabel = "FORM",
      converter = CompressionConverter.class,
      description =
          "gzip, bzip2, xz or none (default: that of the archive it is made of; gzip for a"
              + " layout).")
  private Optional<Compression> compression = Optional.empty();

  @Option(names = "--overwrite", description = "Replace the archive if there is one.")
  private boolean overwrite;

  private static final class CompressionConverter extends Choice<Compression> {
    CompressionConverter() {
      super(Compression.class);
    }
  }

  /** How to compress the archive, if that was said. */
  Optional<Compression> compression() {
    return compression;
  }

  /**
   * The place of the archive.
   *
   * @param output its name, as it was given
   * @param layout the directory that it is made of, if it is made of one
   * @throws ParameterException if no archive may lie there
   * @throws UnreadableException if that cannot be found out
   */
  Path place(String output, Optional<Path> layout) throws UnreadableException {
    Path file = ImageInput.path(output);
    if (!output.endsWith(SUFFIX) || file.endsWith(SUFFIX)) {
      throw misuse("the name of an image archive ends with " + SUFFIX + ", unlike " + output);
    }
    if (!overwrite && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw misuse("there is " + output + " already; --overwrite replaces it");
    }
    // The archive would be part of what it is made of.
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    try {
      if (layout.isPresent()
          && Files.isDirectory(folder)
          && folder.toRealPath().startsWith(layout.get().toRealPath())) {
        throw misuse("the archive would lie in the layout that it is made of: " + output);
      }
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
    return file;
  }

  /**
   * The time that nothing in the archive may be newer than, if the environment tells one.
   *
   * @throws ParameterException if what it tells is no time
   */
  Optional<Instant> latest(Surroundings surroundings) {
    Optional<String> text = Optional.ofNullable(surroundings.environment().get(EPOCH));
    if (text.filter(it -> !it.matches("[0-9]{1,12}")).isPresent()
        || text.map(Long::parseLong).filter(it -> it > LAST_SECOND).isPresent()) {
      throw misuse(
          "the environment variable "
              + EPOCH
              + " is no number of seconds since 1970: "
              + text.orElse(""));
    }
    return text.map(Long::parseLong).map(Instant::ofEpochSecond);
  }

  private ParameterException misuse(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
