package org.appctoolkit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.appctoolkit.discovery.DiscoverySettings;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that discover images. */
final class DiscoveryOptions {
  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label to look for, as behind the name; can be repeated.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--spec-version",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description =
          "Discover as this version of the specification says; up to 0.7.4 simple discovery comes"
              + " first (default: the newest).")
  private SpecVersion version = SpecVersion.NEWEST;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Bound.Port.class,
      description = "The port of discovery pages, if it is not that of the scheme.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--max-page-bytes",
      paramLabel = "N",
      converter = LimitConverter.DocumentBytes.class,
      description = "Longest page that is read (default: ${DEFAULT-VALUE}).")
  private int pageBytes = DiscoverySettings.DEFAULT.pageBytes();

  @Option(
      names = "--max-redirects",
      paramLabel = "N",
      converter = Bound.Requests.class,
      description = "Most redirects to one page (default: ${DEFAULT-VALUE}).")
  private int redirects = DiscoverySettings.DEFAULT.redirects();

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      converter = Bound.Requests.class,
      description = "Most requests for one name (default: ${DEFAULT-VALUE}).")
  private int requests = DiscoverySettings.DEFAULT.requests();

  /** How to discover. */
  DiscoverySettings settings(boolean insecureHttp) {
    return new DiscoverySettings(
        version,
        insecureHttp,
        port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty(),
        pageBytes,
        redirects,
        requests);
  }

  /** A name with the labels that were given as options. */
  ImageReference complete(ImageReference name, Function<String, ParameterException> misuse) {
    ImageReference complete = name;
    for (String label : labels) {
      int equals = label.indexOf('=');
      if (equals < 1 || equals == label.length() - 1) {
        throw misuse.apply("--label: write NAME=VALUE, not " + label);
      }
      String key = label.substring(0, equals);
      if (complete.labels().containsKey(key)) {
        throw misuse.apply("--label: the label " + key + " is given twice");
      }
      try {
        complete = complete.with(key, label.substring(equals + 1));
      } catch (MalformedReferenceException e) {
        throw misuse.apply("--label: " + e.reason());
      }
    }
    return complete;
  }
}
