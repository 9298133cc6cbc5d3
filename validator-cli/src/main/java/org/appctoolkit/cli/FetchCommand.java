package org.appctoolkit.cli;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.discovery.ImageReference;
import org.appctoolkit.discovery.MalformedReferenceException;
import org.appctoolkit.discovery.UrlTemplate;
import org.appctoolkit.discovery.WebRequest;
import org.appctoolkit.input.UnreadableException;
import org.appctoolkit.model.Dependency;
import org.appctoolkit.model.Located;
import org.appctoolkit.model.NamedValue;
import org.appctoolkit.signature.Keyring;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.web.HttpWeb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code appc fetch}. */
@Command(
    name = "fetch",
    description =
        "Discover images, download and verify them, and add them to a store, with the images they"
            + " depend on; prints image IDs.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    exitCodeListHeading = "%nExit status (of several images 3 counts before 4, 4 before 1):%n",
    exitCodeList = {
      "0:every image is in the store",
      "1:nothing leads to an image, or it was refused",
      "2:wrong use",
      "3:the network or a server is in trouble, or the store cannot be written",
      "4:a limit was hit"
    })
final class FetchCommand implements Callable<Integer> {
  private static final int PAGE_SECONDS = 60;

  private final Surroundings surroundings;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME|URL",
      arity = "1..*",
      description =
          "Images by NAME[:VERSION][,LABEL=VALUE...], or by the URL of an archive, whose signature"
              + " is at the same URL with .asc behind its path.")
  private List<String> names = new ArrayList<>();

  @Mixin private StoreOption store = new StoreOption();

  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = "--without-dependencies",
      description = "Do not fetch the images that an image depends on.")
  private boolean withoutDependencies;

  @Mixin private DiscoveryOptions discovery = new DiscoveryOptions();

  @Mixin private WebOptions network = new WebOptions();

  @Option(
      names = "--max-seconds",
      paramLabel = "N",
      converter = LimitConverter.Seconds.class,
      description = "Longest time for the download of one image (default: ${DEFAULT-VALUE}).")
  private int maxSeconds = 3600;

  @Option(
      names = "--max-archive-bytes",
      paramLabel = "N",
      converter = LimitConverter.UncompressedBytes.class,
      description = "Longest archive that is downloaded (default: 4G).")
  private long maxArchiveBytes = 4L << 30;

  @Mixin private DependencyLimitOptions dependencies = new DependencyLimitOptions();

  @Mixin private ArchiveLimitOptions limits = new ArchiveLimitOptions();

  FetchCommand(Surroundings surroundings, InstantSource clock) {
    this.surroundings = surroundings;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    trust
        .fault()
        .ifPresent(
            fault -> {
              throw misuse(fault);
            });
    Deque<Wanted> queue = new ArrayDeque<>();
    names.forEach(name -> queue.add(wanted(name)));
    Keyring keyring;
    try {
      keyring = trust.keyring();
    } catch (UnreadableException e) {
      surroundings.tell(e.reason());
      return ExitStatus.NOT_READ.code();
    }
    try (HttpWeb pages = network.open(surroundings, PAGE_SECONDS);
        HttpWeb images = network.open(surroundings, maxSeconds)) {
      ImageStore opened = store.create(surroundings, limits);
      Fetching fetching =
          new Fetching(
              surroundings,
              pages,
              images,
              discovery.settings(network.insecureHttp()),
              trust,
              keyring,
              maxArchiveBytes,
              limits,
              opened,
              clock);
      return fetch(fetching, opened, queue).code();
    } catch (UnreadableException e) {
      throw misuse(e.reason());
    } catch (StoreException e) {
      surroundings.tell(String.valueOf(e.getMessage()));
    }
    return ExitStatus.NOT_READ.code();
  }

  /** Fetches what is wanted, and then what that depends on; a failure of the store ends it. */
  private ExitStatus fetch(Fetching fetching, ImageStore opened, Deque<Wanted> queue)
      throws StoreException {
    ExitStatus status = ExitStatus.OK;
    Set<String> seen = new HashSet<>();
    int fetchedDependencies = 0;
    while (!queue.isEmpty()) {
      Wanted wanted = queue.remove();
      if (!seen.add(wanted.words() + " " + wanted.id())) {
        continue;
      }
      try {
        if (!wanted.requested() && ++fetchedDependencies > dependencies.limits().images()) {
          throw new FetchException(
              ExitStatus.LIMIT,
              "more than " + dependencies.limits().images() + " dependencies are missing");
        }
        KnownImage image = fetching.fetch(wanted);
        if (!withoutDependencies) {
          queue.addAll(missing(image, wanted, opened));
        }
      } catch (FetchException e) {
        status = status.or(e.status());
        surroundings.tell(wanted.words() + ": " + e.reason());
        if (e.status() == ExitStatus.LIMIT
            && fetchedDependencies > dependencies.limits().images()) {
          return status;
        }
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        status = status.or(ExitStatus.NOT_READ);
        surroundings.tell(wanted.words() + ": " + UnreadableException.reason(e));
      }
    }
    return status;
  }

  /** What is missing in the store of all that an image depends on, along any number of steps. */
  private List<Wanted> missing(KnownImage image, Wanted dependent, ImageStore opened)
      throws StoreException, FetchException {
    List<Wanted> missing = new ArrayList<>();
    Set<List<ImageId>> looked = new HashSet<>();
    Deque<KnownImage> there = new ArrayDeque<>(List.of(image));
    while (!there.isEmpty()) {
      KnownImage next = there.remove();
      if (!looked.add(next.ids())) {
        continue;
      }
      if (looked.size() > dependencies.limits().images() + 1) {
        throw new FetchException(
            ExitStatus.LIMIT,
            "it depends on more than " + dependencies.limits().images() + " images");
      }
      for (Dependency dependency : next.manifest().dependencies()) {
        List<KnownImage> found = found(dependency, opened);
        there.addAll(found);
        if (found.isEmpty()) {
          missing.add(wanted(dependency, dependent));
        }
      }
    }
    return missing;
  }

  private static List<KnownImage> found(Dependency dependency, ImageStore opened)
      throws StoreException {
    Optional<ImageId> id = dependency.imageId().map(Located::value).flatMap(ImageId::parse);
    return id.isPresent()
        ? opened.find(id.get()).stream().toList()
        : opened.matching(
            dependency.imageName().map(Located::value).orElse(""), labels(dependency));
  }

  private Wanted wanted(Dependency dependency, Wanted dependent) throws FetchException {
    if (dependent.depth() >= dependencies.limits().depth()) {
      throw new FetchException(
          ExitStatus.LIMIT,
          "its dependencies are more than " + dependencies.limits().depth() + " deep");
    }
    try {
      return new Wanted(
          Optional.of(
              ImageReference.of(
                  dependency.imageName().map(Located::value).orElse(""), labels(dependency))),
          Optional.empty(),
          dependency.imageId().map(Located::value).flatMap(ImageId::parse),
          dependency.size().map(it -> OptionalLong.of(it.value())).orElse(OptionalLong.empty()),
          dependent.depth() + 1);
    } catch (MalformedReferenceException e) {
      throw new FetchException(ExitStatus.FINDINGS, "it depends on no image: " + e.reason());
    }
  }

  private static Map<String, String> labels(Dependency dependency) {
    Map<String, String> labels = new TreeMap<>();
    for (NamedValue label : dependency.labels()) {
      Optional<String> value = label.text().map(Located::value);
      label
          .name()
          .map(Located::value)
          .ifPresent(name -> value.ifPresent(it -> labels.putIfAbsent(name, it)));
    }
    return labels;
  }

  private Wanted wanted(String text) {
    String start = text.toLowerCase(Locale.ROOT);
    if (!start.startsWith("https://") && !start.startsWith("http://")) {
      try {
        return Wanted.byName(discovery.complete(ImageReference.parse(text), this::misuse));
      } catch (MalformedReferenceException e) {
        throw misuse(e.reason());
      }
    }
    if (!(UrlTemplate.url(text) instanceof UrlTemplate.Expansion.Url url)) {
      throw misuse(text + " is no URL");
    }
    URI image = url.url();
    String path = image.getRawPath();
    if (path.isEmpty() || path.endsWith("/") || image.getRawFragment() != null) {
      throw misuse(
          text
              + " is no URL of an archive: that ends with the name of a file and has no #, such as"
              + " https://example.com/worker.aci");
    }
    if (!WebRequest.isSecure(image) && !network.insecureHttp()) {
      throw misuse(text + ": images are fetched by https; --insecure-http allows http");
    }
    if (trust.trustsDiscovered()) {
      throw misuse("at a URL no keys are discovered; name those you trust by --keyring");
    }
    return Wanted.byUrl(image);
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
