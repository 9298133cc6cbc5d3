package org.appctoolkit.cli;

import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code NAME[:VERSION][,LABEL=VALUE…]}. */
final class ReferenceConverter implements ITypeConverter<ImageReference> {
  @Override
  public ImageReference convert(String text) {
    try {
      return ImageReference.parse(text);
    } catch (MalformedReferenceException e) {
      throw new TypeConversionException(e.reason());
    }
  }
}
