package org.appctoolkit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final URI SECURE = URI.create("https://example.com/a");
  private static final URI PLAIN = URI.create("http://example.com/a");

  @Test
  void eachSchemeHasItsProxy() throws MalformedProxyException {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://p1:3128", "http_proxy", "p2:8080/"));

    assertThat(proxies.proxyFor(SECURE)).contains(URI.create("http://p1:3128"));
    assertThat(proxies.proxyFor(PLAIN)).contains(URI.create("http://p2:8080/"));
  }

  @Test
  void withoutVariablesThereIsNone() throws MalformedProxyException {
    assertThat(Proxies.of(Map.of("HTTPS_PROXY", " ")).proxyFor(SECURE)).isEmpty();
    assertThat(Proxies.NONE.proxyFor(SECURE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | true",
        "example.com | true",
        "EXAMPLE.COM | true",
        ".example.com | true",
        "*.example.com | true",
        "com | true",
        "ample.com | false",
        "example.com:443 | true",
        "example.com:8443 | false",
        "other.org, example.com | true",
        "other.org example.com | true",
        "www.example.com | false",
      })
  void exceptionsAreAskedDirectly(String exceptions, boolean direct)
      throws MalformedProxyException {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", exceptions));

    assertThat(proxies.proxyFor(SECURE).isEmpty()).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://p:1", "socks5://p:1", "http://", "http://u:p@p:1", "a b", "http://p:0"})
  void whatIsNoProxyIsSaid(String value) {
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", value)))
        .isInstanceOf(MalformedProxyException.class)
        .hasMessageStartingWith("the proxy of HTTPS_PROXY ");
  }
}
