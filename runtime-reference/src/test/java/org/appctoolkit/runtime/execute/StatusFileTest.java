package org.appctoolkit.runtime.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFileTest {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "two words", "100%", "%41", "a\nb", "é😀", "\u007f", " ", "%", "\0"})
  void everyTextComesBackFromItsWord(String text) {
    String word = Word.of(text);

    assertThat(word).isNotEmpty().doesNotContain(" ", "\n");
    assertThat(Word.text(word)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"%4, %4", "a%, a%", "%zz, %zz", "%4z1, %4z1", "%%41, %A"})
  void whatIsNoEscapeStandsForItself(String word, String text) {
    assertThat(Word.text(word)).isEqualTo(text);
  }

  @Test
  void theLastOfSeveralLinesCounts() {
    StatusFile file = StatusFile.parse("state waiting\nstate running\n");

    assertThat(file.get("state")).contains("running");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exit x", "exit -1", "exit 1 2", "exit 9999999999999999999"})
  void whatIsNoNumberIsNotThere(String text) {
    assertThat(StatusFile.parse(text).number("exit")).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    StatusFile file =
        new StatusFile(List.of(List.of("note", "warning", "a b\n"), List.of("app", "web", "")));

    assertThat(StatusFile.parse(file.text())).isEqualTo(file);
  }

  @Test
  void aFileThatIsNotThereIsEmpty() throws IOException {
    assertThat(StatusFile.read(directory.resolve("none"))).isEqualTo(StatusFile.EMPTY);
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    Path file = Files.write(directory.resolve("status"), new byte[StatusFile.MOST_BYTES + 1]);

    assertThatThrownBy(() -> StatusFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "state running\n");
    Path link = Files.createSymbolicLink(directory.resolve("status"), file);

    assertThatThrownBy(() -> StatusFile.read(link)).hasMessageContaining("not a regular file");
  }
}
