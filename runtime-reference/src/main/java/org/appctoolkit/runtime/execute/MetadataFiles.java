package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.runtime.plan.PodMetadata;
import org.appctoolkit.spec.SpecVersion;

/**
 * What the metadata service has to know of a pod, as files in the directory of the pod that nobody
 * but its owner may read: written when the pod is prepared, and never changed.
 *
 * @param path the directory of these files
 * @param version that of the pod
 * @param uuid the pod's
 * @param hostPort the port of the service that the apps are told, if it is that of the host
 * @param apps its apps, in its order
 */
public record MetadataFiles(
    Path path, SpecVersion version, String uuid, Optional<Integer> hostPort, List<OfApp> apps) {
  /** What the directory is called in that of the pod. */
  private static final String DIRECTORY = "metadata";

  private static final String TOKEN = "token";
  private static final String POD = "pod";
  private static final String APP = "app";
  private static final String VERSION = "version";
  private static final String UUID = "uuid";
  private static final String HOST_PORT = "host-port";
  private static final String MANIFEST = "manifest";
  private static final String ANNOTATIONS = "annotations";
  private static final int MOST_TOKEN_BYTES = 1000;

  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  /** The longest file that is written or read: 16 MiB. */
  public static final int MOST_BYTES = 16 << 20;

  /**
   * An app.
   *
   * @param name what it is told its name is
   * @param imageId its image ID
   * @param image the number of its image: apps of one image have one manifest
   */
  public record OfApp(String name, String imageId, int image) {}

  /** Copies the list. */
  public MetadataFiles {
    apps = List.copyOf(apps);
  }

  // --- writing

  /**
   * Writes the files.
   *
   * @param pod the directory of a pod that has none of them
   * @param token what identifies the pod to the service
   * @param hostPort the port of the service that the apps are told, if it is that of the host
   * @throws RefusedException if there is more than can be kept
   */
  static void write(Path pod, String token, Optional<Integer> hostPort, PodMetadata metadata)
      throws IOException, RefusedException {
    Path path = Files.createDirectory(pod.resolve(DIRECTORY), OURS);
    Map<String, Integer> images = new LinkedHashMap<>();
    List<List<String>> about = new ArrayList<>();
    List<List<String>> annotations = new ArrayList<>();
    about.add(List.of(VERSION, metadata.version().toString()));
    about.add(List.of(UUID, metadata.uuid()));
    hostPort.ifPresent(it -> about.add(List.of(HOST_PORT, Integer.toString(it))));
    metadata.annotations().forEach(it -> annotations.add(List.of(POD, it.name(), it.value())));
    for (int i = 0; i < metadata.apps().size(); i++) {
      PodMetadata.AppMetadata app = metadata.apps().get(i);
      String index = Integer.toString(i);
      int image = images.computeIfAbsent(app.imageManifest(), it -> images.size());
      about.add(List.of(APP, app.name(), app.imageId(), Integer.toString(image)));
      app.annotations().forEach(it -> annotations.add(List.of(APP, index, it.name(), it.value())));
    }
    write(path.resolve(MANIFEST), metadata.manifest());
    for (Map.Entry<String, Integer> image : images.entrySet()) {
      write(image(path, image.getValue()), image.getKey());
    }
    write(path.resolve(ANNOTATIONS), new StatusFile(annotations).text());
    write(path.resolve(POD), new StatusFile(about).text());
    write(path.resolve(TOKEN), token + "\n");
  }

  private static void write(Path file, String text) throws IOException, RefusedException {
    if (text.length() > MOST_BYTES / 3) {
      throw new RefusedException(
          "the metadata service would have to tell more than %d MiB of the pod; run it with --no-metadata"
              .formatted((MOST_BYTES / 3) >> 20));
    }
    SmallFile.write(file, text);
    // Nobody else can have opened it before: the directory is not theirs.
    Files.setPosixFilePermissions(file, SECRET);
  }

  private static Path image(Path path, int number) {
    return path.resolve("image-" + number);
  }

  // --- reading

  /**
   * The token of a pod; empty if the metadata service is not for it.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<String> token(PodDirectory pod) throws IOException {
    return SmallFile.read(pod.path().resolve(DIRECTORY).resolve(TOKEN), MOST_TOKEN_BYTES)
        .map(String::strip);
  }

  /**
   * The files of a pod; empty if there are none, or they are not ours.
   *
   * @throws IOException if they cannot be read
   */
  public static Optional<MetadataFiles> of(PodDirectory pod) throws IOException {
    Path path = pod.path().resolve(DIRECTORY);
    Optional<StatusFile> about =
        SmallFile.read(path.resolve(POD), MOST_BYTES).map(StatusFile::parse);
    Optional<SpecVersion> version =
        about.flatMap(it -> it.get(VERSION)).flatMap(SpecVersion::known);
    Optional<String> uuid = about.flatMap(it -> it.get(UUID));
    if (about.isEmpty() || version.isEmpty() || uuid.isEmpty()) {
      return Optional.empty();
    }
    List<OfApp> apps = new ArrayList<>();
    for (List<String> line : about.get().all(APP)) {
      if (line.size() == 4 && line.get(3).matches("[0-9]{1,4}")) {
        apps.add(new OfApp(line.get(1), line.get(2), Integer.parseInt(line.get(3))));
      }
    }
    Optional<Integer> hostPort =
        about.get().number(HOST_PORT).filter(it -> it < 1 << 16).map(Long::intValue);
    return Optional.of(new MetadataFiles(path, version.get(), uuid.get(), hostPort, apps));
  }

  /** The reified manifest of the pod. */
  public Path manifest() {
    return path.resolve(MANIFEST);
  }

  /** The manifest of the image of an app. */
  public Path imageManifest(OfApp app) {
    return image(path, app.image());
  }

  /** The length of what annotations are read from, in bytes. */
  public long annotationBytes() throws IOException {
    return Files.size(path.resolve(ANNOTATIONS));
  }

  /** The annotations of the pod. */
  public List<PodMetadata.Annotation> annotations() throws IOException {
    return annotations(List.of(POD));
  }

  /** The annotations of the app of that number, counted from 0. */
  public List<PodMetadata.Annotation> annotations(int app) throws IOException {
    return annotations(List.of(APP, Integer.toString(app)));
  }

  private List<PodMetadata.Annotation> annotations(List<String> beginning) throws IOException {
    int at = beginning.size();
    return SmallFile.read(path.resolve(ANNOTATIONS), MOST_BYTES)
        .map(StatusFile::parse)
        .orElse(StatusFile.EMPTY)
        .lines()
        .stream()
        .filter(line -> line.size() == at + 2 && line.subList(0, at).equals(beginning))
        .map(line -> new PodMetadata.Annotation(line.get(at), line.get(at + 1)))
        .toList();
  }

  /**
   * Opens one of these files.
   *
   * @throws IOException if it is not there, or is a link
   */
  public static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }
}
