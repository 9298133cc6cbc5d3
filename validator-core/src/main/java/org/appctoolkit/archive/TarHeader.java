package org.appctoolkit.archive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/** One header block and where everything is in it (POSIX.1-1988, and GNU tar's manual). */
final class TarHeader {
  /** Length of a header, and of the unit that everything in a tar is padded to. */
  static final int BLOCK = 512;

  /** Where the magic number is. */
  static final int MAGIC = 257;

  /** A field with a number in it. */
  enum NumberField {
    MODE("mode", 100, 8),
    UID("user ID", 108, 8),
    GID("group ID", 116, 8),
    SIZE("size", 124, 12),
    MTIME("modification time", 136, 12),
    MAJOR("device major number", 329, 8),
    MINOR("device minor number", 337, 8);

    private final String words;
    private final int offset;
    private final int length;

    NumberField(String words, int offset, int length) {
      this.words = words;
      this.offset = offset;
      this.length = length;
    }

    String words() {
      return words;
    }

    /** The largest number that fits as octal digits. */
    long mostOctal() {
      return (1L << (3 * (length - 1))) - 1;
    }
  }

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK_NAME = 157;
  private static final int USER_NAME = 265;
  private static final int GROUP_NAME = 297;
  private static final int PREFIX = 345;
  private static final int MAGIC_LENGTH = 8;
  private static final int STAR_PREFIX_LENGTH = 131;
  private static final int STAR_MAGIC = 508;
  private static final int SPARSE_EXTENDED = 482;

  /** Length of the field for what stands before a name. */
  static final int PREFIX_LENGTH = 155;

  /** Length of the fields for a name and for the name of a link. */
  static final int NAME_LENGTH = 100;

  /** Length of the fields for the names of a user and of a group. */
  static final int OWNER_LENGTH = 32;

  private static final long LOW_OF_PAIRS = 0x00FF_00FF_00FF_00FFL;
  private static final long SIGNS = 0x8080_8080_8080_8080L;

  private final byte[] block = new byte[BLOCK];
  private final ByteBuffer words = ByteBuffer.wrap(block);

  /** The block itself, to be filled. */
  byte[] block() {
    return block;
  }

