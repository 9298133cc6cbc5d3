package org.appctoolkit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy STRICT = new AddressPolicy(false);
  private static final AddressPolicy LENIENT = new AddressPolicy(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
        "169.254.0.1",
        "169.254.169.254",
        "100.64.0.0",
        "100.127.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "255.255.255.255",
        "240.0.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "192.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "fc00::1",
        "fdff::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2002:7f00:1::1",
        "2001:0:1::1",
        "2001:db8::1",
        "100::1"
      })
  void whatIsNotPublicIsRefusedUnlessItIsAllowed(String address) throws UnknownHostException {
    assertThat(STRICT.objection(InetAddress.getByName(address))).isPresent();
    assertThat(LENIENT.objection(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "223.255.255.255",
        "128.0.0.0",
        "126.255.255.255",
        "2606:4700::1111",
        "2001:4860::8888",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1",
        "::ffff:8.8.8.8"
      })
  void whatIsPublicIsAsked(String address) throws UnknownHostException {
    assertThat(STRICT.objection(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.255",
        "::ffff:169.254.169.255",
        "::169.254.169.255",
        "64:ff9b::169.254.169.255",
        "2002:a9fe:a9ff::"
      })
  void theMetadataServiceIsNeverAsked(String address) throws UnknownHostException {
    assertThat(LENIENT.objection(InetAddress.getByName(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "127.0.0.1", "169.254.169.255"})
  void anAddressOfIpv4InOneOfIpv6IsThatAddress(String address) throws UnknownHostException {
    byte[] four = InetAddress.getByName(address).getAddress();
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(four, 0, mapped, 12, 4);

    // Java reads these bytes as IPv4; an Inet6Address of them can only be made with a scope.
    InetAddress six = java.net.Inet6Address.getByAddress(address, mapped, 0);

    assertThat(STRICT.objection(six)).isPresent();
    assertThat(STRICT.objection(six).orElseThrow().toLowerCase(Locale.ROOT)).isNotBlank();
  }
}
