package org.appctoolkit.conformance.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Json;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Source;

/**
 * What the probes of one run have seen, in the order in which it stands in the log.
 *
 * <p>Lines are found by the nonce of the run, wherever they begin: a runtime may put its own text
 * before each, or merge the streams of several apps. Lines with another nonce, of an earlier run,
 * do not count.
 */
public final class Observations {
  /** The longest line of a probe, in bytes; longer ones are none. */
  private static final int MOST_LINE = 4096;

  /** How much of a log is searched, in bytes. */
  private static final long MOST_LOG = 1L << 30;

  private static final int MOST_OBSERVATIONS = 100_000;
  private static final int PIECE = 1 << 16;
  private static final Limits LIMITS = new Limits(MOST_LINE, 2, 20, 1);

  private final String about;
  private final List<Observation> all;

  private Observations(String about, List<Observation> all) {
    this.about = about;
    this.all = List.copyOf(all);
  }

  /**
   * The observations in a log.
   *
   * @param about what messages call their origin, such as {@code app "a" of pod "p"}
   * @throws IOException what reading has thrown
   */
  public static Observations in(InputStream log, String nonce, String about) throws IOException {
    return new Observations(about, new Search(nonce).run(log));
  }

  /** These and others after them. */
  public Observations and(Observations others) {
    List<Observation> both = new ArrayList<>(all);
    both.addAll(others.all);
    return new Observations(about, both);
  }

  /** All of them. */
  public List<Observation> all() {
    return all;
  }

  /** Those of processes in one role. */
  public Observations of(String who) {
    return new Observations(
        "%s, in the role %s".formatted(about, who),
        all.stream().filter(it -> it.who().equals(who)).toList());
  }

  /** Whether a probe has said that it began. */
  public boolean began() {
    return all.stream().anyMatch(it -> it.see().equals("begin"));
  }

  /** Those about one thing; none is an answer, too. */
  public List<Observation> every(String see) {
    return all.stream().filter(it -> it.see().equals(see)).toList();
  }

  /** The first about one thing, if there is any. */
  public Optional<Observation> first(String see) {
    return all.stream().filter(it -> it.see().equals(see)).findFirst();
  }

  /** The first about one thing with a certain value. */
  public Optional<Observation> first(String see, String key, Object value) {
    return all.stream().filter(it -> it.see().equals(see) && it.has(key, value)).findFirst();
  }

  /**
   * The first about one thing, which has to be there.
   *
   * @throws NotExecutedException if no probe has begun
   * @throws MissingObservationException if one has, and there is none
   */
  public Observation one(String see) throws NotExecutedException, MissingObservationException {
    requireBegun();
    return first(see)
        .orElseThrow(() -> new MissingObservationException("%s: no %s seen".formatted(about, see)));
  }

  /**
   * The first about one thing with a certain value, which has to be there.
   *
   * @throws NotExecutedException if no probe has begun
   * @throws MissingObservationException if one has, and there is none
   */
  public Observation one(String see, String key, Object value)
      throws NotExecutedException, MissingObservationException {
    requireBegun();
    return first(see, key, value)
        .orElseThrow(
            () ->
                new MissingObservationException(
                    "%s: no %s with %s=%s seen".formatted(about, see, key, value)));
  }

  /**
   * Throws unless a probe has said that it began.
   *
   * @throws NotExecutedException if none has
   */
  public void requireBegun() throws NotExecutedException {
    if (!began()) {
      throw new NotExecutedException(about + ": nothing in its logs is from the probe");
    }
  }

  /** Looks for lines in a stream of any length. */
  private static final class Search {
    private final byte[] start;
    private final byte[] buffer = new byte[PIECE + MOST_LINE];
    private final List<Observation> found = new ArrayList<>();
    private int filled;

    Search(String nonce) {
      this.start = "{\"appc\":\"%s\"".formatted(nonce).getBytes(StandardCharsets.US_ASCII);
    }

    List<Observation> run(InputStream log) throws IOException {
      long left = MOST_LOG;
      int count = 0;
      while (count >= 0 && left > 0 && found.size() < MOST_OBSERVATIONS) {
        count = log.readNBytes(buffer, filled, buffer.length - filled);
        filled += count;
        left -= count;
        boolean last = filled < buffer.length;
        // What could begin a line that goes on is looked at again.
        int done = search(last ? filled : filled - MOST_LINE);
        System.arraycopy(buffer, done, buffer, 0, filled - done);
        filled -= done;
        if (last) {
          break;
        }
      }
      return found;
    }

    /** Takes every line that begins before a place; how far it came. */
    private int search(int before) {
      int at = 0;
      while (at < before) {
        if (buffer[at] == start[0] && begins(at)) {
          int end = end(at);
          if (end > 0) {
            take(new String(buffer, at, end - at, StandardCharsets.UTF_8));
            at = end;
            continue;
          }
        }
        at++;
      }
      return at;
    }

    private boolean begins(int at) {
      if (at + start.length > filled) {
        return false;
      }
      for (int i = 0; i < start.length; i++) {
        if (buffer[at + i] != start[i]) {
          return false;
        }
      }
      return true;
    }

    /** Behind the brace that ends the line which begins here; 0 if there is none. */
    private int end(int at) {
      boolean quoted = false;
      for (int i = at; i < Math.min(filled, at + MOST_LINE); i++) {
        byte here = buffer[i];
        if (quoted && here == '\\') {
          i++;
        } else if (here == '"') {
          quoted = !quoted;
        } else if (!quoted && here == '}') {
          return i + 1;
        } else if (here == '\n') {
          return 0;
        }
      }
      return 0;
    }

    private void take(String line) {
      Document document = Document.read(Source.of("observation", line), LIMITS);
      if (document.malformations().isEmpty()
          && document.root().orElse(null) instanceof Json.Obj object) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Json.Member member : object.members()) {
          plain(member.value()).ifPresent(value -> values.put(member.key(), value));
        }
        if (values.remove("who") instanceof String who
            && values.remove("n") instanceof Long number
            && values.remove("see") instanceof String see) {
          values.remove("appc");
          found.add(new Observation(who, number, see, values, line));
        }
      }
    }

    private static Optional<Object> plain(Json value) {
      if (value instanceof Json.Str text) {
        return Optional.of(text.value());
      }
      if (value instanceof Json.Bool truth) {
        return Optional.of(truth.value());
      }
      if (value instanceof Json.Num number && number.isInteger()) {
        try {
          return Optional.of(number.value().longValueExact());
        } catch (ArithmeticException e) {
          return Optional.of(number.text());
        }
      }
      return Optional.empty();
    }
  }
}
