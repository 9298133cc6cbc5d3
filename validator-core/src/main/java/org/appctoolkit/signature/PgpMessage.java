package org.appctoolkit.signature;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.signature.PgpException.Kind;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyEncSessionPacket;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.operator.PBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * A message encrypted with a passphrase, armoured or binary, as images may be (Image Archives,
 * since 0.1.1; with AES).
 *
 * <p>Read are messages with a modification detection code (RFC 4880, 5.13) and those with
 * authenticated encryption, in the forms of RFC 9580 and of GnuPG. Messages that anybody can change
 * without being found out are refused.
 */
public final class PgpMessage {
  /** Passphrases one message may be encrypted with; each takes some time to try. */
  private static final int MOST_PASSPHRASES = 8;

  /** What stands before the encrypted data, in packets. */
  private static final int MOST_PACKETS = 64;

  private static final int MOST_PACKET_BYTES = 8192;

  /** Chunks of 4 MiB, the largest that the standards let anybody write. */
  private static final int LARGEST_CHUNK = 16;

  private PgpMessage() {}

  /**
   * Begins to decrypt; see {@link Plaintext} for what can go wrong later.
   *
   * @param in the message from where the stream stands to its end; closed with the plaintext
   * @param passphrase not kept, to be wiped by the caller
   * @throws PgpException if this is no message that can be read with this passphrase
   * @throws IOException what the stream has thrown
   */
  public static Plaintext decrypt(InputStream in, char[] passphrase, PgpLimits limits)
      throws IOException, PgpException {
    WatchedStream watched = new WatchedStream(in);
    try {
      return open(watched, passphrase, limits);
    } catch (PgpException e) {
      watched.rethrow();
      throw e;
    } catch (IOException | RuntimeException e) {
      watched.rethrow();
      throw damaged(e);
    }
  }

  private static PgpException damaged(Exception e) {
    return new PgpException(
        Kind.MALFORMED,
        e instanceof IOException && e.getMessage() != null
            ? "the message is damaged: " + Plaintext.text(e)
            : "the message is damaged",
        e);
  }

  private static Plaintext open(WatchedStream in, char[] passphrase, PgpLimits limits)
      throws IOException, PgpException {
    InputStream stream = new BufferedInputStream(in, 1 << 16);
    stream.mark(8);
    byte[] head = stream.readNBytes(4);
    stream.reset();
    if (head.length == 0) {
      throw new PgpException(Kind.MALFORMED, "there is nothing to decrypt");
    }
    if (Armour.isBinary(head)) {
      return decrypt(stream, in, passphrase, limits);
    }
    Armour armour =
        Armour.next(stream)
            .orElseThrow(() -> new PgpException(Kind.MALFORMED, "this is no PGP message"));
    return decrypt(armour, in, passphrase, limits);
  }

  private static Plaintext decrypt(
      InputStream stream, WatchedStream source, char[] passphrase, PgpLimits limits)
      throws IOException, PgpException {
    Head head = Head.read(stream);
    PBEDataDecryptorFactory factory =
        new BcPBEDataDecryptorFactory(passphrase, new BcPGPDigestCalculatorProvider());
    List<Packet> sessions = head.fitting();
    for (Packet session : sessions) {
      Passphrase.check(method(session), limits);
    }
    InputStream whole =
        new Filling(
            new SequenceInputStream(
                new ByteArrayInputStream(join(sessions)), head.container(stream)));
    PGPEncryptedDataList list = new PGPEncryptedDataList(whole);
    for (PGPEncryptedData data : list) {
      PGPPBEEncryptedData encrypted = (PGPPBEEncryptedData) data;
      Optional<InputStream> plain = plain(encrypted, factory);
      if (plain.isPresent()) {
        return Plaintext.open(plain.get(), encrypted, whole, source);
      }
    }
    throw new PgpException(Kind.PASSPHRASE, "the passphrase is wrong, or the message is damaged");
  }

  private static Optional<S2K> method(Packet session) throws IOException, PgpException {
    return Optional.of(((SymmetricKeyEncSessionPacket) session.stream().readPacket()).getS2K());
  }

