package org.appctoolkit.signature;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.appctoolkit.document.Quote;
import org.appctoolkit.signature.PgpException.Kind;

/**
 * Keys, public or secret, as they were read; nothing of them is verified before it is needed.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class Keyring {
  private final List<Certificate> certificates;

  private Keyring(List<Certificate> certificates) {
    Map<Fingerprint, Certificate> distinct = new LinkedHashMap<>();
    certificates.forEach(it -> distinct.merge(it.primary().fingerprint(), it, Certificate::merge));
    this.certificates = List.copyOf(distinct.values());
  }

  /**
   * Reads keys: armoured, several blocks one after another if need be, or binary.
   *
   * <p>Keys of versions or algorithms that are not known are left out, and so are damaged ones.
   *
   * @throws PgpException if this is nothing of PGP, is damaged, has no key that can be used, or is
   *     longer than {@link PgpLimits#keyringBytes}
   * @throws IOException what the stream has thrown
   */
  public static Keyring read(InputStream in, PgpLimits limits) throws IOException, PgpException {
    List<Packet> packets = Packet.read(in, "the keyring", limits.keyringBytes()).packets();
    Keyring keyring = new Keyring(group(packets));
    if (keyring.certificates.isEmpty()) {
      boolean signatures = packets.stream().anyMatch(it -> it.tag() == Packet.SIGNATURE);
      boolean keys = packets.stream().anyMatch(Keyring::isPrimary);
      throw new PgpException(
          keys ? Kind.UNSUPPORTED : Kind.MALFORMED,
          keys
              ? "no key of the keyring can be used: they are damaged or of a sort that is not known"
              : signatures
                  ? "the keyring holds signatures and no key"
                  : "the keyring holds no key");
    }
    return keyring;
  }

  /** The keys of several keyrings, those of the first one first. */
  public static Keyring of(List<Keyring> keyrings) {
    return new Keyring(keyrings.stream().flatMap(it -> it.certificates.stream()).toList());
  }

  private static boolean isPrimary(Packet packet) {
    return packet.tag() == Packet.PUBLIC_KEY || packet.tag() == Packet.SECRET_KEY;
  }

  private static List<Certificate> group(List<Packet> packets) {
    List<Certificate> certificates = new ArrayList<>();
    Optional<Certificate> current = Optional.empty();
    // Where signatures go; nowhere behind a packet that cannot be used.
    Optional<List<Statement>> place = Optional.empty();
    for (Packet packet : packets) {
      switch (packet.tag()) {
        case Packet.PUBLIC_KEY, Packet.SECRET_KEY -> {
          current = Key.read(packet).map(Certificate::new);
          current.ifPresent(certificates::add);
          place = current.map(it -> it.primary().statements());
        }
        case Packet.PUBLIC_SUBKEY, Packet.SECRET_SUBKEY -> {
          Optional<Key> subkey = current.isPresent() ? Key.read(packet) : Optional.empty();
          subkey.ifPresent(current.map(Certificate::subkeys).orElseGet(ArrayList::new)::add);
          place = subkey.map(Key::statements);
        }
        case Packet.USER_ID, Packet.USER_ATTRIBUTE -> {
          Identity identity = new Identity(packet);
          current.ifPresent(it -> it.identities().add(identity));
          place = current.map(it -> identity.statements());
        }
        case Packet.SIGNATURE -> {
          if (current.isPresent() && place.isPresent()) {
            Certificate owner = current.get();
            List<Statement> statements = place.get();
            Statement.read(packet)
                .statement()
                .filter(it -> isOfInterest(it, owner))
                .ifPresent(statements::add);
          }
        }
        default -> {
          // Trust, markers, padding and what is not known yet say nothing that counts here.
        }
      }
    }
    return certificates;
  }

  /**
   * Whether it may be of the key itself, or revokes it; what others certify is for a web of trust.
   */
  private static boolean isOfInterest(Statement statement, Certificate owner) {
    return statement.mayBeBy(owner.primary().fingerprint()) || statement.type() == 0x20;
  }

  /** How many primary keys there are. */
  public int size() {
    return certificates.size();
  }

  List<Certificate> certificates() {
    return certificates;
  }

  /** A key and the certificate it is of. */
  record Place(Certificate certificate, Key key) {}

  /** Every key that may have made a statement, going by the names that it gives. */
  List<Place> makersOf(Statement statement) {
    return places().filter(it -> statement.mayBeBy(it.key().fingerprint())).limit(8).toList();
  }

  private Stream<Place> places() {
    return certificates.stream().flatMap(it -> it.keys().map(key -> new Place(it, key)));
  }

  /**
   * The newest key that may sign now and whose secret part is there.
   *
   * @param wanted a fingerprint or key ID of the key or its primary key, or a part of a user ID;
   *     empty for any key
   * @throws PgpException if there is none, or what is wanted fits several primary keys
   */
  public SigningKey signingKey(Optional<String> wanted, Instant now) throws PgpException {
    List<Place> fitting =
        places().filter(it -> wanted.isEmpty() || fits(it, wanted.get(), now)).toList();
    if (fitting.isEmpty()) {
      throw new PgpException(
          Kind.KEY, "the keyring has no key " + wanted.map(Quote::of).orElse(""));
    }
    List<Place> usable =
        fitting.stream()
            .filter(it -> it.key().secret().isPresent())
            .filter(it -> it.certificate().flaw(it.key(), now, certificates).isEmpty())
            .toList();
    if (usable.isEmpty()) {
      throw new PgpException(Kind.KEY, "no key can sign: " + reason(fitting, now));
    }
    if (wanted.isPresent()
        && usable.stream().map(it -> it.certificate().primary().fingerprint()).distinct().count()
            > 1) {
      throw new PgpException(
          Kind.KEY,
          "several keys fit "
              + Quote.of(wanted.get())
              + "; name one by its fingerprint: "
              + String.join(
                  ", ",
                  usable.stream()
                      .map(it -> it.certificate().primary().fingerprint().hex())
                      .distinct()
                      .limit(5)
                      .toList()));
    }
    Place newest =
        usable.stream().max(Comparator.comparing(it -> it.key().created())).orElseThrow();
    return new SigningKey(
        newest.key(), newest.key().secret().orElseThrow(), newest.certificate(), now);
  }

  private String reason(List<Place> fitting, Instant now) {
    if (fitting.stream().noneMatch(it -> it.key().secret().isPresent())) {
      return "the file holds public keys, and signing takes a secret one";
    }
    // That a key for encryption is none for signing is the least of the reasons.
    return fitting.stream()
        .filter(it -> it.key().secret().isPresent())
        .flatMap(it -> it.certificate().flaw(it.key(), now, certificates).stream())
        .min(Comparator.comparing(it -> it.reason() == SignatureVerdict.Reason.KEY_NOT_FOR_SIGNING))
        .map(Rejection::explanation)
        .orElse("there is none");
  }

  private static boolean fits(Place place, String wanted, Instant now) {
    String digits = wanted.replace(" ", "").toUpperCase(Locale.ROOT);
    String hex = digits.startsWith("0X") ? digits.substring(2) : digits;
    boolean named =
        hex.length() >= 16
            && Stream.of(place.key(), place.certificate().primary())
                .map(Key::fingerprint)
                .anyMatch(it -> it.hex().equals(hex) || it.keyId().equals(hex));
    return named
        || (!wanted.isBlank()
            && place.certificate().userIds(now).stream().anyMatch(it -> it.contains(wanted)));
  }
}
