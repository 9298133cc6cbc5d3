package org.appctoolkit.signature;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.appctoolkit.signature.SignatureVerdict.Reason;

/**
 * A primary key with its user IDs and subkeys.
 *
 * <p>What a key is good for follows from what the primary key has signed. Of several such
 * statements the newest counts that has no flaw. Revocations count whatever their reason and time,
 * and even when made with a weak digest: to forge one is not worth the effort, and to overlook one
 * is worse.
 */
final class Certificate {
  private static final int CERTIFICATION_FIRST = 0x10;
  private static final int CERTIFICATION_LAST = 0x13;
  private static final int SUBKEY_BINDING = 0x18;
  private static final int PRIMARY_KEY_BINDING = 0x19;
  private static final int DIRECT_KEY = 0x1F;
  private static final int KEY_REVOCATION = 0x20;
  private static final int SUBKEY_REVOCATION = 0x28;
  private static final int CERTIFICATION_REVOCATION = 0x30;

  /** Signatures that claim to be of the key itself and are verified; keys have a few. */
  private static final int MOST_STATEMENTS = 256;

  private final Key primary;
  private final List<Identity> identities = new ArrayList<>();
  private final List<Key> subkeys = new ArrayList<>();

  Certificate(Key primary) {
    this.primary = primary;
  }

  Key primary() {
    return primary;
  }

  List<Identity> identities() {
    return identities;
  }

  List<Key> subkeys() {
    return subkeys;
  }

