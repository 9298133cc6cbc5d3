package org.appctoolkit.rule.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.model.ImageManifest;
import org.appctoolkit.model.Located;
import org.appctoolkit.rule.Problem;
import org.appctoolkit.rule.Rule;

/** The pair of os and arch is one the specification or its reference code knows. */
final class OsAndArchAreSupported implements Rule<ImageManifest> {
  /** What the text lists, and the reference code of the last tag. */
  private static final Map<String, List<String>> SUPPORTED =
      Map.of(
          "linux",
          List.of(
              "amd64",
              "i386",
              "aarch64",
              "aarch64_be",
              "armv6l",
              "armv7l",
              "armv7b",
              "ppc64",
              "ppc64le",
              "s390x"),
          "freebsd",
          List.of("amd64", "i386", "arm"),
          "darwin",
          List.of("x86_64", "i386"));

  /** What Go, uname and package managers call them. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "x86_64", "amd64", "arm64", "aarch64", "armhf", "armv7l", "arm", "armv7l", "386", "i386",
          "i686", "i386", "x86", "i386");

  @Override
  public List<Problem> check(ImageManifest image) {
    Located<String> os = ImageLabels.value(image, "os").orElse(null);
    if (os == null) {
      return List.of();
    }
    List<String> known = SUPPORTED.get(os.value());
    if (known == null) {
      return List.of(
          Problem.at(os.pointer(), "the os " + Quote.of(os.value()) + " is not supported")
              .help("supported are linux, freebsd and darwin"));
    }
    return ImageLabels.value(image, "arch").stream()
        .filter(arch -> !known.contains(arch.value()))
        .map(
            arch ->
                Problem.at(
                        arch.pointer(),
                        "the arch " + Quote.of(arch.value()) + " is not supported on " + os.value())
                    .help(help(arch.value(), known)))
        .toList();
  }

  private static String help(String arch, List<String> known) {
    return Optional.ofNullable(OTHER_NAMES.get(arch))
        .filter(known::contains)
        .map(name -> "here it is called " + name)
        .orElse("supported are " + String.join(", ", known));
  }
}
