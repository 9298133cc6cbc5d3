package org.appctoolkit.document;

/**
 * What a reader accepts at the most, so that no input can exhaust it.
 *
 * @param documentBytes length of a document in bytes
 * @param depth objects and arrays that may stand inside one another
 * @param numberCharacters length of one number as written
 * @param findings what is reported about one document
 */
public record Limits(int documentBytes, int depth, int numberCharacters, int findings) {
  /** 1 MiB, 64 levels, 64 characters a number, 1000 findings. */
  public static final Limits DEFAULT = new Limits(1 << 20, 64, 64, 1000);

  /** Refuses limits under which nothing could be read. */
  public Limits {
    if (documentBytes < 1 || depth < 1 || numberCharacters < 1 || findings < 1) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }
}
