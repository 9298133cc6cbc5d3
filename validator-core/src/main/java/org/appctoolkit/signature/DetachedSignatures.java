package org.appctoolkit.signature;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.signature.PgpException.Kind;
import org.appctoolkit.signature.SignatureVerdict.Bad;
import org.appctoolkit.signature.SignatureVerdict.Good;
import org.appctoolkit.signature.SignatureVerdict.Reason;
import org.appctoolkit.signature.SignatureVerdict.Rejected;
import org.appctoolkit.signature.SignatureVerdict.UnknownKey;

/**
 * The signatures of a file that stands beside the file they are over.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class DetachedSignatures {
  private static final int BINARY_DOCUMENT = 0x00;
  private static final int TEXT_DOCUMENT = 0x01;

  private final List<Packet> packets;
  private final boolean armoured;

  private DetachedSignatures(List<Packet> packets, boolean armoured) {
    this.packets = List.copyOf(packets);
    this.armoured = armoured;
  }

  /**
   * Reads one signature or several.
   *
   * @throws PgpException if this is nothing of PGP, is damaged, holds something else than
   *     signatures, or more of them than 32 or {@link PgpLimits#signatureBytes}
   * @throws IOException what the stream has thrown
   */
  public static DetachedSignatures read(InputStream in, PgpLimits limits)
      throws IOException, PgpException {
    Packet.Contents contents = Packet.read(in, "the signature", limits.signatureBytes());
    List<Packet> signatures = new ArrayList<>();
    for (Packet packet : contents.packets()) {
      switch (packet.tag()) {
        case Packet.SIGNATURE -> signatures.add(packet);
        case Packet.MARKER, Packet.PADDING, Packet.TRUST -> {
          // These mean nothing wherever they stand.
        }
        default ->
            throw new PgpException(
                Kind.UNSUPPORTED, "this is no detached signature: it holds " + sort(packet.tag()));
      }
    }
    if (signatures.isEmpty()) {
      throw new PgpException(Kind.MALFORMED, "there is no signature in it");
    }
    if (signatures.size() > PgpLimits.SIGNATURES) {
      throw new PgpException(
          Kind.LIMIT, "there are more than " + PgpLimits.SIGNATURES + " signatures in it");
    }
    return new DetachedSignatures(signatures, contents.armoured());
  }

  private static String sort(int tag) {
    return switch (tag) {
      case Packet.PUBLIC_KEY, Packet.PUBLIC_SUBKEY, Packet.USER_ID -> "a public key";
      case Packet.SECRET_KEY, Packet.SECRET_SUBKEY -> "a secret key";
      case Packet.ONE_PASS_SIGNATURE, Packet.LITERAL, Packet.COMPRESSED ->
          "the signed content itself";
      case Packet.PUBLIC_KEY_SESSION,
          Packet.PASSPHRASE_SESSION,
          Packet.ENCRYPTED,
          Packet.ENCRYPTED_WITH_INTEGRITY,
          Packet.ENCRYPTED_AEAD ->
          "an encrypted message";
      default -> "a packet of type " + tag;
    };
  }

  /** How many there are. */
  public int size() {
    return packets.size();
  }

  /** Whether they are written as text, as the specification asks for since 0.4.0. */
  public boolean isArmoured() {
    return armoured;
  }

  /**
   * Checks each of them over a content, which is read once, to its end, in constant memory.
   *
   * @param content what is said to be signed, from where the stream stands; not closed
   * @param now when it is checked; a key or signature that has expired by then does not count
   * @throws IOException what the stream has thrown, and nothing else
   */
  public Verification verify(InputStream content, Keyring keyring, Instant now) throws IOException {
    List<Attempt> attempts = packets.stream().map(it -> attempt(it, keyring, now)).toList();
    List<Statement.Check> checks =
        attempts.stream()
            .flatMap(it -> it.candidates().stream())
            .flatMap(it -> it.check().stream())
            .toList();
    byte[] buffer = new byte[1 << 16];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      for (Statement.Check check : checks) {
        check.update(buffer, count);
      }
    }
    return new Verification(attempts.stream().map(it -> it.verdict(keyring, now)).toList());
  }

  /** A key that may have made a signature, with the verification under way if one is possible. */
  private record Candidate(Keyring.Place place, Optional<Statement.Check> check) {}

  private record Attempt(
      Optional<SignatureVerdict> settled,
      Optional<Statement> statement,
      List<Candidate> candidates) {
    static Attempt settled(SignatureVerdict verdict) {
      return new Attempt(Optional.of(verdict), Optional.empty(), List.of());
    }

    SignatureVerdict verdict(Keyring keyring, Instant now) {
      return settled.or(() -> statement.map(it -> judge(it, keyring, now))).orElseThrow();
    }

    private SignatureVerdict judge(Statement it, Keyring keyring, Instant now) {
      for (Candidate candidate : candidates) {
        if (candidate.check().filter(Statement.Check::passes).isPresent()) {
          Keyring.Place place = candidate.place();
          KeyName name = place.certificate().name(place.key(), now);
          return flaw(it, place, keyring, now)
              .<SignatureVerdict>map(
                  flaw -> new Rejected(flaw.reason(), Optional.of(name), flaw.explanation()))
              .orElseGet(() -> new Good(name, it.created().orElseThrow()));
        }
      }
      Keyring.Place first = candidates.get(0).place();
      KeyName name = first.certificate().name(first.key(), now);
      // A key that must not be used is not tried.
      return first
          .key()
          .weakness()
          .<SignatureVerdict>map(
              flaw -> new Rejected(flaw.reason(), Optional.of(name), flaw.explanation()))
          .orElseGet(() -> new Bad(name));
    }

    private static Optional<Rejection> flaw(
        Statement statement, Keyring.Place place, Keyring keyring, Instant now) {
      Instant created = statement.created().orElseThrow();
      if (created.isBefore(place.key().created())) {
        return Optional.of(
            new Rejection(
                Reason.BEFORE_ITS_KEY,
                "it is of " + created + ", and its key was made only at " + place.key().created()));
      }
      return place.certificate().flaw(place.key(), now, keyring.certificates());
    }
  }

  private static Attempt attempt(Packet packet, Keyring keyring, Instant now) {
    Statement.Result read = Statement.read(packet);
    if (read.statement().isEmpty()) {
      return Attempt.settled(rejected(read.rejection().orElseThrow()));
    }
    Statement statement = read.statement().get();
    Optional<Rejection> flaw = flawOfType(statement).or(() -> statement.flaw(now));
    if (flaw.isPresent()) {
      return Attempt.settled(rejected(flaw.get()));
    }
    Optional<String> issuer = statement.issuer();
    if (issuer.isEmpty()) {
      return Attempt.settled(
          rejected(new Rejection(Reason.MALFORMED, "it does not say which key made it")));
    }
    List<Candidate> candidates =
        keyring.makersOf(statement).stream()
            .map(
                it ->
                    new Candidate(
                        it,
                        it.key().weakness().isEmpty()
                            ? statement.check(it.key())
                            : Optional.empty()))
            .toList();
    return candidates.isEmpty()
        ? Attempt.settled(new UnknownKey(issuer.get()))
        : new Attempt(Optional.empty(), Optional.of(statement), candidates);
  }

  private static Rejected rejected(Rejection rejection) {
    return new Rejected(rejection.reason(), Optional.empty(), rejection.explanation());
  }

  private static Optional<Rejection> flawOfType(Statement statement) {
    return switch (statement.type()) {
      case BINARY_DOCUMENT -> Optional.empty();
      case TEXT_DOCUMENT ->
          Optional.of(
              new Rejection(
                  Reason.WRONG_TYPE,
                  "it is over a text, whatever its line ends, and not over a file as it is"));
      default ->
          Optional.of(
              new Rejection(
                  Reason.WRONG_TYPE,
                  "it is of type 0x%02X, which is not a signature over a file"
                      .formatted(statement.type())));
    };
  }
}
