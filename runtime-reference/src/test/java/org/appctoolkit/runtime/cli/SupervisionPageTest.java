package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.appctoolkit.runtime.supervision.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That {@code docs/supervision.md} is true: its commands print what it says. */
class SupervisionPageTest {
  private static final Path PAGE = Path.of("..", "docs", "supervision.md");

  @TempDir private Path directory = Path.of("");

  @Test
  void thePagePrintsWhatItSays() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("user.name", "").equals("root")
            && Probe.isBuilt(),
        "takes root on Linux, and a C compiler");
    ImageId image =
        new TestStore(directory.resolve("store"))
            .add(Image.ofApp("example.org/waiting", "/bin/probe", "forever").probe());
    Files.writeString(directory.resolve("pod.json"), POD.formatted(image, image));
    List<String> commands = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && (line.startsWith("$ ") || line.startsWith("> "))) {
        commands.add(line.substring(2));
      } else if (inside) {
        expected.add(line);
      }
    }

    List<String> printed = run(commands);

    assertThat(commands).hasSizeGreaterThan(20);
    assertThat(printed)
        .as(Files.readString(directory.resolve("errors")))
        .containsExactlyElementsOf(expected);
  }

  private static final String POD =
      """
      {
        "acKind": "PodManifest",
        "acVersion": "0.8.11",
        "apps": [
          { "name": "one", "image": { "id": "%s" } },
          { "name": "two", "image": { "id": "%s" } }
        ]
      }
      """;

  private List<String> run(List<String> commands) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path script = directory.resolve("script");
    Files.writeString(script, APPC + String.join("\n", commands) + "\n");
    ProcessBuilder builder =
        new ProcessBuilder("sh", script.toString())
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA", Path.of(System.getProperty("java.home"), "bin/java") + "");
    builder.environment().put("CLASSES", System.getProperty("java.class.path", ""));
    builder.environment().put("ERRORS", directory.resolve("errors").toString());
    builder.environment().put("APPC_NET", "none");
    builder.environment().put("APPC_RUNTIME", directory.resolve("runtime").toString());
    builder.environment().put("APPC_STORE", directory.resolve("store").toString());
    Process process = builder.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return Files.readAllLines(out);
  }

  /** The command of the page, which is a part of {@code appc}. */
  private static final String APPC =
      """
      appc() {
        shift
        "$JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$CLASSES" \
          org.appctoolkit.runtime.cli.RuntimeProcess "$@" 2>>"$ERRORS"
      }
      """;
}
