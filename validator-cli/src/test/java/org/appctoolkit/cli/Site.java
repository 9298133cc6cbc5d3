package org.appctoolkit.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The site of a publisher, {@code https://localhost:port}, with a certificate of its own. */
final class Site implements AutoCloseable {
  private static final Certificate CERTIFICATE = Certificate.make();

  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** The status of what is not there. */
  private volatile int missing = 404;

  /** After how many bytes the next answers break off; nothing for not at all. */
  private volatile Optional<Integer> breaksOff = Optional.empty();

  /** What says that a file is still the same. */
  private volatile String tag = "\"1\"";

  private Site(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** The keys of the server, and the file that its clients trust. */
  private record Certificate(SSLContext context, String pem) {
    static Certificate make() {
      try {
        Path folder = Files.createTempDirectory("appc-site");
        Path keys = folder.resolve("keys.p12");
        Path pem = folder.resolve("ca.pem");
        keytool(
            "-genkeypair",
            "-keystore",
            keys,
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-keystore", keys, "-file", pem);
        Certificate made = new Certificate(context(keys), Files.readString(pem));
        Files.delete(keys);
        Files.delete(pem);
        Files.delete(folder);
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      Arrays.stream(arguments).map(Object::toString).forEach(command::add);
      command.addAll(List.of("-alias", "a", "-storepass", "secret"));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(output);
      }
    }

    private static SSLContext context(Path file) throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), "secret".toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, "secret".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }
  }

  static Site secure() {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(CERTIFICATE.context()));
      return new Site(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without TLS. */
  static Site plain() {
    try {
      return new Site(HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Writes what clients of a secure site have to trust. */
  static Path authority(Path folder) {
    try {
      return Files.writeString(folder.resolve("ca.pem"), CERTIFICATE.pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String port() {
    return Integer.toString(server.getAddress().getPort());
  }

  /** Serves a file at a path, which may have a query. */
  void put(String target, String text) {
    put(target, text.getBytes(StandardCharsets.UTF_8));
  }

  void put(String target, byte[] bytes) {
    files.put(target, bytes.clone());
  }

  /** What was asked for, in its order: the path, and from which byte on if that was said. */
  List<String> asked() {
    return asked;
  }

  void answerWhatIsMissingWith(int status) {
    missing = status;
  }

  void breakOffAfter(int bytes) {
    breaksOff = Optional.of(bytes);
  }

  void breakOffNoMore() {
    breaksOff = Optional.empty();
  }

  void tagFilesWith(String other) {
    tag = other;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    Optional<String> range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    asked.add(target + range.map(it -> " " + it).orElse(""));
    Optional<byte[]> file = Optional.ofNullable(files.get(target));
    if (file.isEmpty()) {
      exchange.sendResponseHeaders(missing, -1);
      exchange.close();
      return;
    }
    boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    int from =
        same
            ? range.map(it -> Integer.parseInt(it.replaceAll("bytes=([0-9]+)-", "$1"))).orElse(0)
            : 0;
    byte[] bytes = file.get();
    exchange.getResponseHeaders().add("ETag", tag);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .add("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    int length = bytes.length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length == 0 ? -1 : length);
    boolean breaks = breaksOff.isPresent() && target.endsWith(".aci");
    exchange
        .getResponseBody()
        .write(bytes, from, breaks ? Math.min(breaksOff.orElse(0), length) : length);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
