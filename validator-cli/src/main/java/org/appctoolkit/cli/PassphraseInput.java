package org.appctoolkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.appctoolkit.input.UnreadableException;

/** The first line of a file or file descriptor, as UTF-8. */
final class PassphraseInput {
  private static final int LONGEST = 4096;

  private final Optional<Path> file;
  private char[] read = new char[0];

  PassphraseInput(Optional<Path> file, Optional<Integer> descriptor) {
    this.file = file.or(() -> descriptor.map(it -> Path.of("/dev/fd/" + it)));
  }

  /** Whether nothing was named to read it from. */
  boolean isMissing() {
    return file.isEmpty();
  }

  /** Reads it; nothing if nothing was named. */
  char[] read() throws UnreadableException {
    if (file.isEmpty()) {
      return new char[0];
    }
    byte[] bytes = new byte[0];
    try (InputStream in = Files.newInputStream(file.get())) {
      bytes = in.readNBytes(LONGEST);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == LONGEST) {
        throw new UnreadableException(
            file.get() + ": the passphrase has no end within " + LONGEST + " bytes");
      }
      if (end > 0 && end < bytes.length && bytes[end - 1] == '\r') {
        end--;
      }
      CharBuffer characters =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      read = new char[characters.remaining()];
      characters.get(read);
      Arrays.fill(characters.array(), '\0');
      return read.clone();
    } catch (CharacterCodingException e) {
      throw new UnreadableException(file.get() + ": the passphrase is not UTF-8");
    } catch (IOException e) {
      throw new UnreadableException(
          "cannot read " + file.get() + ": " + UnreadableException.reason(e));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Overwrites what was read. */
  void wipe() {
    Arrays.fill(read, '\0');
  }
}
