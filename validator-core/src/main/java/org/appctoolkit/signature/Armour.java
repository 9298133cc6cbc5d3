package org.appctoolkit.signature;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The bytes that stand between the first and the last line of an armoured block (RFC 4880, 6.2).
 *
 * <p>Ends where the block ends; what follows is left in the stream below. A checksum that is there
 * must be right. Lines are bounded.
 */
final class Armour extends InputStream {
  private static final int LONGEST_LINE = 8192;
  private static final String BEGIN = "-----BEGIN PGP ";
  private static final String END = "-----END PGP ";
  private static final String DASHES = "-----";

  private final InputStream in;
  private final String label;
  private byte[] bytes = new byte[0];
  private int at;
  private boolean ended;
  private String rest = "";
  private int checksum = 0xB704CE;

  private Armour(InputStream in, String label) {
    this.in = in;
    this.label = label;
  }

  /**
   * The next block, whatever text stands before it; empty if there is none.
   *
   * @throws IOException if the headers of a block break off
   */
  static Optional<Armour> next(InputStream in) throws IOException {
    for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
      String text = line.get().strip();
      if (text.startsWith(BEGIN) && text.endsWith(DASHES) && text.length() > BEGIN.length() + 5) {
        Armour block =
            new Armour(in, text.substring(BEGIN.length(), text.length() - DASHES.length()));
        block.skipHeaders();
        return Optional.of(block);
      }
    }
    return Optional.empty();
  }

  /** What the block is said to be, such as {@code SIGNATURE}. */
  String label() {
    return label;
  }

  /** An armoured block. */
  static byte[] of(String label, byte[] content) {
    int sum = 0xB704CE;
    for (byte it : content) {
      sum = add(sum, it);
    }
    byte[] check = {(byte) (sum >> 16), (byte) (sum >> 8), (byte) sum};
    String text =
        BEGIN
            + label
            + "-----\n\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n="
            + Base64.getEncoder().encodeToString(check)
            + '\n'
            + END
            + label
            + "-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void skipHeaders() throws IOException {
    for (int i = 0; i < 64; i++) {
      String line = line(in).orElseThrow(Armour::brokenOff).strip();
      if (line.isEmpty()) {
        return;
      }
      if (line.indexOf(':') < 0) {
        // Some writers leave out the empty line when there are no headers.
        rest = line;
        return;
      }
    }
    throw new IOException("the armour has too many headers");
  }

  private static EOFException brokenOff() {
    return new EOFException("the armour breaks off before its last line");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == bytes.length) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    String line = rest.isEmpty() ? line(in).orElseThrow(Armour::brokenOff).strip() : rest;
    rest = "";
    if (line.isEmpty()) {
      return;
    }
    if (line.startsWith(END)) {
      end(line);
    } else if (line.startsWith("=") && line.length() == 5) {
      byte[] sum = decode(line.substring(1));
      if (sum.length != 3
          || (((sum[0] & 0xFF) << 16) | ((sum[1] & 0xFF) << 8) | (sum[2] & 0xFF)) != checksum) {
        throw new IOException("the checksum of the armour is wrong");
      }
      end(line(in).orElseThrow(Armour::brokenOff).strip());
    } else {
      bytes = decode(line);
      at = 0;
      for (byte it : bytes) {
        checksum = add(checksum, it);
      }
    }
  }

  private void end(String line) throws IOException {
    if (!line.equals(END + label + DASHES)) {
      throw new IOException("the armour does not end with the line that belongs to its first one");
    }
    ended = true;
    bytes = new byte[0];
    at = 0;
  }

  private static byte[] decode(String line) throws IOException {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("a line of the armour is no base64", e);
    }
  }

  private static int add(int checksum, byte next) {
    int sum = checksum ^ ((next & 0xFF) << 16);
    for (int i = 0; i < 8; i++) {
      sum <<= 1;
      if ((sum & 0x1000000) != 0) {
        sum ^= 0x1864CFB;
      }
    }
    return sum & 0xFFFFFF;
  }

  /** The next line in ISO 8859-1 without its end; a longer one than is allowed comes in pieces. */
  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    // A piece is a multiple of four, so that base64 without line ends can be decoded.
    while (next >= 0 && next != '\n') {
      line.write(next);
      if (line.size() == LONGEST_LINE) {
        break;
      }
      next = in.read();
    }
    return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
  }

  /** Whether bytes begin like something binary, and not like a text with an armoured block. */
  static boolean isBinary(byte[] head) {
    return head.length > 0 && (head[0] & 0x80) != 0 && !startsWithByteOrderMark(head);
  }

  private static boolean startsWithByteOrderMark(byte[] head) {
    return head.length >= 3
        && Arrays.equals(head, 0, 3, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, 0, 3);
  }
}
