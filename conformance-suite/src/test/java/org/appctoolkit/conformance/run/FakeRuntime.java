package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.LogStream;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;

/** A runtime that executes nothing, but writes what a probe would that only begins and ends. */
public class FakeRuntime implements RuntimeDriver {
  private static final Pattern NONCE = Pattern.compile("\"/probe\",\\s*\"([0-9a-f]{32})\"");

  private final Map<String, String> nonces = new ConcurrentHashMap<>();
  private final Set<String> pods = ConcurrentHashMap.newKeySet();
  private final Set<String> images = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** The pods that it still has. */
  public Set<String> pods() {
    return Set.copyOf(pods);
  }

  /** The images that it still has. */
  public Set<String> images() {
    return Set.copyOf(images);
  }

  /** The names of the methods that were called. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public RuntimeDescription describe() throws DriverException, InterruptedException {
    return new RuntimeDescription("fake", "1", "0.8.11", Set.of("multi-app"));
  }

  @Override
  public String importImage(Path archive)
      throws DriverException, RefusedException, InterruptedException {
    calls.add("import");
    String id = "sha512-" + "%0128x".formatted(count.incrementAndGet());
    images.add(id);
    return id;
  }

  @Override
  public String run(Path manifest) throws DriverException, RefusedException, InterruptedException {
    calls.add("run");
    try {
      Matcher matcher = NONCE.matcher(Files.readString(manifest));
      String pod = "pod-" + count.incrementAndGet();
      nonces.put(pod, matcher.find() ? matcher.group(1) : "");
      pods.add(pod);
      return pod;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PodStatus await(String pod)
      throws DriverException, RefusedException, InterruptedException {
    calls.add("await");
    return ended();
  }

  /** That all is over. */
  protected static PodStatus ended() {
    return new PodStatus(
        Optional.empty(),
        "exited",
        OptionalInt.of(0),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  @Override
  public PodStatus status(String pod)
      throws DriverException, RefusedException, InterruptedException {
    return ended();
  }

  @Override
  public void logs(String pod, String app, LogStream stream, Path file)
      throws DriverException, RefusedException, InterruptedException {
    calls.add("logs");
    String line = "{\"appc\":\"%s\",\"who\":\"main\",\"n\":%d,\"see\":\"%s\",\"pid\":2}\n";
    String nonce = nonces.getOrDefault(pod, "");
    try {
      Files.writeString(file, line.formatted(nonce, 0, "begin") + line.formatted(nonce, 1, "end"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop(String pod) throws DriverException, RefusedException, InterruptedException {
    calls.add("stop");
  }

  @Override
  public void killApp(String pod, String app)
      throws DriverException, RefusedException, InterruptedException {
    calls.add("kill-app");
  }

  @Override
  public void remove(String pod) throws DriverException, RefusedException, InterruptedException {
    calls.add("remove");
    pods.remove(pod);
  }

  @Override
  public void removeImage(String image)
      throws DriverException, RefusedException, InterruptedException {
    calls.add("remove-image");
    images.remove(image);
  }
}