  /** One certificate of two copies: a revocation that only one of them has must count. */
  Certificate merge(Certificate other) {
    Certificate merged = new Certificate(primary.merge(other.primary));
    Stream.of(identities, other.identities)
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                it -> ByteBuffer.wrap(it.hashed()),
                it -> it,
                Identity::merge,
                LinkedHashMap<ByteBuffer, Identity>::new))
        .values()
        .forEach(merged.identities::add);
    Stream.of(subkeys, other.subkeys)
        .flatMap(List::stream)
        .collect(
            Collectors.toMap(
                Key::fingerprint, it -> it, Key::merge, LinkedHashMap<Fingerprint, Key>::new))
        .values()
        .forEach(merged.subkeys::add);
    return merged;
  }

  /** All keys of it. */
  Stream<Key> keys() {
    return Stream.concat(Stream.of(primary), subkeys.stream());
  }

  /** How messages name a key of it, with a user ID only if the primary key has signed that. */
  KeyName name(Key key, Instant now) {
    return new KeyName(
        key.fingerprint(),
        primary.fingerprint(),
        identified(now).stream()
            .filter(it -> it.identity().text().isPresent())
            .max(
                Comparator.comparing((Self it) -> it.statement().isPrimaryUserId())
                    .thenComparing(it -> it.statement().created().orElse(Instant.MIN)))
            .flatMap(it -> it.identity().text()));
  }

  /** Every user ID that the primary key has signed and not revoked. */
  List<String> userIds(Instant now) {
    return identified(now).stream().flatMap(it -> it.identity().text().stream()).toList();
  }

  /**
   * Why signatures over data that this key makes, or made, count for nothing at a time.
   *
   * @param key one of {@link #keys}
   * @param others where to find keys that may revoke this one
   */
  Optional<Rejection> flaw(Key key, Instant now, List<Certificate> others) {
    if (primary.statements().size() > MOST_STATEMENTS
        || identities.stream().mapToInt(it -> it.statements().size()).sum() > MOST_STATEMENTS
        || key.statements().size() > MOST_STATEMENTS) {
      return rejected(
          Reason.UNSUPPORTED,
          "the key has more than " + MOST_STATEMENTS + " signatures of its own");
    }
    Optional<Rejection> flaw = flawOfPrimary(now, others);
    if (flaw.isPresent()) {
      return flaw;
    }
    return key == primary ? flawAsSigner(now) : flawOfSubkey(key, now);
  }

  private Optional<Rejection> flawOfPrimary(Instant now, List<Certificate> others) {
    // A primary key that only certifies must be as strong as what it certifies.
    Optional<Rejection> weakness = primary.weakness();
    if (weakness.isPresent()) {
      return weakness;
    }
    if (primary.created().isAfter(now)) {
      return rejected(
          Reason.BEFORE_ITS_KEY, "its key is of " + primary.created() + ", which is yet to come");
    }
    Optional<Rejection> revocation = revocation(now, others);
    if (revocation.isPresent()) {
      return revocation;
    }
    List<Statement> selves = selves(now);
    if (selves.isEmpty()) {
      return unbound(
          "the key",
          Stream.concat(direct(), identities.stream().flatMap(Certificate::claims)),
          now);
    }
    return selves.stream().flatMap(it -> expiry(primary, it, "the key", now).stream()).findFirst();
  }

  private Optional<Rejection> flawAsSigner(Instant now) {
    return selves(now).stream().allMatch(it -> it.isForSigning().orElse(true))
        ? Optional.empty()
        : rejected(Reason.KEY_NOT_FOR_SIGNING, "the key is not meant for signing files");
  }

  private Optional<Rejection> flawOfSubkey(Key subkey, Instant now) {
    Optional<Rejection> weakness = subkey.weakness();
    if (weakness.isPresent()) {
      return weakness;
    }
    byte[][] both = {primary.hashed(), subkey.hashed()};
    if (statements(subkey, SUBKEY_REVOCATION).anyMatch(it -> it.isMadeBy(primary, both))) {
      return rejected(Reason.KEY_REVOKED, "the subkey is revoked");
    }
    Optional<Statement> binding =
        newest(statements(subkey, SUBKEY_BINDING), now, it -> it.isMadeBy(primary, both));
    if (binding.isEmpty()) {
      return unbound("the subkey", statements(subkey, SUBKEY_BINDING), now);
    }
    if (!binding.get().isForSigning().orElse(true)) {
      return rejected(Reason.KEY_NOT_FOR_SIGNING, "the subkey is not meant for signing files");
    }
    // Otherwise anybody could bind somebody else's key and claim its signatures.
    boolean agreed =
        binding.get().embedded().stream()
            .anyMatch(
                it ->
                    it.type() == PRIMARY_KEY_BINDING
                        && it.flaw(now).isEmpty()
                        && it.isMadeBy(subkey, both));
    if (!agreed) {
      return rejected(
          Reason.KEY_UNBOUND,
          "the subkey has not signed that it belongs to its primary key, so it may be another's");
    }
    return expiry(subkey, binding.get(), "the subkey", now);
  }

  private Optional<Rejection> revocation(Instant now, List<Certificate> others) {
    List<Statement> revocations = statements(primary, KEY_REVOCATION).toList();
    if (revocations.stream().anyMatch(it -> it.isMadeBy(primary, primary.hashed()))) {
      return rejected(Reason.KEY_REVOKED, "the key is revoked");
    }
    List<String> revokers =
        Stream.concat(
                direct().filter(it -> it.isMadeBy(primary, primary.hashed())),
                identified(now).stream().map(Self::statement))
            .flatMap(it -> it.revokers().stream())
            .distinct()
            .toList();
    for (String revoker : revokers) {
      List<Statement> theirs =
          revocations.stream()
              .filter(it -> it.issuer().filter(revoker::endsWith).isPresent())
              .toList();
      List<Key> known =
          others.stream()
              .flatMap(Certificate::keys)
              .filter(it -> it.fingerprint().hex().equals(revoker) && it.weakness().isEmpty())
              .toList();
      if (!theirs.isEmpty() && known.isEmpty()) {
        return rejected(
            Reason.KEY_REVOKED,
            "the key may be revoked by key " + revoker + ", which is not in the keyring");
      }
      if (theirs.stream()
          .anyMatch(it -> known.stream().anyMatch(key -> it.isMadeBy(key, primary.hashed())))) {
        return rejected(Reason.KEY_REVOKED, "the key is revoked by key " + revoker);
      }
    }
    return Optional.empty();
  }

  /**
   * What the primary key last said of itself: directly, and of a user ID.
   *
   * <p>Both count. A direct statement that names a revoker, for one, tells of no expiry and must
   * not hide that there is one.
   */
  private List<Statement> selves(Instant now) {
    Optional<Statement> direct =
        newest(direct(), now, it -> it.isMadeBy(primary, primary.hashed()));
    Optional<Statement> identified =
        identified(now).stream()
            .map(Self::statement)
            .max(Comparator.comparing(it -> it.created().orElse(Instant.MIN)));
    return Stream.of(direct, identified).flatMap(Optional::stream).toList();
  }

  private Stream<Statement> direct() {
    return statements(primary, DIRECT_KEY);
  }

  /** What the primary key has signed of an identity. */
  private record Self(Identity identity, Statement statement) {}

  private List<Self> identified(Instant now) {
    List<Self> found = new ArrayList<>();
    if (primary.weakness().isPresent()) {
      return found;
    }
    int looked = 0;
    for (Identity identity : identities) {
      looked += identity.statements().size();
      if (looked > MOST_STATEMENTS) {
        break;
      }
      byte[][] both = {primary.hashed(), identity.hashed()};
      Optional<Statement> claim = newest(claims(identity), now, it -> it.isMadeBy(primary, both));
      boolean revoked =
          identity.statements().stream()
              .filter(it -> it.type() == CERTIFICATION_REVOCATION)
              .filter(it -> !isBefore(it, claim))
              .anyMatch(it -> it.isMadeBy(primary, both));
      claim.filter(it -> !revoked).ifPresent(it -> found.add(new Self(identity, it)));
    }
    return found;
  }

  private static boolean isBefore(Statement one, Optional<Statement> other) {
    Instant created = one.created().orElse(Instant.MAX);
    return other.flatMap(Statement::created).filter(created::isBefore).isPresent();
  }

  private static Stream<Statement> claims(Identity identity) {
    return identity.statements().stream()
        .filter(it -> it.type() >= CERTIFICATION_FIRST && it.type() <= CERTIFICATION_LAST);
  }

  private static Stream<Statement> statements(Key key, int type) {
    return key.statements().stream().filter(it -> it.type() == type);
  }

  private interface Proof {
    boolean holds(Statement statement);
  }

  private Optional<Statement> newest(Stream<Statement> statements, Instant now, Proof proof) {
    return statements
        .filter(it -> it.flaw(now).isEmpty())
        .filter(it -> it.created().filter(primary.created()::isAfter).isEmpty())
        .sorted(Comparator.comparing((Statement it) -> it.created().orElse(Instant.MIN)).reversed())
        .filter(proof::holds)
        .findFirst();
  }

  private Optional<Rejection> unbound(String what, Stream<Statement> claims, Instant now) {
    // Old keys often fail for their digest alone, which their owners can mend.
    String because =
        claims
            .filter(it -> it.mayBeBy(primary.fingerprint()))
            .flatMap(it -> it.flaw(now).stream())
            .map(it -> ": " + it.explanation())
            .findFirst()
            .orElse("");
    return rejected(
        Reason.KEY_UNBOUND, what + " has no valid signature of its primary key" + because);
  }

  private static Optional<Rejection> expiry(Key key, Statement self, String what, Instant now) {
    return self.keyLifetime()
        .map(key.created()::plusSeconds)
        .filter(it -> !it.isAfter(now))
        .map(it -> new Rejection(Reason.KEY_EXPIRED, what + " expired at " + it));
  }

  private static Optional<Rejection> rejected(Reason reason, String explanation) {
    return Optional.of(new Rejection(reason, explanation));
  }
}
