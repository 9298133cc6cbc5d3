package org.appctoolkit.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.input.Input;
import org.appctoolkit.input.Judging;
import org.appctoolkit.input.UnreadableException;

/**
 * A manifest with placeholders, which is judged as it is when they are replaced.
 *
 * @param path where it lies
 * @param values the value of a name, if there is one
 */
record ManifestTemplate(Path path, Function<String, Optional<String>> values) implements Candidate {
  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public void addTo(Fingerprint fingerprint) throws IOException {
    byte[] bytes = read(Limits.DEFAULT.documentBytes());
    Optional<FilteredText> filtered = filtered(bytes);
    fingerprint.add(List.of(filtered.map(FilteredText::toString).orElse("")));
    fingerprint.add(bytes);
  }

  @Override
  public Verdict judge(Judging how) throws UnreadableException {
    try {
      Input.requireRegularFile(path);
      byte[] bytes = read(how.documentBytes());
      Optional<FilteredText> filtered = filtered(bytes);
      Source source =
          Source.of(
              name(), filtered.map(it -> it.text().getBytes(StandardCharsets.UTF_8)).orElse(bytes));
      return new Verdict(
          how.validator().judge(source, how.timeIsUp(), how.catalogue()),
          filtered.<PlaceMap>map(it -> it::before).orElse(PlaceMap.SAME),
          filtered.map(FilteredText::leftovers).orElse(List.of()),
          Optional.empty());
    } catch (IOException e) {
      throw new UnreadableException(UnreadableException.reason(e));
    }
  }

  /** The bytes of the file, or more than so many of them if it has more. */
  byte[] read(int most) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(most + 1);
    }
  }

  /** What comes of bytes; nothing if they are no text, which is for others to judge. */
  Optional<FilteredText> filtered(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(FilteredText.of(text, values));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
