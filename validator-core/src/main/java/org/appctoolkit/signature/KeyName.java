package org.appctoolkit.signature;

import java.util.Optional;
import org.appctoolkit.document.Quote;

/**
 * A key as messages name it.
 *
 * @param fingerprint of the key itself, which may be a subkey
 * @param primary fingerprint of the primary key it belongs to; the same if it is that key
 * @param userId who the primary key says it is of, as it stands in the key; unsafe to print
 */
public record KeyName(Fingerprint fingerprint, Fingerprint primary, Optional<String> userId) {
  /** The user ID, quoted, and the fingerprint of the primary key; safe to print. */
  @Override
  public String toString() {
    return userId.map(Quote::of).orElse("a key without a user ID") + " (key " + primary + ")";
  }
}
