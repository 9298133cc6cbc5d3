package org.appctoolkit.rule.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;

/** The texts of the annotations of an image. */
final class Annotations {
  private Annotations() {}

  /** The texts of the annotations of this name. */
  static List<Located<String>> texts(ImageManifest image, String name) {
    return image.annotations().stream()
        .filter(annotation -> annotation.isNamed(name))
        .flatMap(annotation -> annotation.text().stream())
        .toList();
  }

  /** A problem for every annotation of this name that is no http or https URL with a host. */
  static List<Problem> notHttp(ImageManifest image, String name) {
    return texts(image, name).stream()
        .filter(text -> !isHttp(text.value()))
        .map(
            text ->
                Problem.at(text.pointer(), Quote.of(text.value()) + " is no URL of http or https"))
        .toList();
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https"))
          && uri.getRawAuthority() != null
          && !uri.getRawAuthority().startsWith(":");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
