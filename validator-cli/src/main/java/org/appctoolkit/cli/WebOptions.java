package org.appctoolkit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.web.AddressPolicy;
import org.appctoolkit.web.Authorities;
import org.appctoolkit.web.HttpSettings;
import org.appctoolkit.web.HttpWeb;
import org.appctoolkit.web.MalformedProxyException;
import org.appctoolkit.web.Proxies;
import picocli.CommandLine.Option;

/** The options of commands that ask the network. */
final class WebOptions {
  private static final int MOST_CERTIFICATES = 16 << 20;

  @Option(
      names = "--insecure-http",
      description = "Ask by plain http where https does not answer, and follow redirects to it.")
  private boolean insecureHttp;

  @Option(
      names = "--allow-private-addresses",
      description = "Ask hosts with addresses that only this machine or its network can reach.")
  private boolean allowPrivate;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Trust the authorities in this file (PEM), and no others.")
  private Optional<Path> authorities = Optional.empty();

  @Option(
      names = "--connect-seconds",
      paramLabel = "N",
      converter = LimitConverter.Seconds.class,
      description = "Longest time for a connection (default: ${DEFAULT-VALUE}).")
  private int connectSeconds = 10;

  @Option(
      names = "--silence-seconds",
      paramLabel = "N",
      converter = LimitConverter.Seconds.class,
      description = "Longest time that a server may be silent (default: ${DEFAULT-VALUE}).")
  private int silenceSeconds = 30;

  /** Whether plain http will do. */
  boolean insecureHttp() {
    return insecureHttp;
  }

  /**
   * The network, as it was asked for; proxies are those of the environment.
   *
   * @param totalSeconds how long one request may take
   * @throws UnreadableException if the options or the environment cannot be used
   */
  HttpWeb open(Surroundings surroundings, int totalSeconds) throws UnreadableException {
    try {
      HttpSettings settings =
          HttpSettings.of("appc/" + Toolkit.version())
              .withTimes(
                  Duration.ofSeconds(connectSeconds),
                  Duration.ofSeconds(silenceSeconds),
                  Duration.ofSeconds(totalSeconds))
              .withAddresses(new AddressPolicy(allowPrivate))
              .withProxies(Proxies.of(surroundings.environment()));
      return new HttpWeb(
          authorities.isPresent() ? settings.withAuthorities(read(authorities.get())) : settings);
    } catch (MalformedProxyException e) {
      throw new UnreadableException(e.reason());
    }
  }

  private static Authorities read(Path file) throws UnreadableException {
    try {
      Input.requireRegularFile(file);
      if (Files.size(file) > MOST_CERTIFICATES) {
        throw new UnreadableException(file + ": longer than any list of authorities");
      }
      return Authorities.ofPem(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnreadableException(file + ": " + UnreadableException.reason(e));
    } catch (CertificateException e) {
      throw new UnreadableException(file + ": no certificates in the format PEM");
    }
  }
}
