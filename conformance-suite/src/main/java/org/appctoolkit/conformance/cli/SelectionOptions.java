package org.appctoolkit.conformance.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.appctoolkit.conformance.run.Selection;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose what is judged, and by which version. */
final class SelectionOptions {
  @Option(
      names = "--clause",
      paramLabel = "ID",
      description = "Judge by this clause (appc clauses lists them); can be repeated.")
  private List<String> clauses = new ArrayList<>();

  @Option(
      names = "--section",
      paramLabel = "SECTION",
      description =
          "Judge by clauses of this section, such as ace.md or spec/pods.md#app-container-pods;"
              + " can be repeated.")
  private List<String> sections = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      converter = LevelConverter.class,
      description = "Judge by clauses of this level: MUST, SHOULD or MAY; can be repeated.")
  private List<Level> levels = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "GLOB",
      description =
          "Judge by expectations, or all those of scenarios, with this ID; * and ? stand for any"
              + " characters; can be repeated.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--spec-version",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description =
          "Judge by this version of the specification (default: the one that the runtime says it"
              + " implements, else the newest).")
  private Optional<SpecVersion> version = Optional.empty();

  /** What the options of different names choose together. */
  Selection selection() {
    Set<Level> chosen = EnumSet.noneOf(Level.class);
    chosen.addAll(levels);
    return new Selection(
        new TreeSet<>(clauses), new TreeSet<>(sections), chosen, new TreeSet<>(ids));
  }

  /** The version, unless the runtime is to tell it. */
  Optional<SpecVersion> version() {
    return version;
  }

  private static final class LevelConverter implements ITypeConverter<Level> {
    @Override
    public Level convert(String text) {
      for (Level level : Level.values()) {
        if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
          return level;
        }
      }
      throw new TypeConversionException(text + " is none of MUST, SHOULD, MAY");
    }
  }

  private static final class VersionConverter implements ITypeConverter<SpecVersion> {
    @Override
    public SpecVersion convert(String text) {
      return SpecVersion.known(text.startsWith("v") ? text.substring(1) : text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "%s is no tagged version of the specification; there are %s"
                          .formatted(
                              text,
                              String.join(
                                  ", ",
                                  SpecVersion.KNOWN.stream()
                                      .map(SpecVersion::toString)
                                      .toList()))));
    }
  }
}
