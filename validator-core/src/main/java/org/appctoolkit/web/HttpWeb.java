package org.appctoolkit.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.appctoolkit.discovery.Reply;
import org.appctoolkit.discovery.Web;
import org.appctoolkit.discovery.WebException;
import org.appctoolkit.discovery.WebRequest;
import org.jspecify.annotations.Nullable;

/**
 * The web, by HTTP/1.1 over TLS or without it.
 *
 * <p>One request is one connection. Headers of more than 100 fields, or of more than 16 KiB a line,
 * are refused; the body is handed on as it comes. Safe for use by several threads.
 */
public final class HttpWeb implements Web, Closeable {
  private static final int HEADER_LINE = 16 << 10;
  private static final int HEADERS = 100;

  private final HttpSettings settings;
  private final HostLookup lookup;
  private final PublicAddresses addresses;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor watch;

  /** A web that asks as the settings say. */
  public HttpWeb(HttpSettings settings) {
    this(settings, HostLookup.OF_THE_MACHINE);
  }

  /**
   * A web with a resolver of its own.
   *
   * @param lookup who knows the addresses of hosts, those of proxies included
   */
  public HttpWeb(HttpSettings settings, HostLookup lookup) {
    this.settings = settings;
    this.lookup = lookup;
    addresses = new PublicAddresses(lookup, settings.addresses());
    client = client();
    watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "appc-web-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
  }

  private CloseableHttpClient client() {
    Timeout silence = timeout(settings.silence());
    Http1Config bounds =
        Http1Config.custom().setMaxLineLength(HEADER_LINE).setMaxHeaderCount(HEADERS).build();
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder().http1Config(bounds).build())
                // The host of the URL is checked by both: Java's TLS and HttpClient.
                .setTlsSocketStrategy(
                    new DefaultClientTlsStrategy(
                        settings
                            .authorities()
                            .map(Authorities::context)
                            .orElseGet(SSLContexts::createDefault),
                        HostnameVerificationPolicy.BOTH,
                        null))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(silence).build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(timeout(settings.connectTime()))
                        .setSocketTimeout(silence)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setResponseTimeout(silence)
                .setAuthenticationEnabled(false)
                .setRedirectsEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setRoutePlanner(new Routes())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setUserAgent(settings.userAgent())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.ofMilliseconds(duration.toMillis());
  }

  @Override
  public Reply get(WebRequest request) throws WebException {
    URI url = request.url();
    HttpGet get = new HttpGet(url);
    get.setHeader("Accept-Encoding", "identity");
    request.headers().forEach(get::setHeader);
    Deadline deadline = Deadline.of(settings.totalTime(), watch, get::abort);
    try {
      refuseForbiddenLiteral(url);
      HttpClientContext context = HttpClientContext.create();
      ClassicHttpResponse response = client.executeOpen(target(url), get, context);
      if (WebRequest.isSecure(url) && context.getSSLSession() == null) {
        throw refusal(response);
      }
      Runnable end =
          () -> {
            deadline.end();
            // Else closing would wait for the rest of the body.
            get.abort();
            closeQuietly(response);
          };
      InputStream body =
          response.getEntity() == null
              ? InputStream.nullInputStream()
              : response.getEntity().getContent();
      return new Reply(response.getCode(), headers(response), new WebBody(body, deadline), end);
    } catch (IOException e) {
      deadline.end();
      get.abort();
      throw Failures.of(e, deadline);
    }
  }

  /**
   * An answer without TLS is that of a proxy to CONNECT. It is nothing that the server has said, so
   * whoever can forge it could redirect elsewhere, or hide a page.
   */
  private static WebException refusal(ClassicHttpResponse response) {
    return new WebException(
        WebException.Kind.CONNECTION,
        "the proxy makes no connection, and answers with status " + response.getCode());
  }

  /** With a proxy nobody asks the resolver, but what an address as text means is known. */
  private void refuseForbiddenLiteral(URI url) throws UnknownHostException {
    String host = plainHost(url);
    if (host.indexOf(':') >= 0 || host.matches("[0-9.]+")) {
      addresses.resolve(host);
    }
  }

  private static HttpHost target(URI url) {
    return new HttpHost(url.getScheme().toLowerCase(Locale.ROOT), plainHost(url), url.getPort());
  }

  /** The host without the brackets of IPv6. */
  private static String plainHost(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // It was broken off, and nothing of it is wanted any more.
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }

  /** Sends requests through proxies, whose addresses the operator has chosen and nobody checks. */
  private final class Routes extends DefaultRoutePlanner {
    Routes() {
      super(null);
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context)
        throws HttpException {
      Optional<URI> proxy = settings.proxies().proxyFor(URI.create(target.toURI()));
      if (proxy.isEmpty()) {
        return null;
      }
      URI url = proxy.get();
      try {
        InetAddress address = lookup.addresses(plainHost(url)).get(0);
        return new HttpHost(
            "http", address, plainHost(url), url.getPort() < 0 ? 80 : url.getPort());
      } catch (UnknownHostException e) {
        throw new HttpException("the proxy " + url.getHost() + " has no address", e);
      }
    }
  }
}
