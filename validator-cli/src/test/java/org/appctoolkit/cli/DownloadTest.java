package org.appctoolkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.appctoolkit.discovery.DiscoverySettings;
import org.appctoolkit.discovery.Reply;
import org.appctoolkit.discovery.Web;
import org.appctoolkit.discovery.WebException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a download goes on with what servers say about ranges. */
class DownloadTest {
  private static final URI FILE = URI.create("https://example.com/a.aci");
  private static final Map<String, String> TAG = Map.of("etag", "\"1\"");

  @TempDir private Path folder = Path.of("");
  private final List<String> asked = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"bytes 3-5/6", "bytes 3-5/*"})
  void theRestIsTaken(String range) throws IOException, FetchException {
    breakOffAfterThreeBytes();

    String file = download(rest(range, "def"));

    assertThat(file).isEqualTo("abcdef");
    assertThat(asked).containsExactly("", "bytes=3-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes 3-4/6", "bytes 0-5/6", "bytes 4-5/6", "bytes */6", "bytes 3-5/x", ""})
  void whatIsNotTheRestIsAskedForAgain(String range) throws IOException, FetchException {
    breakOffAfterThreeBytes();

    String file = download(rest(range, "de"));

    assertThat(file).isEqualTo("abcdef");
    assertThat(asked).containsExactly("", "bytes=3-", "");
  }

  private void breakOffAfterThreeBytes() throws IOException, FetchException {
    try {
      download(
          range ->
              new Reply(
                  200,
                  TAG,
                  new InputStream() {
                    private int at;

                    @Override
                    public int read() throws IOException {
                      if (at == 3) {
                        throw new WebException(WebException.Kind.CONNECTION, "broken");
                      }
                      return "abc".charAt(at++);
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                      bytes[offset] = (byte) read();
                      return 1;
                    }
                  },
                  () -> {}));
    } catch (WebException e) {
      assertThat(e.reason()).isEqualTo("broken");
    }
  }

  private static Answers rest(String range, String text) {
    return asked ->
        asked.isEmpty()
            ? reply(200, TAG, "abcdef")
            : reply(206, Map.of("etag", "\"1\"", "content-range", range), text);
  }

  private static Reply reply(int status, Map<String, String> headers, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new Reply(status, headers, new ByteArrayInputStream(bytes), () -> {});
  }

  /** What a server answers to a header {@code range}, which is empty if there is none. */
  private interface Answers {
    Reply to(String range);
  }

  private String download(Answers answers) throws IOException, FetchException {
    Web web =
        request -> {
          String range = request.headers().getOrDefault("range", "");
          asked.add(range);
          return answers.to(range);
        };
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of(),
            false,
            false,
            false);
    try (Download download = Download.of(FILE, folder)) {
      download.complete(
          web,
          DiscoverySettings.DEFAULT,
          new Download.Bound(100, ExitStatus.LIMIT, ""),
          new Progress(surroundings));
      try (InputStream in = download.read()) {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      }
    }
  }
}
