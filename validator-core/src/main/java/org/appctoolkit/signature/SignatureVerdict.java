package org.appctoolkit.signature;

import java.time.Instant;
import java.util.Optional;
import org.appctoolkit.document.Quote;

/** What one signature is worth. Everything {@link #words} tells is safe to print. */
public sealed interface SignatureVerdict {
  /** The verdict in one line: lower case, no full stop. */
  String words();

  /**
   * The content is what a valid key of the keyring has signed.
   *
   * @param created when it says it was made, in whole seconds
   */
  record Good(KeyName key, Instant created) implements SignatureVerdict {
    @Override
    public String words() {
      return "good signature of " + created + " by " + key;
    }
  }

  /** The content is not what was signed, or the signature was not made with the key it names. */
  record Bad(KeyName key) implements SignatureVerdict {
    @Override
    public String words() {
      return "bad signature by " + key + ": what was signed is not this file, or not with this key";
    }
  }

  /**
   * The keyring has no such key, so the signature was not checked.
   *
   * @param issuer the fingerprint, or only the key ID, that the signature names; hexadecimal
   */
  record UnknownKey(String issuer) implements SignatureVerdict {
    @Override
    public String words() {
      return "signature by key " + Quote.escape(issuer) + ", which is not in the keyring";
    }
  }

  /**
   * The signature counts for nothing, whether the content fits or not.
   *
   * @param key whose it is; empty if that was not looked for
   * @param explanation what is wrong, for people; safe to print
   */
  record Rejected(Reason reason, Optional<KeyName> key, String explanation)
      implements SignatureVerdict {
    @Override
    public String words() {
      return "signature"
          + key.map(it -> " by " + it).orElse("")
          + " does not count: "
          + explanation;
    }
  }

  /** Why a signature counts for nothing. */
  enum Reason {
    /** No signature that can be read, or one that lacks what it needs. */
    MALFORMED,
    /** A version or algorithm that is not known here. */
    UNSUPPORTED,
    /** Not a signature over a file as it is: over text, a key or nothing. */
    WRONG_TYPE,
    /** Made with a digest for which others can be forged: MD5, SHA-1, RIPEMD-160. */
    WEAK_DIGEST,
    /** Made with a key that is too short. */
    WEAK_KEY,
    /** Holds something that is marked as critical and not known here. */
    CRITICAL,
    /** Made later than now. */
    FROM_THE_FUTURE,
    /** Made before its key. */
    BEFORE_ITS_KEY,
    /** Was to count up to a time that is over. */
    EXPIRED,
    /** The key, or its primary key, has expired. */
    KEY_EXPIRED,
    /** The key, or its primary key, is revoked, or may be. */
    KEY_REVOKED,
    /** The key has not signed itself, or the subkey does not provably belong to its primary key. */
    KEY_UNBOUND,
    /** The key is not meant for signing files. */
    KEY_NOT_FOR_SIGNING
  }
}
