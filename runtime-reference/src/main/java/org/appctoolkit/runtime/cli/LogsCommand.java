package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.appctoolkit.document.Quote;
import org.appctoolkit.runtime.execute.Logs;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code appc runtime logs}. */
@Command(
    name = "logs",
    description = "Show what the apps of a pod have written: as it is, in its order.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%n",
    footer = {
      "",
      "Standard output comes out at standard output, and standard error at standard error; of",
      "several apps line by line with their names. Times are exact to a tenth of a second."
    })
final class LogsCommand implements PodCommand {
  private final Terminal terminal;
  @Mixin private PodArgument argument = new PodArgument();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "APP",
      description = "One of its apps (default: all).")
  private Optional<String> app = Optional.empty();

  @Option(
      names = "--stream",
      paramLabel = "STREAM",
      converter = StreamConverter.class,
      description = "stdout or stderr (default: both).")
  private Optional<Logs.Stream> stream = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the pod has ended.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Amounts.MomentConverter.class,
      description = "Only what was written since then: 2026-11-23T12:00:00Z, or 5m ago.")
  private Optional<Amounts.Moment> since = Optional.empty();

  @Mixin private JsonOption json = new JsonOption();

  LogsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private static final class StreamConverter implements ITypeConverter<Logs.Stream> {
    @Override
    public Logs.Stream convert(String text) {
      for (Logs.Stream each : Logs.Stream.values()) {
        if (each.toString().equals(text.toLowerCase(Locale.ROOT))) {
          return each;
        }
      }
      throw new TypeConversionException(Quote.of(text) + " is neither stdout nor stderr");
    }
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public int run()
      throws IOException, RefusedException, UsualPlace.UnknownException, InterruptedException {
    PodDirectory pod = argument.pod(terminal());
    List<String> all = pod.apps();
    if (app.filter(it -> !all.contains(it)).isPresent()) {
      throw new RefusedException(
          "there is no app %s in the pod, only %s"
              .formatted(Quote.of(app.get()), String.join(", ", all)));
    }
    List<String> apps = app.map(List::of).orElse(all);
    List<Logs.Stream> streams = stream.map(List::of).orElse(List.of(Logs.Stream.values()));
    LogOutput output = new LogOutput(terminal(), apps.size() > 1);
    Logs.Sink sink = json.isSet() ? new Records(terminal()) : output;
    try (Logs logs =
        new Logs(pod, apps, streams, since.map(it -> it.at(terminal().clock().instant())))) {
      if (follow) {
        logs.follow(sink, () -> isOver(pod));
      } else {
        logs.copy(sink);
      }
    }
    output.end();
    return Status.DONE.code();
  }

  private static boolean isOver(PodDirectory pod) {
    try {
      return pod.keeper().isEmpty() && pod.status().state().isOver();
    } catch (IOException e) {
      // It was removed.
      return true;
    }
  }

  /** A JSON text for each piece, one behind the other. */
  private record Records(Terminal terminal) implements Logs.Sink {
    @Override
    public boolean write(String app, Logs.Stream stream, byte[] bytes, int length) {
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      terminal.printJson(
          it ->
              it.beginObject()
                  .name("app")
                  .value(app)
                  .name("stream")
                  .value(stream.toString())
                  .name("text")
                  .value(text)
                  .endObject());
      return !terminal.out().checkError();
    }

    @Override
    public void passedOver(String app, Logs.Stream stream, long count) {
      terminal.printJson(
          it ->
              it.beginObject()
                  .name("app")
                  .value(app)
                  .name("stream")
                  .value(stream.toString())
                  .name("lost")
                  .value(count)
                  .endObject());
    }
  }
}
