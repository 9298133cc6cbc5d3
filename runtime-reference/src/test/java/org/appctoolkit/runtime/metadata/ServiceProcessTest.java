package org.appctoolkit.runtime.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.appctoolkit.runtime.execute.MetadataPlace;
import org.appctoolkit.runtime.execute.ServedPods;
import org.appctoolkit.runtime.plan.PodMetadata;
import org.appctoolkit.spec.SpecVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of the process that is the service. */
@Timeout(120)
class ServiceProcessTest {
  private static final String UUID = "00000001-0000-4000-8000-000000000000";
  private static final String TOKEN = "a-token-of-the-only-pod";

  @TempDir private Path directory = Path.of("");

  private final List<Process> processes = new ArrayList<>();
  private ServedPods pods;
  private MetadataPlace place;

  @BeforeEach
  void addAPod() throws Exception {
    pods = new ServedPods(directory.resolve("runtime"));
    place = new MetadataPlace(pods.pods());
    pods.add(TOKEN, new PodMetadata(SpecVersion.NEWEST, UUID, "{}\n", List.of(), List.of()));
  }

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process service() throws IOException {
    Process process =
        new ProcessBuilder(MetadataStart.command(pods.pods()))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    processes.add(process);
    return process;
  }

  private int port() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (place.port().isEmpty()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
    return place.port().get();
  }

  private static String uuid(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:" + port + "/" + TOKEN + "/acMetadata/v1/pod/uuid"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void itServesAsLongAsAPodLives() throws IOException, InterruptedException {
    Process service = service();
    assertThat(uuid(port())).isEqualTo(UUID);

    pods.end(UUID);

    assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(service.exitValue()).isEqualTo(0);
    assertThat(place.port()).isEmpty();
    assertThat(Files.readString(directory.resolve("said"))).isEmpty();
  }

  @Test
  void aSecondOneEndsAtOnce() throws IOException, InterruptedException {
    Process first = service();
    int port = port();

    Process second = service();

    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(0);
    assertThat(first.isAlive()).isTrue();
    assertThat(uuid(port)).isEqualTo(UUID);
  }

  @Test
  void oneThatWasKilledIsFollowedByOneAtTheSamePort() throws IOException, InterruptedException {
    Process first = service();
    int port = port();
    first.destroyForcibly().waitFor();

    service();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String answer = "";
    while (answer.isEmpty()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      try {
        answer = uuid(port);
      } catch (IOException e) {
        // It is not there yet.
      }
    }
    assertThat(answer).isEqualTo(UUID);
  }

  @Test
  void itEndsAtOnceWhenItIsAskedTo() throws IOException, InterruptedException {
    Process service = service();
    port();

    service.destroy();

    assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatItWritesIsForItsOwner() throws IOException {
    service();
    port();

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("runtime/metadata"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(
                    directory.resolve("runtime/pods").resolve(UUID).resolve("metadata/token"))))
        .isEqualTo("rw-------");
  }
}
