package org.appctoolkit.cli;

import java.util.concurrent.Callable;
import org.appctoolkit.discovery.Discovered;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.Obstacle;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.web.HttpWeb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc discover}. */
@Command(
    name = "discover",
    description = "Find out where an image, its signature and public keys are, by its name.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footer = {
      "",
      "The proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY are used; a proxy decides by itself which"
          + " addresses it asks."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the image is found",
      "1:nothing leads to it, or what does must not be followed",
      "2:wrong use",
      "3:the network or a server is in trouble",
      "4:a limit was hit"
    })
final class DiscoverCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "NAME[:VERSION][,LABEL=VALUE...]",
      converter = ReferenceConverter.class,
      description =
          "The name of an image and its labels, such as example.com/worker:1.0.0,os=linux,arch=amd64."
              + " Nothing is guessed: without a version the latest is meant, every other label that"
              + " a template needs has to be given.")
  private ImageReference name = new ImageReference("name", new java.util.TreeMap<>());

  @Option(names = "--json", description = "Write JSON; appc schema discovery prints its schema.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Tell every request and what came of it; so it is when nothing is found.")
  private boolean verbose;

  @Mixin private DiscoveryOptions discovery = new DiscoveryOptions();

  @Mixin private WebOptions network = new WebOptions();

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      converter = LimitConverter.Seconds.class,
      description = "Longest time for one request (default: ${DEFAULT-VALUE}).")
  private int maxSeconds = 60;

  DiscoverCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ImageReference asked = discovery.complete(name, this::misuse);
    Discovered discovered;
    try (HttpWeb web = network.open(surroundings, maxSeconds)) {
      discovered = Discovery.discover(asked, web, discovery.settings(network.insecureHttp()));
    } catch (UnreadableException e) {
      throw misuse(e.reason());
    }
    DiscoveryReport report = new DiscoveryReport(surroundings);
    if (json) {
      report.json(discovered);
    } else {
      report.text(discovered, verbose);
    }
    return discovered
        .obstacle()
        .map(obstacle -> status(obstacle.kind()))
        .orElse(ExitStatus.OK)
        .code();
  }

  /** What an obstacle tells the shell. */
  static ExitStatus status(Obstacle.Kind kind) {
    return switch (kind) {
      case NOTHING_FOUND, REFUSED -> ExitStatus.FINDINGS;
      case FAILED -> ExitStatus.NOT_READ;
      case LIMIT -> ExitStatus.LIMIT;
    };
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
