package org.appctoolkit.cli;

import org.appctoolkit.store.ImageArgument;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an argument while the command line is read, so that wrong use is told before all else. */
final class ImageArgumentConverter implements ITypeConverter<ImageArgument> {
  @Override
  public ImageArgument convert(String text) {
    try {
      return ImageArgument.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
