package org.appctoolkit.runtime.metadata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.appctoolkit.runtime.execute.MetadataFiles;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.Pods;

/**
 * The pods of a directory that live and may ask, by what they identify themselves with.
 *
 * <p>A token that nobody has is looked for on the disk, at most five times a second for all who ask
 * together: who guesses waits, and costs no more than one who does not.
 */
final class PodRegistry {
  private final Pods pods;
  private final Supplier<byte[]> keys;
  private final LongSupplier nanoTime;
  private final long intervalNanos;
  private final Set<Path> over = new HashSet<>();

  private volatile Map<String, Entry> byToken = Map.of();
  private volatile Map<String, ServedPod> byUuid = Map.of();
  private long lastLook;

  private record Entry(Path place, ServedPod pod) {}

  /**
   * Nothing is known before the first look.
   *
   * @param keys each of {@value Identity#KEY_BYTES} bytes that nobody can guess
   * @param nanoTime nanoseconds from whatever moment
   * @param intervalNanos how far looks are apart at the least
   */
  PodRegistry(Pods pods, Supplier<byte[]> keys, LongSupplier nanoTime, long intervalNanos) {
    this.pods = pods;
    this.keys = keys;
    this.nanoTime = nanoTime;
    this.intervalNanos = intervalNanos;
    this.lastLook = nanoTime.getAsLong() - intervalNanos;
  }

  /** The pod with that token; empty if none that lives has it. */
  Optional<ServedPod> find(String token) throws IOException, InterruptedException {
    String digest = digest(token);
    Entry known = byToken.get(digest);
    if (known == null) {
      lookAgain();
      known = byToken.get(digest);
    }
    return Optional.ofNullable(known).map(Entry::pod);
  }

  /** The pod with that UUID, if it lives and may have signed something. */
  Optional<ServedPod> ofUuid(String uuid) {
    return Optional.ofNullable(byUuid.get(uuid));
  }

  /** Whether any pod lives that may ask, as of the last look. */
  boolean isEmpty() {
    return byToken.isEmpty();
  }

  /** Returns when somebody has looked who began after this was called. */
  private synchronized void lookAgain() throws IOException, InterruptedException {
    long asked = nanoTime.getAsLong();
    while (lastLook - asked < 0) {
      long wait = lastLook + intervalNanos - nanoTime.getAsLong();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, wait);
      } else {
        look();
      }
    }
  }

  /** Looks which pods there are. */
  synchronized void look() throws IOException {
    lastLook = nanoTime.getAsLong();
    Map<Path, Map.Entry<String, Entry>> before = new HashMap<>();
    byToken.entrySet().forEach(it -> before.put(it.getValue().place(), it));
    Map<String, Entry> tokens = new HashMap<>();
    Map<String, ServedPod> uuids = new HashMap<>();
    Set<Path> seen = new HashSet<>();
    for (PodDirectory pod : pods.list()) {
      seen.add(pod.path());
      Optional<Map.Entry<String, Entry>> known = Optional.ofNullable(before.get(pod.path()));
      entry(pod, known)
          .ifPresent(
              it -> {
                tokens.put(it.getKey(), it.getValue());
                uuids.put(it.getValue().pod().uuid(), it.getValue().pod());
              });
    }
    over.retainAll(seen);
    byToken = Map.copyOf(tokens);
    byUuid = Map.copyOf(uuids);
    notifyAll();
  }

  /** What is known of a pod; empty if it may not ask, or cannot be read. */
  private Optional<Map.Entry<String, Entry>> entry(
      PodDirectory pod, Optional<Map.Entry<String, Entry>> known) {
    if (over.contains(pod.path())) {
      return Optional.empty();
    }
    try {
      if (pod.isLive()) {
        return known.isPresent() ? known : read(pod);
      }
      if (pod.isStarted()) {
        over.add(pod.path());
      }
      return Optional.empty();
    } catch (IOException e) {
      // It may be on its way out; one that cannot be read is nobody's reason to know no other.
      return known;
    }
  }

  private Optional<Map.Entry<String, Entry>> read(PodDirectory pod) throws IOException {
    Optional<String> token = MetadataFiles.token(pod).filter(it -> !it.isEmpty());
    if (token.isEmpty()
        || !String.valueOf(pod.path().getFileName()).equals(pod.uuid().toString())) {
      return Optional.empty();
    }
    return MetadataFiles.of(pod)
        .map(
            files ->
                Map.entry(
                    digest(token.get()),
                    new Entry(
                        pod.path(),
                        new ServedPod(
                            files,
                            new Identity(files.version(), keys.get()),
                            new Bucket(
                                ServedPod.REQUESTS_PER_SECOND,
                                ServedPod.REQUESTS_PER_SECOND,
                                nanoTime)))));
  }

  /** How long comparing digests takes tells nothing of the tokens. */
  private static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
