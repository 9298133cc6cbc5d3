package org.appctoolkit.runtime.metadata;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.runtime.execute.MetadataFiles;

/**
 * The server, on the loopback interface and nowhere else.
 *
 * <p>Requests are answered by threads, as many as four pods may have connections open: who sends
 * slowly holds one of them for {@value #REQUEST_SECONDS} seconds at the most. Only when a pod has
 * named itself is it known whose requests are to be counted.
 */
final class MetadataServer implements AutoCloseable {
  /** The longest body that is read, in bytes. */
  static final int MOST_BODY_BYTES = 1 << 20;

  /** The longest beginning of a request, in bytes. */
  static final int MOST_HEAD_BYTES = 1 << 14;

  /** How long a request may take to arrive. */
  static final int REQUEST_SECONDS = 5;

  private static final int RESPONSE_SECONDS = 10;
  private static final int IDLE_SECONDS = 60;
  private static final int MOST_CONNECTIONS = 2048;
  private static final int MOST_HEADERS = 64;
  private static final int FEWEST_THREADS = 4;
  private static final int MOST_THREADS = 512;
  private static final int THREAD_SECONDS = 10;
  private static final long STACK_BYTES = 1 << 18;

  /** Bodies up to this length are read by everybody at any time. */
  private static final int SHORT_BODY_BYTES = 1 << 13;

  private static final int MOST_LONG_BODIES = 16;
  private static final int MOST_DRAINED_BYTES = 4 << 20;

  /** How the server of the JDK is told what it may take. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", REQUEST_SECONDS,
          "sun.net.httpserver.maxRspTime", RESPONSE_SECONDS,
          "sun.net.httpserver.idleInterval", IDLE_SECONDS,
          "sun.net.httpserver.maxReqHeaders", MOST_HEADERS,
          "sun.net.httpserver.maxReqHeaderSize", MOST_HEAD_BYTES,
          "sun.net.httpserver.maxIdleConnections", MOST_CONNECTIONS,
          "jdk.httpserver.maxConnections", MOST_CONNECTIONS,
          "sun.net.httpserver.drainAmount", MOST_DRAINED_BYTES);

  private static final Pattern FORM =
      Pattern.compile("(/default)?/([A-Za-z0-9_-]{16,128})/acMetadata/v1/(.*)", Pattern.DOTALL);

  private final PodRegistry pods;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Semaphore longBodies = new Semaphore(MOST_LONG_BODIES);

  private MetadataServer(PodRegistry pods, HttpServer server, ThreadPoolExecutor threads) {
    this.pods = pods;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts it.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port cannot be had
   */
  static MetadataServer start(PodRegistry pods, int port) throws IOException {
    LIMITS.forEach((name, value) -> System.setProperty(name, Integer.toString(value)));
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
            MOST_THREADS);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            FEWEST_THREADS,
            MOST_THREADS,
            THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(null, work, "metadata", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    MetadataServer metadata = new MetadataServer(pods, server, threads);
    server.createContext("/", metadata::handle);
    server.setExecutor(threads);
    server.start();
    return metadata;
  }

  /** Where it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      send(exchange, answer(exchange));
    } finally {
      exchange.close();
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Matcher path = FORM.matcher(uri.getRawPath());
    if (!path.matches() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Answer.notFound();
    }
    boolean usual = path.group(1) != null;
    if (usual) {
      // The token is put before the first path of a connection, and not before another.
      exchange.getResponseHeaders().set("Connection", "close");
    }
    try {
      Optional<ServedPod> pod =
          pods.find(path.group(2)).filter(it -> !usual || it.hasUsualAddress());
      if (pod.isEmpty()) {
        return Answer.notFound();
      }
      Request request =
          new Request(
              exchange.getRequestMethod(),
              path.group(3),
              header(exchange, "Metadata-Flavor"),
              header(exchange, "Content-Type"),
              () -> body(exchange, pod.get()));
      return pod.get().answer(request, pods::ofUuid);
    } catch (IOException e) {
      return Answer.broken();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.broken();
    }
  }

  private static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  // --- bodies

  private byte[] body(HttpExchange exchange, ServedPod pod)
      throws IOException, Request.RefusedException {
    long length = length(exchange);
    if (length > MOST_BODY_BYTES) {
      throw new Request.RefusedException(Answer.tooLong());
    }
    if (length >= 0 && length <= SHORT_BODY_BYTES) {
      return read(exchange);
    }
    if (!pod.bodies().tryAcquire()) {
      throw new Request.RefusedException(Answer.tooMany());
    }
    try {
      if (!longBodies.tryAcquire()) {
        throw new Request.RefusedException(Answer.tooMany());
      }
      try {
        return read(exchange);
      } finally {
        longBodies.release();
      }
    } finally {
      pod.bodies().release();
    }
  }

  /** What the request says that it has; -1 if it does not know before. */
  private static long length(HttpExchange exchange) {
    Optional<String> length = header(exchange, "Content-Length");
    return length.isPresent()
        ? Long.parseLong(length.get())
        : header(exchange, "Transfer-Encoding").isPresent() ? -1 : 0;
  }

  private static byte[] read(HttpExchange exchange) throws IOException, Request.RefusedException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
    if (body.length > MOST_BODY_BYTES) {
      throw new Request.RefusedException(Answer.tooLong());
    }
    return body;
  }

  // --- answers

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    if (answer.file().isEmpty()) {
      byte[] content = answer.content().getBytes(StandardCharsets.UTF_8);
      begin(exchange, answer.status(), content.length);
      if (!exchange.getRequestMethod().equals("HEAD") && content.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(content);
        }
      }
      return;
    }
    Path file = answer.file().get();
    long length = Files.size(file);
    try (InputStream in = MetadataFiles.open(file)) {
      begin(exchange, answer.status(), length);
      if (!exchange.getRequestMethod().equals("HEAD") && length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          in.transferTo(out);
        }
      }
    }
  }

  private static void begin(HttpExchange exchange, int status, long length) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    // To the server of the JDK 0 means a length that is not known, and -1 none.
    exchange.sendResponseHeaders(status, head || length == 0 ? -1 : length);
  }
}
