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

  /** What the signature of an archive may be called, the right name first. */
  public static List<String> signatureNames(String fileName) {
    String stem = fileName.endsWith(".aci") ? fileName.substring(0, fileName.length() - 4) : "";
    return stem.isEmpty()
        ? List.of(fileName + ".asc", fileName + ".sig")
        : List.of(fileName + ".asc", fileName + ".sig", stem + ".asc", stem + ".sig");
  }

  /**
   * A file that is named like a signature.
   *
   * @param fileName the last part of its name
   * @param armoured whether it begins and ends as a detached signature in ASCII armour does
   */
  public record Signature(String fileName, boolean armoured) {
    /** The longest file that is looked at, in bytes. */
    public static final int MOST = 1 << 20;

    private static final String BEGIN = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    /** A file by its bytes, or one more of them than {@link #MOST}. */
    public static Signature of(String fileName, byte[] head) {
      String text = new String(head, StandardCharsets.ISO_8859_1);
      String stripped = text.strip();
      return new Signature(
          fileName, head.length <= MOST && stripped.startsWith(BEGIN) && stripped.endsWith(END));
    }
  }
}
