package org.appctoolkit.signature;

/**
 * What is accepted at the most, so that no input can exhaust the reader.
 *
 * @param keyringBytes length of a file of keys
 * @param signatureBytes length of a file of signatures
 * @param argon2Bytes memory for making a key of a passphrase with Argon2; never more than half of
 *     what the virtual machine may use at the most
 */
public record PgpLimits(int keyringBytes, int signatureBytes, long argon2Bytes) {
  /** 16 MiB of keys, 1 MiB of signatures, 256 MiB for Argon2. */
  public static final PgpLimits DEFAULT = new PgpLimits(16 << 20, 1 << 20, 256L << 20);

  /** Signatures in one file that are looked at; a file of more is refused. */
  static final int SIGNATURES = 32;

  /** Packets in one file; a file of more is refused. */
  static final int PACKETS = 200_000;

  /** Refuses limits under which nothing could be read. */
  public PgpLimits {
    if (keyringBytes < 1 || signatureBytes < 1 || argon2Bytes < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }

  /** The memory for Argon2 on this machine. */
  long argon2BytesHere() {
    return Math.min(argon2Bytes, Runtime.getRuntime().maxMemory() / 2);
  }
}
