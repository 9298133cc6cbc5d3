package org.appctoolkit.finding;

import org.appctoolkit.document.Pointer;
import org.appctoolkit.document.Region;

/** Where a finding is. */
public sealed interface Place {
  /**
   * In the text of a manifest.
   *
   * @param pointer the value in question; for a missing key, the object that lacks it
   * @param region its place in the text
   */
  record InText(Pointer pointer, Region region) implements Place {}

  /**
   * In an archive or a layout.
   *
   * @param entry the name of the entry in question, safe to print; empty for the image as a whole
   * @param headerOffset where the header of that entry begins in the uncompressed tar; without an
   *     entry, where reading was
   */
  record InArchive(String entry, long headerOffset) implements Place {
    /** The image as a whole. */
    public static final InArchive WHOLE = new InArchive("", 0);
  }

  /**
   * In the text of a discovery page.
   *
   * @param region its place in the text
   */
  record InPage(Region region) implements Place {}
}
