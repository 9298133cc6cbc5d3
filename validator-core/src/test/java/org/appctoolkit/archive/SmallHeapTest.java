package org.appctoolkit.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What a virtual machine with 64 MiB can read. */
@Timeout(120)
class SmallHeapTest {
  /** Reads xz streams whose dictionaries grow up to half of the memory there is, and beyond. */
  static final class GrowingDictionaries {
    private GrowingDictionaries() {}

    public static void main(String[] arguments) throws IOException {
      ByteArrayOutputStream archive = new ByteArrayOutputStream();
      byte[] tar = TarBlock.join(TarBlock.file("manifest", "{}"), TarBlock.END);
      archive.writeBytes(stream(tar));
      for (int mebibytes = 1; mebibytes <= 40; mebibytes++) {
        archive.writeBytes(withDictionary(stream(new byte[512]), mebibytes));
      }
      Reading reading = Reading.of(archive.toByteArray());
      System.out.print(reading.kinds() + " " + reading.names());
    }

    private static byte[] stream(byte[] bytes) throws IOException {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (XZOutputStream stream = new XZOutputStream(compressed, new LZMA2Options(0))) {
        stream.write(bytes);
      }
      return compressed.toByteArray();
    }

    /** The smallest size of a dictionary that can be told and holds as much. */
    private static byte[] withDictionary(byte[] archive, int mebibytes) {
      int code = 0;
      while (((2L | (code & 1)) << (code / 2 + 11)) < (long) mebibytes << 20) {
        code++;
      }
      return HostileArchiveTest.withDictionary(archive, code);
    }
  }

  @Test
  void dictionariesThatGrowFromStreamToStreamAreNotKept() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                GrowingDictionaries.class.getName())
            .redirectErrorStream(true)
            .start();

    String told;
    try (InputStream output = process.getInputStream()) {
      told = new String(output.readAllBytes(), UTF_8);
    }

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEqualTo("[ADDITIONAL_MEMBER, MEMORY] [manifest]");
  }
}
