package org.appctoolkit.signature;

import java.util.List;

/**
 * What the signatures of one file are worth.
 *
 * @param verdicts one for each signature, in the order of the file; at least one
 */
public record Verification(List<SignatureVerdict> verdicts) {
  /** Copies the list. */
  public Verification {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Whether at least one signature is good and none is bad.
   *
   * <p>A bad one among good ones means that somebody with a key of the keyring has signed something
   * else, so that it is not plain which of the two was meant. Signatures of unknown keys and
   * rejected ones neither help nor harm: anybody can add them.
   */
  public boolean isGood() {
    return verdicts.stream().anyMatch(SignatureVerdict.Good.class::isInstance)
        && verdicts.stream().noneMatch(SignatureVerdict.Bad.class::isInstance);
  }
}