  /** Whether it holds zeros only. */
  boolean isZero() {
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      if (words.getLong(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether its checksum is right; old tars that added signed bytes are right as well, as all
   * readers take them.
   */
  boolean hasItsChecksum() {
    OptionalLong stored = number(CHECKSUM, CHECKSUM_LENGTH);
    // Eight bytes at a time, as every header of every archive comes through here. Each 16 bits of
    // the sums take two bytes a round, which is enough room for twice as many rounds.
    long sums = 0;
    int negative = 0;
    for (int i = 0; i < BLOCK; i += Long.BYTES) {
      long octets = words.getLong(i);
      sums += (octets & LOW_OF_PAIRS) + ((octets >>> Byte.SIZE) & LOW_OF_PAIRS);
      negative += Long.bitCount(octets & SIGNS);
    }
    int unsigned = CHECKSUM_LENGTH * ' ';
    for (int shift = 0; shift < Long.SIZE; shift += Short.SIZE) {
      unsigned += (int) (sums >>> shift) & 0xFFFF;
    }
    // The checksum itself counts as spaces.
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_LENGTH; i++) {
      unsigned -= block[i] & 0xFF;
      negative -= block[i] >>> 31;
    }
    return stored.isPresent()
        && (stored.getAsLong() == unsigned || stored.getAsLong() == unsigned - 256 * negative);
  }

  char type() {
    return (char) (block[TYPE] & 0xFF);
  }

  /** The form it is written in, as far as this one block tells. */
  TarDialect dialect() {
    if (!isAt(MAGIC, "ustar")) {
      return TarDialect.V7;
    }
    return isAt(MAGIC, "ustar  ") ? TarDialect.GNU : TarDialect.USTAR;
  }

  Octets name() {
    return text(0, NAME_LENGTH);
  }

  /** The name with what ustar puts before it. */
  Octets prefixedName() {
    if (dialect() != TarDialect.USTAR || block[PREFIX] == 0) {
      return name();
    }
    int length = isAt(STAR_MAGIC, "tar\0") ? STAR_PREFIX_LENGTH : PREFIX_LENGTH;
    int prefixLength = end(PREFIX, length) - PREFIX;
    int nameLength = end(0, NAME_LENGTH);
    byte[] joined = new byte[prefixLength + 1 + nameLength];
    System.arraycopy(block, PREFIX, joined, 0, prefixLength);
    joined[prefixLength] = '/';
    System.arraycopy(block, 0, joined, prefixLength + 1, nameLength);
    return Octets.wrap(joined);
  }

  Octets linkName() {
    return text(LINK_NAME, NAME_LENGTH);
  }

  Octets userName() {
    return dialect() == TarDialect.V7 ? Octets.EMPTY : text(USER_NAME, OWNER_LENGTH);
  }

  Octets groupName() {
    return dialect() == TarDialect.V7 ? Octets.EMPTY : text(GROUP_NAME, OWNER_LENGTH);
  }

  /** Whether more of the map of an old GNU sparse file follows in blocks of its own. */
  boolean isSparseMapExtended() {
    return block[SPARSE_EXTENDED] != 0;
  }

  /** The number in a field: 0 if it is blank, empty if it is malformed or too large. */
  OptionalLong number(NumberField field) {
    return number(field.offset, field.length);
  }

  private OptionalLong number(int offset, int length) {
    return block[offset] < 0 ? binary(offset, length) : octal(offset, length);
  }

  /** Octal digits, with spaces before them, up to a NUL, a space or the end of the field. */
  private OptionalLong octal(int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long number = 0;
    // Twelve digits of three bits each cannot overflow.
    while (at < end && block[at] >= '0' && block[at] <= '7') {
      number = (number << 3) + (block[at] - '0');
      at++;
    }
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    return at == end ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** GNU tar's large numbers: two's complement, with the highest bit given up for a mark. */
  private OptionalLong binary(int offset, int length) {
    int first = block[offset] & 0x7F;
    long number = (first & 0x40) == 0 ? first : first - 0x80;
    for (int i = 1; i < length; i++) {
      if (number > Long.MAX_VALUE >> 8 || number < Long.MIN_VALUE >> 8) {
        return OptionalLong.empty();
      }
      number = (number << 8) | (block[offset + i] & 0xFF);
    }
    return OptionalLong.of(number);
  }

  /** Makes this an empty header of ustar, to be filled and then {@link #seal sealed}. */
  void begin(char type) {
    Arrays.fill(block, (byte) 0);
    block[TYPE] = (byte) type;
    put(MAGIC, Octets.of("ustar\u000000"), MAGIC_LENGTH);
  }

  /** Writes a number, which must fit: as many octal digits as there is room for, and a NUL. */
  void setNumber(NumberField field, long number) {
    digits(field.offset, field.length - 1, number);
  }

  /** Writes a name, cut where the field ends, and what ustar puts before it. */
  void setName(Octets prefix, Octets name) {
    put(0, name, NAME_LENGTH);
    put(PREFIX, prefix, PREFIX_LENGTH);
  }

  /** Writes the name of a link, cut where the field ends. */
  void setLinkName(Octets name) {
    put(LINK_NAME, name, NAME_LENGTH);
  }

  /** Writes the names of the owners, each cut so that a NUL fits behind it. */
  void setOwnerNames(Octets user, Octets group) {
    put(USER_NAME, user, OWNER_LENGTH - 1);
    put(GROUP_NAME, group, OWNER_LENGTH - 1);
  }

  /** Writes the checksum. */
  void seal() {
    Arrays.fill(block, CHECKSUM, CHECKSUM + CHECKSUM_LENGTH, (byte) ' ');
    int sum = 0;
    for (byte octet : block) {
      sum += octet & 0xFF;
    }
    digits(CHECKSUM, CHECKSUM_LENGTH - 2, sum);
    block[CHECKSUM + CHECKSUM_LENGTH - 2] = 0;
  }

  private void digits(int offset, int length, long number) {
    long left = number;
    for (int i = offset + length - 1; i >= offset; i--) {
      block[i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
  }

  private void put(int offset, Octets text, int most) {
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      block[offset + i] = text.byteAt(i);
    }
  }

  private boolean isAt(int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (block[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private Octets text(int offset, int length) {
    return Octets.wrap(Arrays.copyOfRange(block, offset, end(offset, length)));
  }

  /** Where the text in a field ends: at a NUL or with the field. */
  private int end(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return end;
  }
}
