package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.dependency.KnownImage;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.runtime.execute.HostFacts;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.plan.Metadata;
import org.appctoolkit.runtime.plan.PodOptions;
import org.appctoolkit.runtime.plan.ProcessLimit;
import org.appctoolkit.store.ImageArgument;
import org.appctoolkit.store.ImageStore;
import org.appctoolkit.store.StoreSettings;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which pod is wanted, and how. */
final class PodRequest {
  private static final int MILLISECONDS = 100;
  private static final int GIVEN_UP_AFTER = 600;

  @Parameters(
      paramLabel = "POD.json | IMAGE",
      arity = "1..*",
      description =
          "The manifest of a pod (or container runtime manifest, up to 0.4.1); or images of the"
              + " store, an app each: "
              + ImageArgument.FORM
              + ".")
  private List<String> what = new ArrayList<>();

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Directory of the store with the images (default: that of appc store).")
  private Optional<Path> store = Optional.empty();

  @Option(
      names = "--volume",
      paramLabel = "NAME,kind=KIND[,...]",
      description =
          "A volume for images: NAME,kind=host,source=/dir[,readOnly=true][,recursive=false], or"
              + " NAME,kind=empty[,mode=0755][,uid=N][,gid=N]. It is mounted at the mount points of"
              + " that name.")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--mount",
      paramLabel = "volume=NAME,target=/DIR[,app=APP]",
      description = "Mount a volume somewhere, in one app or in all.")
  private List<String> mounts = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call the app of a single image.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--exec",
      paramLabel = "PROGRAM",
      description =
          "What a single image is to execute instead of what it says; arguments stand behind --.")
  private Optional<String> exec = Optional.empty();

  @Option(
      names = "--restart",
      paramLabel = "on-failure:N",
      converter = Amounts.Restarts.class,
      description = "Begin an app again that has failed, N times at the most (default: never).")
  private Optional<Integer> restarts = Optional.empty();

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = Amounts.Time.class,
      description = "How long apps may take to stop before they are killed (default: 10s).")
  private Optional<Duration> grace = Optional.empty();

  @Option(
      names = "--log-limit",
      paramLabel = "BYTES",
      converter = Amounts.Bytes.class,
      description = "How much of each output is kept at least (default: 64Mi).")
  private Optional<Long> logLimit = Optional.empty();

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "The host name that the apps see (default: from the UUID).")
  private Optional<String> hostname = Optional.empty();

  @Option(
      names = "--metadata-url",
      paramLabel = "URL",
      converter = Amounts.HttpUrl.class,
      description =
          "Where the apps find a metadata service that knows the pod (AC_METADATA_URL; default: one"
              + " of appc's own, on this host).")
  private Optional<URI> metadataUrl = Optional.empty();

  @Option(names = "--no-metadata", description = "Have no metadata service.")
  private boolean noMetadata;

  @Option(
      names = "--strict-isolators",
      description = "Refuse a pod of which some isolator is not enforced just as it is written.")
  private boolean strictIsolators;

  @Option(
      names = "--pids-limit",
      paramLabel = "N | none",
      converter = Amounts.Processes.class,
      description =
          "How many processes and threads the pod may have (default: "
              + ProcessLimit.Usual.NUMBER
              + " where cgroups can be made, which takes root).")
  private ProcessLimit processes = new ProcessLimit.Usual();

  @Option(names = "--no-overlay", description = "Copy each rootfs, though overlayfs may be there.")
  private boolean copies;

  boolean copies() {
    return copies;
  }

  /** The store, which has to be there. */
  ImageStore store(Terminal terminal) throws IOException, UsualPlace.UnknownException {
    Path place =
        store.isPresent()
            ? store.get()
            : UsualPlace.STORE.in(terminal.environment(), HostFacts.read().uid() == 0);
    StoreSettings settings =
        StoreSettings.of(InstantSource.system()).withPatience(PodRequest::waitsAgain);
    return ImageStore.open(place, settings);
  }

  private static boolean waitsAgain(int attempt) {
    try {
      TimeUnit.MILLISECONDS.sleep(MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return attempt < GIVEN_UP_AFTER;
  }

  /** Refuses what cannot be wanted at once. */
  void check() throws PodCommand.MisuseException {
    if (noMetadata && metadataUrl.isPresent()) {
      throw new PodCommand.MisuseException(
          "--no-metadata and --metadata-url do not go together: leave one of them out");
    }
  }

  /** Whether the metadata service is that of appc. */
  boolean wantsOurMetadata() {
    return !noMetadata && metadataUrl.isEmpty();
  }

  /** The options of the pod. */
  PodOptions options(PodOptions usual) {
    PodOptions options = usual;
    if (hostname.isPresent()) {
      options = options.withHostname(hostname.get());
    }
    if (metadataUrl.isPresent()) {
      options = options.withMetadata(new Metadata.Elsewhere(metadataUrl.get().toString()));
    }
    if (grace.isPresent()) {
      options = options.withGraceMilliseconds(grace.get().toMillis());
    }
    if (logLimit.isPresent()) {
      options = options.withLogLimitBytes(logLimit.get());
    }
    if (strictIsolators) {
      options = options.withStrictIsolators();
    }
    options = options.withProcesses(processes);
    return restarts.isPresent() ? options.withRestarts(restarts.get()) : options;
  }

  /**
   * The manifest that was named, or one for the images that were.
   *
   * @param arguments of the app of a single image
   */
  Source manifest(ImageStore images, List<String> arguments)
      throws IOException, RefusedException, PodCommand.MisuseException {
    Optional<Path> file = file(what.get(0));
    boolean ofImages = file.isEmpty();
    if (!ofImages) {
      String asked = onlyForImages(arguments);
      if (what.size() > 1) {
        throw new PodCommand.MisuseException(
            what.get(0) + " is a file: a pod is run of one manifest, or of images of the store");
      }
      if (!asked.isEmpty()) {
        throw new PodCommand.MisuseException(
            asked + " is for images: a manifest says itself what it wants");
      }
      return read(what.get(0), file.get());
    }
    if (what.size() > 1 && (name.isPresent() || exec.isPresent() || !arguments.isEmpty())) {
      throw new PodCommand.MisuseException(
          "--name, --exec and -- are for a single image, not for " + what.size());
    }
    try {
      ImagePod pod = new ImagePod(volumes, mounts, name, exec, arguments);
      List<ImageArgument> asked = what.stream().map(ImageArgument::parse).toList();
      for (ImageArgument image : asked) {
        pod.add(chosen(image, images));
      }
      return pod.manifest();
    } catch (IllegalArgumentException e) {
      throw new PodCommand.MisuseException(String.valueOf(e.getMessage()));
    }
  }

  private String onlyForImages(List<String> arguments) {
    if (!volumes.isEmpty()) {
      return "--volume";
    }
    if (!mounts.isEmpty()) {
      return "--mount";
    }
    if (name.isPresent()) {
      return "--name";
    }
    return exec.isPresent() ? "--exec" : arguments.isEmpty() ? "" : "--";
  }

  private static Optional<Path> file(String argument) {
    try {
      Path path = Path.of(argument);
      return Files.exists(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Source read(String name, Path file) throws IOException, RefusedException {
    if (Files.isDirectory(file)) {
      throw new RefusedException(name + " is a directory, and no manifest of a pod");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Limits.DEFAULT.documentBytes() + 1);
      if (name.endsWith(".aci")) {
        throw new RefusedException(
            name + " is an image: add it to the store (appc store add), and run it by its name");
      }
      return Source.of(name, bytes);
    }
  }

  private static KnownImage chosen(ImageArgument argument, ImageStore store)
      throws IOException, RefusedException {
    List<ImageId> meant = argument.in(store);
    if (meant.isEmpty()) {
      throw new RefusedException(
          argument.text()
              + ": there is no such file, and no such image in the store "
              + store.path());
    }
    if (meant.size() > 1) {
      List<String> reasons = new ArrayList<>();
      reasons.add(argument.text() + ": this means several images; name one of them by its ID");
      meant.forEach(id -> reasons.add(id.toString()));
      throw new RefusedException(reasons);
    }
    return store
        .find(meant.get(0))
        .orElseThrow(() -> new RefusedException(argument.text() + ": was removed meanwhile"));
  }
}
