package org.appctoolkit.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a tagged version of the specification, with or without the {@code v} of the tag. */
final class VersionConverter implements ITypeConverter<SpecVersion> {
  @Override
  public SpecVersion convert(String text) {
    return SpecVersion.known(text.startsWith("v") ? text.substring(1) : text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    text
                        + " is no tagged version of the specification; there are "
                        + list(SpecVersion.KNOWN)));
  }

  static String list(List<SpecVersion> versions) {
    return versions.stream().map(SpecVersion::toString).collect(Collectors.joining(", "));
  }
}
