package org.appctoolkit.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What is around an image archive.
 *
 * @param fileName the last part of its name; empty if it has none, as standard input
 * @param signatures the files beside it that are named like signatures of it
 */
public record Packaging(Optional<String> fileName, List<Signature> signatures) {
  /** An archive that came without a name: nothing is known about what is around it. */
  public static final Packaging UNKNOWN = new Packaging(Optional.empty(), List.of());

  /** Copies the list. */
  public Packaging {
    signatures = List.copyOf(signatures);
  }

  /**
   * A file that is named like a signature.
   *
   * @param fileName the last part of its name
   * @param armoured whether it begins as a detached signature in ASCII armour does
   */
  public record Signature(String fileName, boolean armoured) {
    private static final String ARMOUR = "-----BEGIN PGP SIGNATURE-----";

    /** How many bytes of the file tell. */
    public static final int HEAD_BYTES = 1024;

    /** A file by its first bytes, {@link #HEAD_BYTES} of them or all there are. */
    public static Signature of(String fileName, byte[] head) {
      String text = new String(head, StandardCharsets.ISO_8859_1);
      return new Signature(fileName, text.stripLeading().startsWith(ARMOUR));
    }
  }
}
