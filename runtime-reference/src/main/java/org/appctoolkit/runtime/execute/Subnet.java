package org.appctoolkit.runtime.execute;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The IPv4 addresses of a bridge and of the pods on it: the first is the bridge's.
 *
 * @param network its lowest address, which nobody has, as a number
 * @param prefix how many bits all of them have in common, from 8 to 30
 */
public record Subnet(long network, int prefix) {
  /** The one that pods have if nobody says otherwise. */
  public static final Subnet USUAL = new Subnet(0x0AD60000L, 16);

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]|[1-3][0-9])");
  private static final int FIRST_OF_HOSTS = 1;
  private static final int LOOPBACK = 127;
  private static final int FIRST_OF_GROUPS = 224;

  /** Reads one such as {@code 10.214.0.0/16}; empty if it is none that pods could have. */
  public static Optional<Subnet> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Long> address = number(matcher);
    int prefix = Integer.parseInt(matcher.group(5));
    return address
        .filter(it -> prefix >= 8 && prefix <= 30 && it % (1L << (32 - prefix)) == 0)
        .map(it -> new Subnet(it, prefix));
  }

  /** The one whose bridge has this address. */
  static Subnet of(String gateway, int prefix) {
    return new Subnet(parseAddress(gateway).orElse(USUAL.network() + 1) - 1, prefix);
  }

  private static Optional<Long> number(Matcher matcher) {
    long number = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        return Optional.empty();
      }
      number = number << 8 | part;
    }
    long first = number >> 24;
    boolean ofHosts = first >= FIRST_OF_HOSTS && first != LOOPBACK && first < FIRST_OF_GROUPS;
    return ofHosts ? Optional.of(number) : Optional.empty();
  }

  /** The address of the bridge. */
  String gateway() {
    return text(network + 1);
  }

  /** How many pods can have one. */
  long size() {
    return (1L << (32 - prefix)) - 3;
  }

  /** The address of a pod, counted from 0. */
  String address(long number) {
    return text(network + 2 + number);
  }

  /** Whether a pod could have this address. */
  boolean has(String address) {
    return parseAddress(address)
        .filter(it -> it >= network + 2 && it < network + 2 + size())
        .isPresent();
  }

  /** An address as a number; empty if it is none. */
  static Optional<Long> parseAddress(String address) {
    Matcher matcher = FORM.matcher(address + "/32");
    return matcher.matches() ? number(matcher) : Optional.empty();
  }

  /** A number as an address. */
  static String addressOf(long number) {
    return text(number);
  }

  private static String text(long address) {
    return (address >> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return text(network) + "/" + prefix;
  }
}
