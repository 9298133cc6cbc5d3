package org.appctoolkit.runtime.supervision;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A name and addresses for a bridge that no other test has, and what it takes to see to it by hand.
 * Whatever has become of the bridge, {@link #close} leaves nothing of it.
 */
public final class TestBridge implements AutoCloseable {
  private static final Random CHANCE = new Random();

  private final String name;
  private final String network;

  private TestBridge(String name, String network) {
    this.name = name;
    this.network = network;
  }

  /** Another one, which is not there yet. */
  public static TestBridge any() {
    assumeTrue(Probe.hostHas("ip"), "takes ip (Debian package iproute2)");
    return new TestBridge(
        "appct%04x".formatted(CHANCE.nextInt(1 << 16)),
        "10.%d.%d.".formatted(100 + CHANCE.nextInt(100), CHANCE.nextInt(256)));
  }

  public String name() {
    return name;
  }

  /** The lowest address, and a prefix. */
  public String subnet(int prefix) {
    return network + "0/" + prefix;
  }

  /** One of its addresses. */
  public String address(int last) {
    return network + last;
  }

  /** Whether the host has it. */
  public boolean isThere() {
    return Files.exists(Path.of("/sys/class/net", name));
  }

  /** What is plugged into it. */
  public List<String> ports() throws IOException {
    return interfaces(Path.of("/sys/class/net", name, "brif"));
  }

  /** All interfaces of the host. */
  public static List<String> interfaces() throws IOException {
    return interfaces(Path.of("/sys/class/net"));
  }

  private static List<String> interfaces(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (var children = Files.list(directory)) {
        children.map(it -> it.getFileName().toString()).sorted().forEach(names::add);
      }
    }
    return names;
  }

  /** What a program has said, and how it ended. */
  public record Ran(int status, String said) {}

  /** Runs a program of the host. */
  public static Ran run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(60, TimeUnit.SECONDS);
    return new Ran(process.exitValue(), said);
  }

  /** `stage1 bridge`. */
  Ran by(Stage1Build build, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(build.path().toString(), "bridge", name));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  /** Makes it. */
  TestBridge up(Stage1Build build) throws IOException, InterruptedException {
    Ran ran = by(build, address(1) + "/29");
    if (ran.status() != 0) {
      throw new IOException(ran.said());
    }
    return this;
  }

  @Override
  public void close() throws IOException {
    if (!isThere()) {
      return;
    }
    try {
      run("ip", "link", "delete", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
