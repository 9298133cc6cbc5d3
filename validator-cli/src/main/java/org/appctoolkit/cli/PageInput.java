package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.discovery.DiscoverySettings;
import org.appctoolkit.discovery.FetchedPage;
import org.appctoolkit.discovery.Obstacle;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.discovery.WebRequest;
import org.appctoolkit.document.Source;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.web.HttpWeb;

/**
 * A page that was not read yet: a file, standard input, or one of the web.
 *
 * @param name the path, {@code -}, or the URL
 * @param network how the web is asked
 * @param surroundings whose standard input it is
 */
record PageInput(String name, WebOptions network, Surroundings surroundings) {
  /** How long a page of the web may take. */
  private static final int SECONDS = 60;

  /** Whether it is one of the web. */
  boolean isOfTheWeb() {
    String start = name.toLowerCase(Locale.ROOT);
    return start.startsWith("http://") || start.startsWith("https://");
  }

  /**
   * Reads the page.
   *
   * @param most the longest page that is judged; one byte more is read, so that this can be seen
   */
  Source read(int most) throws UnreadableException {
    try {
      if (isOfTheWeb()) {
        return download(most);
      }
      if (name.equals("-")) {
        return Source.of("<stdin>", surroundings.in().readNBytes(most + 1));
      }
      Path file = Path.of(name);
      Input.requireRegularFile(file);
      try (InputStream in = Files.newInputStream(file)) {
        return Source.of(name, in.readNBytes(most + 1));
      }
    } catch (InvalidPathException e) {
      throw new UnreadableException("the locale of the environment cannot express this name");
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  private Source download(int most) throws UnreadableException {
    UrlTemplate.Expansion expansion = UrlTemplate.url(name);
    if (!(expansion instanceof UrlTemplate.Expansion.Url url)) {
      throw new UnreadableException(((UrlTemplate.Expansion.NoUrl) expansion).reason());
    }
    URI page = url.url();
    if (!WebRequest.isSecure(page) && !network.insecureHttp()) {
      throw new UnreadableException("clients ask by https; --insecure-http allows http");
    }
    DiscoverySettings usual = DiscoverySettings.DEFAULT.withInsecureHttp(network.insecureHttp());
    try (HttpWeb web = network.open(surroundings, SECONDS)) {
      FetchedPage fetched =
          Discovery.page(page, web, usual.withLimits(most, usual.redirects(), usual.requests()));
      return fetched
          .page()
          .orElseThrow(
              () ->
                  new UnreadableException(
                      fetched.obstacle().map(Obstacle::message).orElse("no answer")));
    }
  }
}
