package org.appctoolkit.runtime.metadata;

import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.appctoolkit.runtime.execute.MetadataPlace;
import org.appctoolkit.runtime.execute.Pods;
import org.jspecify.annotations.Nullable;

/**
 * The process that is the metadata service of a directory with pods: it is started when somebody
 * asks and there is none, and ends when no pod of the directory lives that may ask.
 */
public final class MetadataService {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** How long it stays without any pod. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Pods pods;
  private final MetadataPlace place;

  private MetadataService(Pods pods) {
    this.pods = pods;
    this.place = new MetadataPlace(pods);
  }

  /**
   * Serves until it is no longer needed. A second one for the same directory ends at once.
   *
   * @param arguments the directory
   * @throws IOException if no port can be had, or the directory cannot be read or written
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("wanted: the directory with the pods");
    }
    new MetadataService(Pods.in(Path.of(arguments[0]))).run();
  }

  private void run() throws IOException, InterruptedException {
    place.make();
    try (FileChannel channel =
            FileChannel.open(place.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Claim claim = new Claim(channel)) {
      if (claim.isOurs()) {
        serve();
      }
    }
  }

  /** The right to be the service of the directory. */
  private static final class Claim implements AutoCloseable {
    private final @Nullable FileLock lock;

    Claim(FileChannel channel) throws IOException {
      this.lock = channel.tryLock();
    }

    boolean isOurs() {
      return lock != null;
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.release();
      }
    }
  }

  private void serve() throws IOException, InterruptedException {
    PodRegistry registry = new PodRegistry(pods, keys(), System::nanoTime, BETWEEN_LOOKS.toNanos());
    try (MetadataServer server = start(registry)) {
      place.tell(server.port());
      attend(registry);
      place.tellNothing();
    }
  }

  /** The port that it had before is the one that pods with the network of the host look at. */
  private MetadataServer start(PodRegistry registry) throws IOException {
    int before = place.lastPort().orElse(MetadataStart.USUAL_PORT);
    try {
      return MetadataServer.start(registry, before);
    } catch (BindException e) {
      return MetadataServer.start(registry, 0);
    }
  }

  private static Supplier<byte[]> keys() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] key = new byte[Identity.KEY_BYTES];
      random.nextBytes(key);
      return key;
    };
  }

  private void attend(PodRegistry registry) throws InterruptedException {
    long wanted = System.nanoTime();
    while (System.nanoTime() - wanted < PATIENCE.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
      if (!Files.isDirectory(pods.path())) {
        return;
      }
      try {
        registry.look();
      } catch (IOException e) {
        continue;
      }
      if (!registry.isEmpty()) {
        wanted = System.nanoTime();
      }
    }
  }
}
