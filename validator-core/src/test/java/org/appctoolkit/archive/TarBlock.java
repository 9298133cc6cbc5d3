package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A header block written by hand, so that it can be wrong; and what else a tar is made of. */
final class TarBlock {
  static final byte[] END = new byte[1024];

  private final byte[] block = new byte[512];

  private TarBlock() {}

  static TarBlock v7(String name) {
    return new TarBlock()
        .raw(0, name.getBytes(UTF_8))
        .octal(100, 8, 0644)
        .octal(108, 8, 0)
        .octal(116, 8, 0)
        .size(0)
        .octal(136, 12, 1_500_000_000);
  }

  static TarBlock ustar(String name) {
    return v7(name).type('0').text(257, "ustar\00000").octal(329, 8, 0).octal(337, 8, 0);
  }

  static TarBlock gnu(String name) {
    return v7(name).type('0').text(257, "ustar  \0");
  }

  TarBlock type(char type) {
    block[156] = (byte) type;
    return this;
  }

  TarBlock size(long size) {
    return octal(124, 12, size);
  }

  TarBlock octal(int offset, int length, long number) {
    return text(offset, String.format("%0" + (length - 1) + "o\0", number));
  }

  TarBlock link(String name) {
    return text(157, name);
  }

  TarBlock text(int offset, String text) {
    return raw(offset, text.getBytes(ISO_8859_1));
  }

  TarBlock raw(int offset, byte... bytes) {
    System.arraycopy(bytes, 0, block, offset, bytes.length);
    return this;
  }

  /** The block with its checksum. */
  byte[] bytes() {
    return bytes(false);
  }

  byte[] bytes(boolean signed) {
    byte[] signedBlock = block.clone();
    Arrays.fill(signedBlock, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte octet : signedBlock) {
      sum += signed ? octet : octet & 0xFF;
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(ISO_8859_1);
    System.arraycopy(digits, 0, signedBlock, 148, 8);
    return signedBlock;
  }

  /** The block with its checksum and a content of the size it should have. */
  byte[] with(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return join(size(bytes.length).bytes(), padded(bytes));
  }

  static byte[] file(String name, String content) {
    return ustar(name).with(content);
  }

  static byte[] pax(String... records) {
    return ustar("PaxHeaders/x").type('x').with(String.join("", records));
  }

  static byte[] globalPax(String... records) {
    return ustar("PaxHeaders/g").type('g').with(String.join("", records));
  }

  static byte[] longName(char type, String name) {
    return gnu("././@LongLink").type(type).with(name + '\0');
  }

  /** A pax record with the length that it has. */
  static String record(String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(UTF_8).length;
    int length = rest + 1;
    while (Integer.toString(length).length() + rest != length) {
      length++;
    }
    return length + " " + key + "=" + value + "\n";
  }

  static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (content.length + 511) / 512 * 512);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
