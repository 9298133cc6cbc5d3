package org.appctoolkit.fuzz;

import java.util.Arrays;
import org.appctoolkit.archive.Compression;

/** Any bytes, read as an archive that is not compressed. */
public final class TarFuzz {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final int MAGIC = 257;

  private TarFuzz() {}

  /** Asserts the contract for these bytes, and for the same with the checksums that they need. */
  public static void fuzzerTestOneInput(byte[] data) {
    check(data);
    byte[] mended = mended(data);
    if (!Arrays.equals(mended, data)) {
      check(mended);
    }
  }

  private static void check(byte[] data) {
    Pass pass = Pass.ofAnyBytes(data);
    if (pass.summary().compression() == Compression.NONE) {
      pass.hasIdsOf(data);
      pass.hasContentsOf(data);
    }
  }

  /**
   * The bytes with a right checksum in every block that has the magic number of a header, or
   * nothing but spaces for a checksum: chance would take too long to find one.
   */
  static byte[] mended(byte[] data) {
    byte[] mended = data.clone();
    for (int block = 0; block + BLOCK <= data.length; block += BLOCK) {
      if (isHeader(data, block)) {
        mend(mended, block);
      }
    }
    return mended;
  }

  private static boolean isHeader(byte[] data, int block) {
    boolean blank = true;
    for (int i = block + CHECKSUM; i < block + CHECKSUM_END; i++) {
      blank &= data[i] == ' ';
    }
    byte[] magic = {'u', 's', 't', 'a', 'r'};
    int from = block + MAGIC;
    return blank || Arrays.equals(data, from, from + magic.length, magic, 0, magic.length);
  }

  private static void mend(byte[] data, int block) {
    Arrays.fill(data, block + CHECKSUM, block + CHECKSUM_END, (byte) ' ');
    int sum = 0;
    for (int i = block; i < block + BLOCK; i++) {
      sum += data[i] & 0xFF;
    }
    data[block + CHECKSUM_END - 2] = 0;
    for (int i = block + CHECKSUM_END - 3; i >= block + CHECKSUM; i--) {
      data[i] = (byte) ('0' + (sum & 7));
      sum >>= 3;
    }
  }
}
