package org.appctoolkit.conformance.driver;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.appctoolkit.document.Quote;

/**
 * A driver that is an executable, asked as docs/driver-protocol.md has it.
 *
 * <p>Each call runs it once. Threads may call it at the same time; a thread that is interrupted
 * ends the run that it waits for.
 */
public final class CommandDriver implements RuntimeDriver {
  /** The variable with the directory that is the driver's own. */
  public static final String DIRECTORY_VARIABLE = "APPC_CONFORMANCE_DIR";

  /** The variable with the version of the protocol. */
  public static final String PROTOCOL_VARIABLE = "APPC_PROTOCOL";

  private static final int MOST_TOLD = 1000;
  private static final int DONE = 0;
  private static final int REFUSED = 1;

  private final DriverProcess process;
  private final Timeouts timeouts;
  private final Consumer<Exchange> listener;

  /**
   * A driver.
   *
   * @param command the executable, and the first of its arguments. A name with a slash is seen from
   *     the working directory of this process, another one is looked up in PATH
   * @param directory the driver's own directory for what it has to remember, and its working
   *     directory; it is there
   * @param scratch a directory for what is kept while it runs; it is there, and not the former
   * @param environment variables for it beside those of this process
   * @param timeouts how long it may take
   * @param listener told of every run that has ended, by the thread that has asked for it
   */
  public CommandDriver(
      List<String> command,
      Path directory,
      Path scratch,
      Map<String, String> environment,
      Timeouts timeouts,
      Consumer<Exchange> listener) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(DIRECTORY_VARIABLE, directory.toAbsolutePath().toString());
    variables.put(PROTOCOL_VARIABLE, Integer.toString(Answer.PROTOCOL));
    this.process = new DriverProcess(absolute(command), directory, scratch, variables);
    this.timeouts = timeouts;
    this.listener = listener;
  }

  /** The same command when it is seen from another directory. */
  private static List<String> absolute(List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a driver is a command of one word at least");
    }
    List<String> words = new ArrayList<>(command);
    if (words.get(0).indexOf('/') >= 0) {
      words.set(0, Path.of(words.get(0)).toAbsolutePath().toString());
    }
    return words;
  }

  @Override
  public RuntimeDescription describe() throws DriverException, InterruptedException {
    try {
      return ask(Verb.DESCRIBE, List.of(), Answer::description);
    } catch (RefusedException e) {
      throw new DriverException(
          "the driver must not refuse to describe its runtime, but says: "
              + Quote.escape(e.reason()),
          e);
    }
  }

  @Override
  public String importImage(Path archive)
      throws DriverException, RefusedException, InterruptedException {
    return ask(Verb.IMPORT, List.of(archive.toAbsolutePath().toString()), Answer::image);
  }

  @Override
  public String run(Path manifest) throws DriverException, RefusedException, InterruptedException {
    return ask(Verb.RUN, List.of(manifest.toAbsolutePath().toString()), Answer::pod);
  }

  @Override
  public PodStatus await(String pod)
      throws DriverException, RefusedException, InterruptedException {
    return ask(
        Verb.WAIT,
        List.of(pod),
        it -> {
          PodStatus status = it.status(pod);
          if (!status.isOver()) {
            throw new Answer.UnexpectedException(
                "/state is %s, not exited or failed, at the end of wait"
                    .formatted(Quote.of(status.state())));
          }
          return status;
        });
  }

  @Override
  public PodStatus status(String pod)
      throws DriverException, RefusedException, InterruptedException {
    return ask(Verb.STATUS, List.of(pod), it -> it.status(pod));
  }

  @Override
  public void logs(String pod, String app, LogStream stream, Path file)
      throws DriverException, RefusedException, InterruptedException {
    ask(
        Verb.LOGS,
        List.of(pod, app, stream.word(), file.toAbsolutePath().toString()),
        it -> {
          boolean complete = it.logs();
          if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Answer.UnexpectedException(
                "there is no file %s afterwards".formatted(Quote.of(file.toString())));
          }
          return complete;
        });
  }

  @Override
  public void stop(String pod) throws DriverException, RefusedException, InterruptedException {
    ask(Verb.STOP, List.of(pod), it -> it);
  }

  @Override
  public void killApp(String pod, String app)
      throws DriverException, RefusedException, InterruptedException {
    ask(Verb.KILL_APP, List.of(pod, app), it -> it);
  }

  @Override
  public void remove(String pod) throws DriverException, RefusedException, InterruptedException {
    ask(Verb.REMOVE, List.of(pod), it -> it);
  }

  @Override
  public void removeImage(String image)
      throws DriverException, RefusedException, InterruptedException {
    ask(Verb.REMOVE_IMAGE, List.of(image), it -> it);
  }

  /** How a document becomes what it says. */
  private interface Reading<T> {
    T read(Answer answer) throws Answer.UnexpectedException;
  }

  private <T> T ask(Verb verb, List<String> arguments, Reading<T> reading)
      throws DriverException, RefusedException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(verb.word()));
    words.addAll(arguments);
    DriverProcess.Ended ended = run(words, timeouts.of(verb), listener);
    Exchange exchange = ended.exchange();
    int exit = exchange.exit().orElseThrow(() -> broken(exchange, exchange.ending()));
    if (exit != DONE && exit != REFUSED) {
      throw broken(exchange, meaning(exit));
    }
    String refusal;
    try {
      Answer answer = Answer.read(ended.output());
      if (exit == DONE) {
        return reading.read(answer);
      }
      refusal = answer.refusal();
    } catch (Answer.UnexpectedException e) {
      throw broken(
          exchange, "exit status %d, but %s".formatted(exit, String.valueOf(e.getMessage())));
    }
    throw new RefusedException(refusal);
  }

  /** Runs the driver with any words, for those who check it. */
  DriverProcess.Ended run(List<String> words, Duration most, Consumer<Exchange> told)
      throws DriverException, InterruptedException {
    DriverProcess.Ended ended = process.run(words, most);
    told.accept(ended.exchange());
    return ended;
  }

  private static String meaning(int exit) {
    return switch (exit) {
      case 2 -> "exit status 2: it says that it was called wrongly";
      case 3 -> "exit status 3: it, or the runtime, cannot do it now";
      case 4 -> "exit status 4: it does not know the verb";
      default -> "exit status %d, which the protocol does not know".formatted(exit);
    };
  }

  private static DriverException broken(Exchange exchange, String what) {
    String said = exchange.stderr().strip();
    String told =
        said.length() > MOST_TOLD ? "…" + said.substring(said.length() - MOST_TOLD) : said;
    return new DriverException(
        "the driver %s: %s%s"
            .formatted(
                Quote.escape(String.join(" ", exchange.command())),
                what,
                told.isEmpty() ? "" : "; it said: " + Quote.escape(told)));
  }
}
