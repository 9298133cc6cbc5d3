package org.appctoolkit.runtime.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;

/**
 * The reference runtime as a tool of the name {@code appc-runtime}: the command {@code appc
 * runtime} hands everything on to it.
 */
public final class RuntimeTool implements ToolProvider {
  private static final int TOKEN_BYTES = 32;

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final Supplier<UUID> uuids;
  private final Supplier<String> tokens;

  /** The tool in the environment of this process. */
  public RuntimeTool() {
    this(System.getenv(), InstantSource.system(), UUID::randomUUID, RuntimeTool::token);
  }

  /**
   * The tool in an environment.
   *
   * @param environment the environment variables
   * @param clock the time
   * @param uuids names for new pods
   * @param tokens what they identify themselves with
   */
  RuntimeTool(
      Map<String, String> environment,
      InstantSource clock,
      Supplier<UUID> uuids,
      Supplier<String> tokens) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.uuids = uuids;
    this.tokens = tokens;
  }

  /** 256 bits that nobody can guess, in letters that a path may have. */
  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String name() {
    return "appc-runtime";
  }

  /**
   * Runs a command. What apps write is not always text: it comes out as it is only if the tool is
   * given streams of bytes.
   */
  @Override
  public int run(PrintWriter out, PrintWriter err, String... args) {
    return run(
        new PrintStream(new WriterStream(out), false, StandardCharsets.UTF_8),
        new PrintStream(new WriterStream(err), true, StandardCharsets.UTF_8),
        args);
  }

  @Override
  public int run(PrintStream out, PrintStream err, String... args) {
    Terminal terminal = new Terminal(out, err, environment, clock, uuids, tokens);
    List<String> words = Arrays.asList(args);
    try {
      return CommandTree.execute(terminal, words);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return CommandTree.bug(terminal, words, e);
    } finally {
      out.flush();
      err.flush();
    }
  }
}
