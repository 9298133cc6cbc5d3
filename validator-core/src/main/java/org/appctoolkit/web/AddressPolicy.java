package org.appctoolkit.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be asked.
 *
 * <p>Whoever publishes a page or an image chooses hosts, and a host can have any address. So
 * addresses that only this machine or its network can reach are refused (RFC 6890), also where they
 * are wrapped into one of IPv6.
 *
 * @param allowsPrivate whether addresses that are not public may be asked after all; not so
 *     169.254.169.255, where executors have the metadata service of their pods
 */
public record AddressPolicy(boolean allowsPrivate) {
  private static final Block METADATA =
      Block.of("169.254.169.255/32", "that of the metadata service");

  /** Ranges that are not public, the narrower before the wider. */
  private static final List<Block> BLOCKS =
      List.of(
          Block.of("127.0.0.0/8", "one of this machine"),
          Block.of("0.0.0.0/8", "unspecified"),
          Block.of("169.254.0.0/16", "link-local"),
          Block.of("10.0.0.0/8", "private"),
          Block.of("172.16.0.0/12", "private"),
          Block.of("192.168.0.0/16", "private"),
          Block.of("100.64.0.0/10", "one inside of a carrier"),
          Block.of("192.0.0.0/24", "reserved"),
          Block.of("192.0.2.0/24", "reserved"),
          Block.of("198.18.0.0/15", "reserved"),
          Block.of("198.51.100.0/24", "reserved"),
          Block.of("203.0.113.0/24", "reserved"),
          Block.of("224.0.0.0/4", "multicast"),
          Block.of("240.0.0.0/4", "reserved"),
          Block.of("::1/128", "one of this machine"),
          Block.of("::/128", "unspecified"),
          Block.of("fe80::/10", "link-local"),
          Block.of("fc00::/7", "private"),
          Block.of("fec0::/10", "private"),
          Block.of("ff00::/8", "multicast"),
          Block.of("64:ff9b:1::/48", "private"),
          Block.of("100::/64", "reserved"),
          Block.of("2001::/32", "one of a tunnel"),
          Block.of("2001:db8::/32", "reserved"));

  /** Ranges of IPv6 in which an address of IPv4 stands, and at which byte. */
  private static final List<Wrap> WRAPS =
      List.of(
          new Wrap(Block.of("64:ff9b::/96", ""), 12),
          new Wrap(Block.of("2002::/16", ""), 2),
          new Wrap(Block.of("::/96", ""), 12),
          new Wrap(mapped(), 12));

  private record Wrap(Block block, int at) {}

  /** A range of addresses: those that begin with the same bits. */
  private static final class Block {
    private final byte[] first;
    private final int bits;
    private final String words;

    Block(byte[] first, int bits, String words) {
      this.first = first;
      this.bits = bits;
      this.words = words;
    }

    String words() {
      return words;
    }

    static Block of(String range, String words) {
      int slash = range.indexOf('/');
      return new Block(
          literal(range.substring(0, slash)), Integer.parseInt(range.substring(slash + 1)), words);
    }

    boolean holds(byte[] address) {
      if (address.length != first.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Why an address must not be asked, as what is said of it: {@code private}; or nothing. */
  Optional<String> objection(InetAddress address) {
    return objection(address.getAddress());
  }

  private Optional<String> objection(byte[] address) {
    if (METADATA.holds(address)) {
      return Optional.of(METADATA.words());
    }
    for (Wrap wrap : WRAPS) {
      if (wrap.block().holds(address) && !isLoopbackOrUnspecified(address)) {
        return objection(Arrays.copyOfRange(address, wrap.at(), wrap.at() + 4));
      }
    }
    return allowsPrivate
        ? Optional.empty()
        : BLOCKS.stream().filter(block -> block.holds(address)).map(Block::words).findFirst();
  }

  /** These two stand in the range of wrapped addresses, and wrap none. */
  private static boolean isLoopbackOrUnspecified(byte[] address) {
    for (int i = 0; i < 15; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[15] == 0 || address[15] == 1;
  }

  /** {@code ::ffff:0:0/96}, which Java would read as an address of IPv4. */
  private static Block mapped() {
    byte[] first = new byte[16];
    first[10] = (byte) 0xff;
    first[11] = (byte) 0xff;
    return new Block(first, 96, "");
  }

  private static byte[] literal(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }
}
