package org.appctoolkit.image;

/**
 * SipHash-1-3 of a part of a name and the directory it stands in.
 *
 * <p>Whoever makes an archive can choose its names. With a key that they do not know they cannot
 * choose names that all have one hash, which would make every look-up as slow as the archive is
 * long.
 */
final class SipHash {
  private final long key0;
  private final long key1;

  SipHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  int of(int parent, byte[] bytes, int start, int end) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    long word = Integer.toUnsignedLong(parent);
    int filled = Integer.BYTES;
    for (int i = start; i <= end; i++) {
      // The length of the name stands behind it.
      long octet = i < end ? bytes[i] & 0xFF : (end - start) & 0xFF;
      word |= octet << (8 * filled);
      filled++;
      if (filled == Long.BYTES || i == end) {
        v3 ^= word;
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
        v0 ^= word;
        word = 0;
        filled = 0;
      }
    }
    v2 ^= 0xFF;
    for (int round = 0; round < 3; round++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
    long hash = v0 ^ v1 ^ v2 ^ v3;
    return (int) (hash ^ (hash >>> 32));
  }
}
