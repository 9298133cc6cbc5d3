package org.appctoolkit.runtime.metadata;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.runtime.execute.MetadataFiles;
import org.appctoolkit.runtime.execute.MetadataPlace;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;

/** How the metadata service of a directory is started: by this Java, with these classes. */
public final class MetadataStart {
  /** The port that a service has which has never had another, if it is free. */
  public static final int USUAL_PORT = 18112;

  private static final File NOTHING = new File("/dev/null");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private MetadataStart() {}

  /** The words of the command, all paths absolute. */
  public static List<String> command(Pods pods) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    // It begins while somebody waits for it, has a dozen MB to keep and more only for floods.
    words.addAll(
        List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            classPath(),
            MetadataService.class.getName(),
            pods.path().toString()));
    return words;
  }

  /**
   * Starts the service unless it is there, and waits until it can be asked.
   *
   * @return its port
   * @throws IOException if it does not come in time
   */
  public static int ensure(Pods pods) throws IOException {
    MetadataPlace place = new MetadataPlace(pods);
    place.make();
    long end = System.nanoTime() + PATIENCE.toNanos();
    long again = System.nanoTime();
    while (System.nanoTime() - end < 0) {
      Optional<Integer> port = place.isServed() ? place.port() : Optional.empty();
      if (port.isPresent() && listens(port.get())) {
        return port.get();
      }
      if (!place.isServed() && System.nanoTime() - again >= 0) {
        start(pods);
        again = System.nanoTime() + BETWEEN_STARTS.toNanos();
      }
      try {
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    throw new IOException(
        "the metadata service has not begun within %d s; run the pod with --no-metadata"
            .formatted(PATIENCE.toSeconds()));
  }

  /**
   * Sees to it that a pod that shares the network of the host is answered where it was told.
   *
   * @throws RefusedException if the service is somewhere else by now
   * @throws IOException if there is none, and none can be started
   */
  public static void ensure(Pods pods, PodDirectory pod) throws IOException, RefusedException {
    Optional<Integer> told = MetadataFiles.of(pod).flatMap(MetadataFiles::hostPort);
    if (told.isPresent()) {
      int port = ensure(pods);
      if (port != told.get()) {
        throw new RefusedException(
            "the pod was told that the metadata service is at port %d, which it could not have again; prepare it anew"
                .formatted(told.get()));
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void start(Pods pods) throws IOException {
    // A signal to this process and all that it was started with is not meant for the service.
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
    words.addAll(command(pods));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectInput(NOTHING)
            .redirectOutput(NOTHING)
            .redirectError(NOTHING);
    builder.environment().clear();
    builder.start();
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(it -> !it.isEmpty())
            .map(it -> Path.of(it).toAbsolutePath().normalize().toString())
            .toList());
  }
}
