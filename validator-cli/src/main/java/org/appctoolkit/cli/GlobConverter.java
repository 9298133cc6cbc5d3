package org.appctoolkit.cli;

import java.util.regex.PatternSyntaxException;
import org.appctoolkit.input.Glob;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a pattern of the command line. */
final class GlobConverter implements ITypeConverter<Glob> {
  @Override
  public Glob convert(String text) {
    try {
      return Glob.parse(text);
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(text + " is no pattern");
    }
  }
}
