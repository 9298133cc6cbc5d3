package org.appctoolkit.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.appctoolkit.signature.SignatureVerdict.Reason;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacket;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.IssuerFingerprint;
import org.bouncycastle.bcpg.sig.IssuerKeyID;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * A signature packet of version 4 or 6, over whatever it may be.
 *
 * <p>What it says of itself is read from its signed part only, apart from who made it, which is a
 * hint that its verification confirms.
 */
final class Statement {
  /** Those of RFC 9580, 5.2.3.7, that are defined; notations are looked at one by one. */
  private static final Set<Integer> KNOWN =
      Set.of(
          2, 3, 4, 5, 6, 7, 9, 11, 12, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 35,
          39);

  private final Packet packet;
  private final PGPSignature signature;
  private final List<SignatureSubpacket> signed;
  private final List<SignatureSubpacket> unsigned;

  private Statement(Packet packet, PGPSignature signature) {
    this.packet = packet;
    this.signature = signature;
    signed = list(signature.getHashedSubPackets());
    unsigned = list(signature.getUnhashedSubPackets());
  }

  private static List<SignatureSubpacket> list(PGPSignatureSubpacketVector vector) {
    return Optional.ofNullable(vector).map(it -> List.of(it.toArray())).orElse(List.of());
  }

  /** Reads a packet; the rejection says why this is nothing to work with. */
  static Result read(Packet packet) {
    int version = packet.body().length == 0 ? 0 : packet.body()[0] & 0xFF;
    if (version != 4 && version != 6) {
      return Result.of(
          new Rejection(
              Reason.UNSUPPORTED,
              "it is of version " + version + "; there are signatures of versions 4 and 6"));
    }
    try {
      return new Result(Optional.of(new Statement(packet, fresh(packet))), Optional.empty());
    } catch (IOException | PGPException | RuntimeException e) {
      // The library tells of malformed data by exceptions of many kinds.
      return Result.of(
          new Rejection(Reason.MALFORMED, "it is damaged, or of an algorithm that is not known"));
    }
  }

  /** Either a statement or why there is none. */
  record Result(Optional<Statement> statement, Optional<Rejection> rejection) {
    static Result of(Rejection rejection) {
      return new Result(Optional.empty(), Optional.of(rejection));
    }
  }

  private static PGPSignature fresh(Packet packet) throws IOException, PGPException {
    return new PGPSignature(packet.stream());
  }

  int type() {
    return signature.getSignatureType();
  }

  int digest() {
    return signature.getHashAlgorithm();
  }

  /** When it was made; the signed part has to say so. */
  Optional<Instant> created() {
    return seconds(SignatureSubpacketTags.CREATION_TIME).map(Instant::ofEpochSecond);
  }

  /** From when on it does not count any more. */
  Optional<Instant> expires() {
    return created()
        .flatMap(
            created ->
                seconds(SignatureSubpacketTags.EXPIRE_TIME)
                    .filter(it -> it > 0)
                    .map(created::plusSeconds));
  }

  /** How many seconds after its creation the key expires that this is about. */
  Optional<Long> keyLifetime() {
    return seconds(SignatureSubpacketTags.KEY_EXPIRE_TIME).filter(it -> it > 0);
  }

  /** Whether the key this is about is for signing data; empty if it does not say. */
  Optional<Boolean> isForSigning() {
    return first(SignatureSubpacketTags.KEY_FLAGS)
        .map(flags -> flags.length > 0 && (flags[0] & 2) != 0);
  }

  boolean isPrimaryUserId() {
    return first(SignatureSubpacketTags.PRIMARY_USER_ID)
        .map(it -> it.length > 0 && it[0] != 0)
        .orElse(false);
  }

  /** Fingerprints, in upper case hexadecimal, of keys that may revoke the key this is about. */
  List<String> revokers() {
    return signed.stream()
        .filter(it -> it.getType() == SignatureSubpacketTags.REVOCATION_KEY)
        .map(SignatureSubpacket::getData)
        .filter(it -> it.length == 22 && (it[0] & 0x80) != 0)
        .map(it -> HexFormat.of().withUpperCase().formatHex(it, 2, 22))
        .toList();
  }

  /** Signatures within this one: those of subkeys that agree to their binding. */
  List<Statement> embedded() {
    List<Statement> embedded = new ArrayList<>();
    for (List<SignatureSubpacket> area : List.of(signed, unsigned)) {
      for (SignatureSubpacket it : area) {
        if (it.getType() == SignatureSubpacketTags.EMBEDDED_SIGNATURE && embedded.size() < 8) {
          read(new Packet(Packet.SIGNATURE, it.getData())).statement().ifPresent(embedded::add);
        }
      }
    }
    return embedded;
  }

