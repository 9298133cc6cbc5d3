package org.appctoolkit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a sequence of bytes is, by its first bytes and whatever its name. */
public enum Format {
  /** A tar of any form. */
  TAR("a tar archive"),
  /** Compressed with gzip. */
  GZIP("gzip"),
  /** Compressed with bzip2. */
  BZIP2("bzip2"),
  /** Compressed with xz. */
  XZ("xz"),
  /** A PGP message as binary: encrypted, or at least wrapped. */
  PGP("a PGP message"),
  /** A PGP message as text. */
  PGP_ARMOURED("an armoured PGP message"),
  /** A PGP signature or key as text. */
  PGP_OTHER("a PGP signature or key"),
  /** A zip archive. */
  ZIP("a zip archive"),
  /** Compressed with Zstandard. */
  ZSTD("Zstandard"),
  /** A 7z archive. */
  SEVEN_ZIP("a 7z archive"),
  /** Compressed with LZ4. */
  LZ4("LZ4"),
  /** An RPM package. */
  RPM("an RPM package"),
  /** A Debian package, or another archive of ar. */
  DEB("a Debian package or another ar archive"),
  /** A JSON object, which may be a manifest. */
  JSON("a JSON object"),
  /** A directory with the manifest and the root file system of an image, as no bytes can be. */
  LAYOUT("an image layout"),
  /** No bytes at all. */
  EMPTY("nothing"),
  /** Anything else. */
  UNKNOWN("of unknown format");

  /** How many bytes it takes to tell; fewer do if there are no more. */
  public static final int HEAD_BYTES = TarHeader.BLOCK;

  private static final Magic[] MAGICS = {
    new Magic(GZIP, 0x1F, 0x8B),
    new Magic(XZ, 0xFD, '7', 'z', 'X', 'Z', 0),
    new Magic(ZIP, 'P', 'K', 3, 4),
    new Magic(ZIP, 'P', 'K', 5, 6),
    new Magic(ZIP, 'P', 'K', 7, 8),
    new Magic(ZSTD, 0x28, 0xB5, 0x2F, 0xFD),
    new Magic(SEVEN_ZIP, '7', 'z', 0xBC, 0xAF, 0x27, 0x1C),
    new Magic(LZ4, 0x04, 0x22, 0x4D, 0x18),
    new Magic(LZ4, 0x02, 0x21, 0x4C, 0x18),
    new Magic(RPM, 0xED, 0xAB, 0xEE, 0xDB),
    new Magic(DEB, '!', '<', 'a', 'r', 'c', 'h', '>', '\n'),
  };

  private static final String ARMOUR = "-----BEGIN PGP ";

  private final String words;

  Format(String words) {
    this.words = words;
  }

  /** What messages call it. */
  public String words() {
    return words;
  }

  /**
   * The format of what a stream holds, which afterwards stands where it stood.
   *
   * @throws IllegalArgumentException if the stream cannot go back
   */
  public static Format detect(InputStream stream) throws IOException {
    if (!stream.markSupported()) {
      throw new IllegalArgumentException("the stream has no mark");
    }
    stream.mark(HEAD_BYTES);
    byte[] head = stream.readNBytes(HEAD_BYTES);
    stream.reset();
    return of(head);
  }

  /** The format of what begins with these bytes: {@link #HEAD_BYTES} of them, or all there are. */
  public static Format of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (isBzip2(head)) {
      return BZIP2;
    }
    for (Magic magic : MAGICS) {
      if (magic.begins(head)) {
        return magic.format;
      }
    }
    if (isTar(head)) {
      return TAR;
    }
    if (isPgp(head)) {
      return PGP;
    }
    return text(head);
  }

  /** Whether these bytes begin with a block that any reader of tar takes for a header. */
  static boolean isTarHeader(byte[] head) {
    if (head.length < TarHeader.BLOCK) {
      return false;
    }
    TarHeader header = new TarHeader();
    System.arraycopy(head, 0, header.block(), 0, TarHeader.BLOCK);
    return !header.isZero() && header.hasItsChecksum();
  }

  private static boolean isTar(byte[] head) {
    if (isTarHeader(head)) {
      return true;
    }
    if (head.length >= TarHeader.BLOCK) {
      boolean zero = true;
      for (byte octet : head) {
        zero &= octet == 0;
      }
      if (zero) {
        return true;
      }
    }
    // Without its checksum this is a damaged tar, but nothing else either.
    int magic = TarHeader.MAGIC;
    byte[] ustar = {'u', 's', 't', 'a', 'r'};
    return head.length >= magic + ustar.length
        && Arrays.equals(head, magic, magic + ustar.length, ustar, 0, ustar.length);
  }

  private static boolean isBzip2(byte[] head) {
    return head.length >= 4
        && head[0] == 'B'
        && head[1] == 'Z'
        && head[2] == 'h'
        && head[3] >= '1'
        && head[3] <= '9'
        && (head.length < 5 || head[4] == 0x31 || head[4] == 0x17);
  }

  /**
   * Whether the first packet (RFC 9580) is one that a message begins with, of a version that there
   * is: one byte alone would take too much for PGP.
   */
  private static boolean isPgp(byte[] head) {
    int first = head[0] & 0xFF;
    if (first < 0x80 || head.length < 2) {
      return false;
    }
    boolean current = (first & 0x40) != 0;
    int tag = current ? first & 0x3F : (first >> 2) & 0xF;
    int body = current ? bodyBehindLength(head[1] & 0xFF) : bodyBehindOldLength(first & 3);
    if (head.length < body + 2) {
      return false;
    }
    int version = head[body];
    int next = head[body + 1];
    return switch (tag) {
      case 1 -> version == 3 || version == 6;
      case 3 -> (version == 4 && next >= 1 && next <= 13) || version == 5 || version == 6;
      case 4 -> (version == 3 || version == 6) && next >= 0 && next <= 1;
      case 8 -> version >= 0 && version <= 3 && (first & 0x43) == 3;
      case 10 -> version == 'P' && next == 'G';
      case 18 -> version == 1 || version == 2;
      case 20 -> version == 1;
      default -> false;
    };
  }

  private static int bodyBehindLength(int length) {
    if (length == 255) {
      return 6;
    }
    return length >= 192 && length < 224 ? 3 : 2;
  }

  private static int bodyBehindOldLength(int lengthType) {
    return lengthType == 3 ? 1 : 1 + (1 << lengthType);
  }

  private static Format text(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String stripped = (text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3) : text).strip();
    if (stripped.startsWith(ARMOUR + "MESSAGE")) {
      return PGP_ARMOURED;
    }
    if (stripped.startsWith(ARMOUR)) {
      return PGP_OTHER;
    }
    return stripped.startsWith("{") ? JSON : UNKNOWN;
  }

  private static final class Magic {
    private final Format format;
    private final byte[] bytes;

    Magic(Format format, int... bytes) {
      this.format = format;
      this.bytes = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        this.bytes[i] = (byte) bytes[i];
      }
    }

    boolean begins(byte[] head) {
      return head.length >= bytes.length
          && Arrays.equals(head, 0, bytes.length, bytes, 0, bytes.length);
    }
  }
}
