package org.appctoolkit.conformance.report;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.scenario.Outcome;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;
import org.appctoolkit.spec.Level;

/** Reads what {@link JsonReport} has written, line by line. */
public final class EventReader {
  /** The longest line, in bytes; what is cut to its bounds is shorter, however it is escaped. */
  private static final int MOST_LINE = 8 << 20;

  private static final int MOST_LINES = 100_000;
  private static final Limits LIMITS = new Limits(MOST_LINE, 4, 40, 1);

  private final InputStream in;
  private int lines;

  private EventReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** That a text is no report of a run; the message says where and why. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }

    /** What is wrong with it. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Hands all events of a report on. One that ends early, as its run was killed, is one all the
   * same.
   *
   * @throws UnreadableException if it is no such report; what came before was handed on
   * @throws IOException what reading has thrown
   */
  public static void read(InputStream in, Report report) throws IOException, UnreadableException {
    EventReader reader = new EventReader(in);
    Optional<Event> event = reader.next();
    if (!(event.orElse(null) instanceof Event.Began)) {
      throw new UnreadableException("line 1: it does not begin with the event run");
    }
    while (event.isPresent()) {
      report.add(event.get());
      event = reader.next();
    }
  }

  private Optional<Event> next() throws IOException, UnreadableException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    if (octet < 0) {
      return Optional.empty();
    }
    lines++;
    while (octet >= 0 && octet != '\n') {
      if (line.size() == MOST_LINE || lines > MOST_LINES) {
        throw wrong("it is longer than any report");
      }
      line.write(octet);
      octet = in.read();
    }
    Document document = Document.read(Source.of("line", line.toByteArray()), LIMITS);
    if (!document.malformations().isEmpty()) {
      throw wrong(document.malformations().get(0).message());
    }
    Json root = document.root().orElseThrow();
    return Optional.of(event(new Fields(object(root, "it"))));
  }

  private UnreadableException wrong(String what) {
    return new UnreadableException("line %d: %s".formatted(lines, what));
  }

  private Json.Obj object(Json value, String what) throws UnreadableException {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw wrong("%s is %s, not an object".formatted(what, value.kind()));
  }

  private Event event(Fields line) throws UnreadableException {
    String event = line.text("event");
    return switch (event) {
      case "run" -> began(line);
      case "scenario" ->
          new Event.Played(
              line.text("id"),
              line.text("title"),
              line.number("milliseconds"),
              line.small("expectations"),
              line.texts("complaints"));
      case "verdict" ->
          new Event.Judged(
              line.text("scenario"),
              line.text("expectation"),
              line.text("clause"),
              level(line.text("level")),
              line.text("sentence"),
              line.text("reference"),
              outcome(line));
      case "end" ->
          new Event.Ended(
              line.text("ending"),
              line.number("milliseconds"),
              line.small("unplayed"),
              line.texts("complaints"));
      default -> throw wrong("there is no event of this name");
    };
  }

  private Event began(Fields line) throws UnreadableException {
    if (line.number("form") != JsonReport.FORM) {
      throw wrong("form is not %d".formatted(JsonReport.FORM));
    }
    Fields host = new Fields(object(line.value("host"), "host"));
    Fields runtime = new Fields(object(line.value("runtime"), "runtime"));
    return new Event.Began(
        new Fields(object(line.value("tool"), "tool")).text("version"),
        line.text("time"),
        new Event.Host(
            host.text("system"),
            host.text("kernel"),
            host.text("architecture"),
            host.small("processors"),
            host.text("user")),
        line.texts("driver"),
        new RuntimeDescription(
            runtime.text("name"),
            runtime.text("version"),
            runtime.text("specVersion"),
            new HashSet<>(runtime.texts("capabilities"))),
        line.text("specVersion"),
        line.number("seed"),
        line.decimal("pace"),
        line.small("jobs"),
        line.small("scenarios"),
        line.small("expectations"));
  }

  private Level level(String word) throws UnreadableException {
    for (Level level : Level.values()) {
      if (level.name().equals(word)) {
        return level;
      }
    }
    throw wrong("there is no level of this name");
  }

  private Outcome outcome(Fields line) throws UnreadableException {
    return switch (line.text("outcome")) {
      case "passed" -> new Outcome.Passed(line.text("observed"), line.texts("evidence"));
      case "failed" ->
          new Outcome.Failed(line.text("expected"), line.text("observed"), line.texts("evidence"));
      case "skipped" -> new Outcome.Skipped(line.text("reason"));
      case "errored" -> new Outcome.Errored(line.text("reason"), line.texts("evidence"));
      default -> throw wrong("there is no outcome of this name");
    };
  }

  /** The members of an object. */
  private final class Fields {
    private final Json.Obj object;

    Fields(Json.Obj object) {
      this.object = object;
    }

    Json value(String name) throws UnreadableException {
      Optional<Json> value = object.get(name);
      if (value.isEmpty()) {
        throw wrong(name + " is missing");
      }
      return value.get();
    }

    String text(String name) throws UnreadableException {
      return text(value(name), name);
    }

    private String text(Json value, String name) throws UnreadableException {
      if (value instanceof Json.Str text) {
        return text.value();
      }
      throw wrong("%s is %s, not a string".formatted(name, value.kind()));
    }

    List<String> texts(String name) throws UnreadableException {
      if (!(value(name) instanceof Json.Arr array)) {
        throw wrong(name + " is no array");
      }
      List<String> texts = new ArrayList<>();
      for (Json element : array.elements()) {
        texts.add(text(element, name));
      }
      return texts;
    }

    private BigDecimal between(String name, BigDecimal most) throws UnreadableException {
      if (value(name) instanceof Json.Num number
          && number.value().signum() >= 0
          && number.value().compareTo(most) <= 0) {
        return number.value();
      }
      throw wrong("%s is no number from 0 to %s".formatted(name, most));
    }

    double decimal(String name) throws UnreadableException {
      return between(name, BigDecimal.valueOf(1_000_000)).doubleValue();
    }

    long number(String name) throws UnreadableException {
      return between(name, BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    }

    int small(String name) throws UnreadableException {
      return between(name, BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }
  }
}