  /** The name of the key it says it was made with; the longest if there are several. */
  Optional<String> issuer() {
    Optional<String> fingerprint = fingerprints().stream().findFirst();
    return fingerprint.isPresent() ? fingerprint : keyIds().stream().findFirst();
  }

  /** Whether it may have been made with a key, going by the names it gives. */
  boolean mayBeBy(Fingerprint key) {
    List<String> fingerprints = fingerprints();
    return fingerprints.isEmpty()
        ? keyIds().contains(key.keyId())
        : fingerprints.contains(key.hex());
  }

  /** Fingerprints of issuers; the signed part comes first, and rules out the other. */
  private List<String> fingerprints() {
    List<String> authentic = fingerprints(signed);
    return authentic.isEmpty() ? fingerprints(unsigned) : authentic;
  }

  private static List<String> fingerprints(List<SignatureSubpacket> area) {
    return area.stream()
        .filter(IssuerFingerprint.class::isInstance)
        .map(SignatureSubpacket::getData)
        .filter(it -> it.length > 1)
        .map(it -> HexFormat.of().withUpperCase().formatHex(it, 1, it.length))
        .toList();
  }

  private List<String> keyIds() {
    List<String> ids = new ArrayList<>();
    for (List<SignatureSubpacket> area : List.of(signed, unsigned)) {
      area.stream()
          .filter(IssuerKeyID.class::isInstance)
          .map(SignatureSubpacket::getData)
          .filter(it -> it.length == 8)
          .map(it -> HexFormat.of().withUpperCase().formatHex(it))
          .forEach(ids::add);
    }
    return ids;
  }

  private Optional<byte[]> first(int type) {
    return signed.stream()
        .filter(it -> it.getType() == type)
        .map(SignatureSubpacket::getData)
        .findFirst();
  }

  private Optional<Long> seconds(int type) {
    return first(type)
        .filter(it -> it.length == 4)
        .map(it -> ByteBuffer.wrap(it).getInt() & 0xFFFFFFFFL);
  }

  /** Why this counts for nothing at a time, whoever made it. */
  Optional<Rejection> flaw(Instant now) {
    if (Digest.isWeak(digest())) {
      return flaw(
          Reason.WEAK_DIGEST,
          "it was made with " + Digest.name(digest()) + ", which can be forged");
    }
    if (!Digest.isStrong(digest())) {
      return flaw(
          Reason.UNSUPPORTED, "it was made with " + Digest.name(digest()) + ", which is not known");
    }
    Optional<Integer> critical =
        signed.stream()
            .filter(it -> it.isCritical() && !KNOWN.contains(it.getType()))
            .map(SignatureSubpacket::getType)
            .findFirst();
    if (critical.isPresent()) {
      return flaw(
          Reason.CRITICAL,
          "it says that its part of type "
              + critical.get()
              + " must be understood, which is not known here");
    }
    if (created().isEmpty()) {
      return flaw(Reason.MALFORMED, "it does not say when it was made");
    }
    if (created().get().isAfter(now)) {
      return flaw(
          Reason.FROM_THE_FUTURE,
          "it was made at " + created().get() + ", which is yet to come; it is " + now + " now");
    }
    Optional<Instant> end = expires().filter(it -> !it.isAfter(now));
    return end.isPresent() ? flaw(Reason.EXPIRED, "it expired at " + end.get()) : Optional.empty();
  }

  private static Optional<Rejection> flaw(Reason reason, String explanation) {
    return Optional.of(new Rejection(reason, explanation));
  }

  /** Whether a key made this over these bytes, one after the other. */
  boolean isMadeBy(Key key, byte[]... content) {
    Optional<Check> check = check(key);
    if (check.isEmpty()) {
      return false;
    }
    for (byte[] piece : content) {
      check.get().update(piece, piece.length);
    }
    return check.get().passes();
  }

  /** Begins to verify; empty if this cannot have been made with such a key. */
  Optional<Check> check(Key key) {
    PGPPublicKey material = key.material();
    if (material.getVersion() != signature.getVersion()
        || family(material.getAlgorithm()) != family(signature.getKeyAlgorithm())) {
      return Optional.empty();
    }
    try {
      PGPSignature check = fresh(packet);
      check.init(new BcPGPContentVerifierBuilderProvider(), material);
      return Optional.of(new Check(check));
    } catch (IOException | PGPException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static int family(int algorithm) {
    return algorithm == Key.RSA_SIGN_ONLY ? PublicKeyAlgorithmTags.RSA_GENERAL : algorithm;
  }

  /** A verification under way. */
  static final class Check {
    private final PGPSignature signature;

    private Check(PGPSignature signature) {
      this.signature = signature;
    }

    void update(byte[] bytes, int length) {
      signature.update(bytes, 0, length);
    }

    boolean passes() {
      try {
        return signature.verify();
      } catch (PGPException | RuntimeException e) {
        // Numbers out of range and the like: no key has made that.
        return false;
      }
    }
  }
}
