package org.appctoolkit.runtime.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.ServedPods;
import org.appctoolkit.runtime.plan.PodMetadata;
import org.appctoolkit.spec.SpecVersion;

/** A service in this process, with pods that seem to live. */
final class TestService implements AutoCloseable {
  static final String FLAVOR = "AppContainer";
  static final Duration LOOKS = Duration.ofMillis(50);

  private final ServedPods directory;
  private final PodRegistry registry;
  private final MetadataServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger pods = new AtomicInteger();
  private final AtomicInteger keys = new AtomicInteger();

  /** What is added to the time, in nanoseconds. */
  private final AtomicLong ahead = new AtomicLong();

  /** The time when it was stopped; 0 while it goes on. */
  private final AtomicLong frozen = new AtomicLong();

  TestService(Path directory) throws IOException {
    this.directory = new ServedPods(directory);
    this.registry =
        new PodRegistry(
            this.directory.pods(),
            () -> ("key " + keys.incrementAndGet()).getBytes(StandardCharsets.UTF_8),
            this::time,
            LOOKS.toNanos());
    this.server = MetadataServer.start(registry, 0);
  }

  int port() {
    return server.port();
  }

  PodRegistry registry() {
    return registry;
  }

  ServedPods directory() {
    return directory;
  }

  private long time() {
    long now = frozen.get();
    return (now == 0 ? System.nanoTime() : now) + ahead.get();
  }

  /** Stops the time. */
  void freeze() {
    frozen.set(System.nanoTime());
  }

  void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  @Override
  public void close() {
    server.close();
  }

  /** A pod that may ask. */
  record Pod(String uuid, String token) {}

  /** A pod of a version with two apps, of which the first is called web. */
  Pod pod(String version) throws IOException, RefusedException {
    return pod(version, "web");
  }

  /** A pod of a version with two apps of one image, of which the first has this name. */
  Pod pod(String version, String app) throws IOException, RefusedException {
    int number = pods.incrementAndGet();
    Pod pod =
        new Pod(
            "%08d-0000-4000-8000-000000000000".formatted(number),
            "token-of-pod-number-%08d".formatted(number));
    List<PodMetadata.Annotation> annotations =
        List.of(
            new PodMetadata.Annotation("ip-address", "10.1.2." + number),
            new PodMetadata.Annotation("example.com/note", "a \"b\"\nc \u00e4"));
    directory.add(
        pod.token(),
        new PodMetadata(
            SpecVersion.known(version).orElseThrow(),
            pod.uuid(),
            "{\"pod\":" + number + "}\n",
            annotations,
            List.of(
                new PodMetadata.AppMetadata(
                    app,
                    "sha512-abc",
                    "{\"image\":1}\n",
                    List.of(new PodMetadata.Annotation("author", "them"))),
                new PodMetadata.AppMetadata("other", "sha512-def", "{\"image\":2}\n", List.of()))));
    return pod;
  }

  /** What is answered, in few words: status, type and body. */
  record Told(int status, String type, String body, HttpResponse<String> response) {
    String text() {
      return status + " " + type + " " + body;
    }
  }

  /** Asks with all that any version wants. */
  Told get(Pod pod, String path) throws IOException, InterruptedException {
    return ask(request(pod, path).header("Metadata-Flavor", FLAVOR).build());
  }

  /** Sends a form, with all that any version wants. */
  Told post(Pod pod, String path, String form) throws IOException, InterruptedException {
    return ask(
        request(pod, path)
            .header("Metadata-Flavor", FLAVOR)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  HttpRequest.Builder request(Pod pod, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port() + "/" + pod.token() + "/acMetadata/v1/" + path))
        .timeout(Duration.ofSeconds(60));
  }

  Told ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Told(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body(),
        response);
  }

  /** Sends bytes as they are; all that comes until the other end closes. */
  String raw(String bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return rest(socket);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  static String rest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }
}
