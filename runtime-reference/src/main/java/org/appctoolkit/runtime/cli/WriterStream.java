package org.appctoolkit.runtime.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of UTF-8 on their way to a writer of text; what is none becomes the sign for that. */
final class WriterStream extends OutputStream {
  private static final int LONGEST = 8192;

  private final PrintWriter writer;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
  private final CharBuffer characters = CharBuffer.allocate(LONGEST);

  WriterStream(PrintWriter writer) {
    this.writer = writer;
  }

  @Override
  public void write(int octet) {
    bytes.put((byte) octet);
    if (!bytes.hasRemaining()) {
      decode();
    }
  }

  private void decode() {
    bytes.flip();
    characters.clear();
    decoder.decode(bytes, characters, false);
    bytes.compact();
    writer.write(characters.array(), 0, characters.position());
  }

  @Override
  public void flush() {
    decode();
    writer.flush();
  }
}
