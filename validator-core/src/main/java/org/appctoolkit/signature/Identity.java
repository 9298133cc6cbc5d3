package org.appctoolkit.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A user ID or user attribute of a key with the signatures that follow it, all unverified. */
final class Identity {
  private final Packet packet;
  private final List<Statement> statements = new ArrayList<>();

  Identity(Packet packet) {
    this.packet = packet;
  }

  /** This with the signatures of a copy, too. */
  Identity merge(Identity copy) {
    Identity merged = new Identity(packet);
    merged.statements.addAll(statements);
    merged.statements.addAll(copy.statements);
    return merged;
  }

  /** The text of a user ID; a user attribute has none. */
  Optional<String> text() {
    return packet.tag() == Packet.USER_ID
        ? Optional.of(new String(packet.body(), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** The bytes that stand for this in what is signed (RFC 9580, 5.2.4). */
  byte[] hashed() {
    return ByteBuffer.allocate(packet.body().length + 5)
        .put((byte) (packet.tag() == Packet.USER_ID ? 0xB4 : 0xD1))
        .putInt(packet.body().length)
        .put(packet.body())
        .array();
  }

  List<Statement> statements() {
    return statements;
  }
}
