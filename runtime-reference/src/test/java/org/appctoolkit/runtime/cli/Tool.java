package org.appctoolkit.runtime.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The tool in a place of its own: pods, store and names for them. */
final class Tool {
  static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

  private final Map<String, String> environment = new HashMap<>();
  private final AtomicInteger pods = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();

  Tool(Path directory) {
    environment.put("APPC_RUNTIME", directory.resolve("runtime").toString());
    environment.put("APPC_STORE", directory.resolve("store").toString());
    // Bridges are the host's: what is not about them goes without.
    environment.put("APPC_NET", "none");
  }

  /** What came of a command. */
  record Ran(int status, String out, String err) {}

  /**
   * The name of the pod that is made as such a one, counted from 1. Cgroups are called after it, so
   * that it is not that of a pod of another run of these tests.
   */
  static String uuid(int number) {
    return "%08d-0000-4000-8000-%012d".formatted(number, ProcessHandle.current().pid());
  }

  /** The same with another value of an environment variable. */
  Tool with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What the pod that is made as such a one identifies itself with, counted from 1. */
  static String token(int number) {
    return "token-of-pod-number-%08d".formatted(number);
  }

  Ran run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new RuntimeTool(
                environment,
                () -> NOW,
                () -> UUID.fromString(uuid(pods.incrementAndGet())),
                () -> token(tokens.incrementAndGet()))
            .run(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