  private static byte[] join(List<Packet> packets) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    packets.forEach(it -> bytes.writeBytes(it.encoded()));
    return bytes.toByteArray();
  }

  /**
   * The content if the passphrase seems right; without a key to check, one in 65,536 wrong does.
   */
  private static Optional<InputStream> plain(
      PGPPBEEncryptedData encrypted, PBEDataDecryptorFactory factory) throws PgpException {
    try {
      int cipher = encrypted.getSymmetricAlgorithm(factory);
      if (!isAes(cipher)) {
        if (encrypted.getAlgorithm() != cipher) {
          // The cipher is a part of what the passphrase gives.
          return Optional.empty();
        }
        throw new PgpException(
            Kind.UNSUPPORTED,
            "the message is encrypted with %s; the specification asks for AES"
                .formatted(name(cipher)));
      }
      return Optional.of(encrypted.getDataStream(factory));
    } catch (PGPException | RuntimeException e) {
      return Optional.empty();
    } catch (OutOfMemoryError e) {
      throw new PgpException(
          Kind.LIMIT, "there is too little memory to make the key of the passphrase", e);
    }
  }

  private static boolean isAes(int cipher) {
    return cipher == SymmetricKeyAlgorithmTags.AES_128
        || cipher == SymmetricKeyAlgorithmTags.AES_192
        || cipher == SymmetricKeyAlgorithmTags.AES_256;
  }

  private static String name(int cipher) {
    return switch (cipher) {
      case SymmetricKeyAlgorithmTags.IDEA -> "IDEA";
      case SymmetricKeyAlgorithmTags.TRIPLE_DES -> "3DES";
      case SymmetricKeyAlgorithmTags.CAST5 -> "CAST5";
      case SymmetricKeyAlgorithmTags.BLOWFISH -> "Blowfish";
      case SymmetricKeyAlgorithmTags.TWOFISH -> "Twofish";
      case SymmetricKeyAlgorithmTags.CAMELLIA_128,
          SymmetricKeyAlgorithmTags.CAMELLIA_192,
          SymmetricKeyAlgorithmTags.CAMELLIA_256 ->
          "Camellia";
      default -> "cipher " + cipher;
    };
  }

  /** What stands before the encrypted data, and how that begins. */
  private record Head(List<Packet> sessions, int tag, int version, Recorded begin) {
    static Head read(InputStream stream) throws IOException, PgpException {
      List<Packet> sessions = new ArrayList<>();
      boolean publicKey = false;
      for (int i = 0; i < MOST_PACKETS; i++) {
        Recorded recorded = new Recorded(stream);
        PacketStream.Body body =
            new PacketStream(recorded)
                .next()
                .orElseThrow(
                    () -> new PgpException(Kind.MALFORMED, "the message holds no encrypted data"));
        switch (body.tag()) {
          case Packet.PASSPHRASE_SESSION -> {
            sessions.add(new Packet(body.tag(), bytes(body)));
            if (sessions.size() > MOST_PASSPHRASES) {
              throw new PgpException(
                  Kind.LIMIT,
                  "the message is encrypted with more than " + MOST_PASSPHRASES + " passphrases");
            }
          }
          case Packet.PUBLIC_KEY_SESSION -> {
            bytes(body);
            publicKey = true;
          }
          case Packet.MARKER, Packet.PADDING -> bytes(body);
          case Packet.ENCRYPTED ->
              throw new PgpException(
                  Kind.UNSUPPORTED,
                  "the message has no code that shows whether it was changed, so that it cannot be"
                      + " trusted; encrypt it anew");
          case Packet.ENCRYPTED_WITH_INTEGRITY, Packet.ENCRYPTED_AEAD -> {
            if (sessions.isEmpty()) {
              throw new PgpException(
                  Kind.UNSUPPORTED,
                  publicKey
                      ? "the message needs a private key; only symmetric encryption is supported by"
                          + " the specification"
                      : "the message does not say how a passphrase opens it");
            }
            return begin(sessions, body, recorded);
          }
          default ->
              throw new PgpException(
                  Kind.UNSUPPORTED,
                  "this is no encrypted message: it begins with "
                      + switch (body.tag()) {
                        case Packet.SIGNATURE -> "a signature";
                        case Packet.PUBLIC_KEY, Packet.SECRET_KEY -> "a key";
                        case Packet.COMPRESSED, Packet.LITERAL, Packet.ONE_PASS_SIGNATURE ->
                            "content that is not encrypted";
                        default -> "a packet of type " + body.tag();
                      });
        }
      }
      throw new PgpException(
          Kind.LIMIT, "more than " + MOST_PACKETS + " packets stand before the encrypted data");
    }

    private static byte[] bytes(PacketStream.Body body) throws IOException, PgpException {
      byte[] bytes = body.readNBytes(MOST_PACKET_BYTES + 1);
      if (bytes.length > MOST_PACKET_BYTES) {
        throw new PgpException(
            Kind.LIMIT,
            "a packet of more than " + MOST_PACKET_BYTES + " bytes stands before the data");
      }
      return bytes;
    }

    private static Head begin(List<Packet> sessions, PacketStream.Body body, Recorded recorded)
        throws IOException, PgpException {
      // Version, cipher, mode and size of chunks, as far as they are there.
      int version = body.read();
      boolean chunks = body.tag() == Packet.ENCRYPTED_AEAD || version == 2;
      int known = body.tag() == Packet.ENCRYPTED_AEAD ? 1 : 2;
      if (version < 1 || version > known) {
        throw new PgpException(
            Kind.UNSUPPORTED, "the encrypted data are of version " + version + ", not known here");
      }
      if (chunks) {
        byte[] parameters = body.readNBytes(3);
        if (parameters.length == 3 && (parameters[2] & 0xFF) > LARGEST_CHUNK) {
          throw new PgpException(
              Kind.LIMIT,
              "the data are encrypted in larger chunks than the 4 MiB that are allowed");
        }
      }
      return new Head(sessions, body.tag(), version, recorded);
    }

    /** The ways to open the data that belong to data of their sort. */
    List<Packet> fitting() throws PgpException {
      int wanted = tag == Packet.ENCRYPTED_AEAD ? 5 : version == 1 ? 4 : 6;
      List<Packet> fitting =
          sessions.stream().filter(it -> it.body().length > 0 && it.body()[0] == wanted).toList();
      if (fitting.isEmpty()) {
        throw new PgpException(
            Kind.UNSUPPORTED, "the message says in no known way how a passphrase opens it");
      }
      return fitting;
    }

    /** The encrypted data from the beginning of their packet. */
    InputStream container(InputStream rest) {
      return new SequenceInputStream(new ByteArrayInputStream(begin.bytes()), rest);
    }
  }

  /** A stream that keeps what is read. */
  private static final class Recorded extends InputStream {
    private final InputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Recorded(InputStream in) {
      this.in = in;
    }

    byte[] bytes() {
      return kept.toByteArray();
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      if (next >= 0) {
        kept.write(next);
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count > 0) {
        kept.writeBytes(Arrays.copyOfRange(target, offset, offset + count));
      }
      return count;
    }
  }

  /** A stream that gives all that is asked for if it is there; the library counts on that. */
  private static final class Filling extends InputStream {
    private final InputStream in;

    Filling(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.readNBytes(target, offset, length);
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
