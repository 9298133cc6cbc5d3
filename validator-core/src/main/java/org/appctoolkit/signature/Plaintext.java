package org.appctoolkit.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.appctoolkit.document.Quote;
import org.appctoolkit.signature.PgpException.Kind;
import org.bouncycastle.apache.bzip2.CBZip2InputStream;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPException;

/**
 * What was encrypted in a {@link PgpMessage}, read while it is decrypted.
 *
 * <p>Whether it is what was encrypted is known only at the end. A reader that does nothing with the
 * content before it has seen the end is safe: the end, -1, is given only when everything was found
 * to be intact; {@link DamagedMessageException} is thrown otherwise. Not for several threads.
 */
public final class Plaintext extends InputStream {
  /** Layers of compression; writers make one. */
  private static final int MOST_LAYERS = 4;

  private final List<InputStream> layers;
  private final PacketStream.Body content;
  private final PGPEncryptedData encrypted;
  private final InputStream container;
  private final WatchedStream source;
  private boolean intact;
  private Optional<IOException> failure = Optional.empty();

  private Plaintext(
      List<InputStream> layers,
      PacketStream.Body content,
      PGPEncryptedData encrypted,
      InputStream container,
      WatchedStream source) {
    this.layers = layers;
    this.content = content;
    this.encrypted = encrypted;
    this.container = container;
    this.source = source;
  }

  static Plaintext open(
      InputStream plain, PGPEncryptedData encrypted, InputStream container, WatchedStream source)
      throws IOException, PgpException {
    List<InputStream> layers = new ArrayList<>();
    layers.add(plain);
    try {
      while (true) {
        PacketStream.Body body = next(layers.get(layers.size() - 1));
        switch (body.tag()) {
          case Packet.LITERAL -> {
            skipHeader(body);
            return new Plaintext(layers, body, encrypted, container, source);
          }
          case Packet.COMPRESSED -> {
            if (layers.size() > MOST_LAYERS) {
              throw new PgpException(
                  Kind.LIMIT, "the content is compressed more than " + MOST_LAYERS + " times");
            }
            layers.add(decompressed(body));
          }
          case Packet.ONE_PASS_SIGNATURE, Packet.SIGNATURE, Packet.MARKER, Packet.PADDING -> {
            // Signatures inside are of no use: the specification knows detached ones.
            if (body.readNBytes(1 << 16).length == 1 << 16) {
              throw new PgpException(Kind.LIMIT, "what stands before the content is too long");
            }
          }
          default -> throw new IOException("there is no content");
        }
      }
    } catch (IOException | RuntimeException e) {
      // Most likely what comes out is garbage, and the passphrase only seemed right.
      throw new PgpException(
          Kind.PASSPHRASE, "the passphrase is wrong, or the message is damaged", e);
    }
  }

  private static PacketStream.Body next(InputStream layer) throws IOException {
    return new PacketStream(layer).next().orElseThrow(() -> new IOException("there is no content"));
  }

  /** Format, name and date (RFC 4880, 5.9). */
  private static void skipHeader(InputStream body) throws IOException {
    body.skipNBytes(1);
    int name = body.read();
    if (name < 0) {
      throw new IOException("there is no content");
    }
    body.skipNBytes(name + 4L);
  }

  private static InputStream decompressed(InputStream body) throws IOException {
    int algorithm = body.read();
    return switch (algorithm) {
      case 0 -> body;
      // The decompressor may ask for one byte more than there is.
      case 1 ->
          new InflaterInputStream(
              new SequenceInputStream(body, new ByteArrayInputStream(new byte[1])),
              new Inflater(true));
      case 2 -> new InflaterInputStream(body);
      case 3 -> new CBZip2InputStream(body);
      default -> throw new IOException("the compression is not known");
    };
  }

  /** Whether the end was reached and everything is what was encrypted. */
  public boolean isIntact() {
    return intact;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (intact) {
      return -1;
    }
    try {
      int count = content.read(target, offset, length);
      if (count < 0) {
        end();
        intact = true;
      }
      return count;
    } catch (IOException | PGPException | RuntimeException e) {
      source.rethrow();
      IOException thrown =
          e instanceof DamagedMessageException damaged
              ? damaged
              : new DamagedMessageException("the encrypted data are damaged" + because(e), e);
      failure = Optional.of(thrown);
      throw thrown;
    }
  }

  private static String because(Exception e) {
    return e instanceof IOException && e.getMessage() != null ? ": " + text(e) : "";
  }

  /** What the library says, in our form. */
  static String text(Exception e) {
    String message = Quote.escape(String.valueOf(e.getMessage())).replaceFirst("[.]+$", "");
    return message.isEmpty()
        ? "damaged"
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private void end() throws IOException, PGPException {
    // Signatures may follow; a second content would be read by one program and not by another.
    for (int i = layers.size() - 1; i >= 0; i--) {
      PacketStream packets = new PacketStream(layers.get(i));
      if (i == layers.size() - 1) {
        for (Optional<PacketStream.Body> it = packets.next(); it.isPresent(); it = packets.next()) {
          requireHarmless(it.get());
        }
      } else {
        layers.get(i).transferTo(OutputStream.nullOutputStream());
      }
    }
    // Authenticated encryption has shown by now that it is at its end.
    if (!encrypted.isAEAD() && !encrypted.verify()) {
      throw new DamagedMessageException(
          "the encrypted data were changed after they were encrypted");
    }
    if (container.read() >= 0) {
      throw new DamagedMessageException("something follows the encrypted data");
    }
  }

  private static void requireHarmless(PacketStream.Body body) throws IOException {
    boolean harmless =
        body.tag() == Packet.SIGNATURE
            || body.tag() == Packet.PADDING
            || body.tag() == Packet.MARKER
            || body.tag() == 19;
    if (!harmless) {
      throw new DamagedMessageException("more than one content is encrypted");
    }
    body.transferTo(OutputStream.nullOutputStream());
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
