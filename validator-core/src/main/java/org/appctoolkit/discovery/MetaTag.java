package org.appctoolkit.discovery;

import java.util.Optional;
import org.appctoolkit.document.Region;

/**
 * A meta tag of a page that is about discovery.
 *
 * @param name its name, such as {@code ac-discovery}
 * @param content its content; empty if it has none
 * @param place the name in the text
 * @param contentPlace the content in the text; the whole tag if it has none
 * @param parts the content taken apart; empty if it is not of the form for that
 */
public record MetaTag(
    String name, String content, Region place, Region contentPlace, Optional<Parts> parts) {
  /** The name of tags with templates of URLs of images. */
  public static final String TEMPLATE = "ac-discovery";

  /** The name of tags with URLs of public keys. */
  public static final String PUBLIC_KEYS = "ac-discovery-pubkeys";

  /**
   * What the content of a tag says.
   *
   * @param prefix the prefix of the names that the tag is for
   * @param prefixPlace that in the text, or all of the content where it has entities
   * @param url the URL, or the template of one
   * @param urlPlace that in the text, or all of the content where it has entities
   */
  public record Parts(String prefix, Region prefixPlace, String url, Region urlPlace) {}

  /** Whether it is of those with templates. */
  public boolean isTemplate() {
    return name.equals(TEMPLATE);
  }

  /** Whether it is of those with public keys. */
  public boolean isPublicKeys() {
    return name.equals(PUBLIC_KEYS);
  }

  /** Whether it is for a name: has a prefix that matches on whole segments. */
  public boolean isFor(ImageReference asked) {
    return parts.filter(it -> asked.isBelow(it.prefix())).isPresent();
  }
}
