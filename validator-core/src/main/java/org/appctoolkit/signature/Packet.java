package org.appctoolkit.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.signature.PgpException.Kind;
import org.bouncycastle.bcpg.BCPGInputStream;

/** One packet of a file of keys or signatures, in memory. */
final class Packet {
  static final int PUBLIC_KEY_SESSION = 1;
  static final int SIGNATURE = 2;
  static final int PASSPHRASE_SESSION = 3;
  static final int ONE_PASS_SIGNATURE = 4;
  static final int SECRET_KEY = 5;
  static final int PUBLIC_KEY = 6;
  static final int SECRET_SUBKEY = 7;
  static final int COMPRESSED = 8;
  static final int ENCRYPTED = 9;
  static final int MARKER = 10;
  static final int LITERAL = 11;
  static final int TRUST = 12;
  static final int USER_ID = 13;
  static final int PUBLIC_SUBKEY = 14;
  static final int USER_ATTRIBUTE = 17;
  static final int ENCRYPTED_WITH_INTEGRITY = 18;
  static final int ENCRYPTED_AEAD = 20;
  static final int PADDING = 21;

  private final int tag;
  private final byte[] body;

  Packet(int tag, byte[] body) {
    this.tag = tag;
    this.body = body;
  }

  int tag() {
    return tag;
  }

  byte[] body() {
    return body;
  }

  /** The packet as it is written, with a header of our own. */
  byte[] encoded() {
    return ByteBuffer.allocate(body.length + 6)
        .put((byte) (0xC0 | tag))
        .put((byte) 0xFF)
        .putInt(body.length)
        .put(body)
        .array();
  }

  /** The packet for the library to read. */
  BCPGInputStream stream() {
    return new BCPGInputStream(new ByteArrayInputStream(encoded()));
  }

  /**
   * The packets of a file in which nothing is encrypted or compressed.
   *
   * @param what what messages call the file
   * @param most most bytes that are read
   */
  static Contents read(InputStream in, String what, int most) throws IOException, PgpException {
    byte[] bytes = in.readNBytes(most);
    if (bytes.length == most && in.read() >= 0) {
      throw new PgpException(Kind.LIMIT, what + " is longer than " + most + " bytes");
    }
    if (bytes.length == 0) {
      throw new PgpException(Kind.MALFORMED, what + " is empty");
    }
    try {
      List<Packet> packets = new ArrayList<>();
      if (Armour.isBinary(bytes)) {
        split(new ByteArrayInputStream(bytes), what, packets);
        return new Contents(packets, false);
      }
      InputStream text = new ByteArrayInputStream(bytes);
      Optional<Armour> block = Armour.next(text);
      if (block.isEmpty()) {
        throw new PgpException(
            Kind.MALFORMED, what + " is no PGP data, neither armoured nor binary");
      }
      for (; block.isPresent(); block = Armour.next(text)) {
        // The packets say what a block holds; its label is for people.
        split(block.get(), what, packets);
      }
      return new Contents(packets, true);
    } catch (IOException e) {
      throw new PgpException(Kind.MALFORMED, what + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void split(InputStream in, String what, List<Packet> packets)
      throws IOException, PgpException {
    PacketStream stream = new PacketStream(in);
    for (Optional<PacketStream.Body> next = stream.next(); next.isPresent(); next = stream.next()) {
      if (!next.get().isOfKnownLength()) {
        throw new IOException("a packet does not tell its length");
      }
      if (packets.size() == PgpLimits.PACKETS) {
        throw new PgpException(
            Kind.LIMIT, what + " has more than " + PgpLimits.PACKETS + " packets");
      }
      packets.add(new Packet(next.get().tag(), next.get().readAllBytes()));
    }
  }

  /** What a file holds. */
  record Contents(List<Packet> packets, boolean armoured) {}
}
