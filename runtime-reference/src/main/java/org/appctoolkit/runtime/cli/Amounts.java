package org.appctoolkit.runtime.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.appctoolkit.document.Quote;
import org.appctoolkit.runtime.plan.ProcessLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time, lengths of files, URLs, and how often apps are begun again. */
final class Amounts {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)?");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})(k|M|G|Ki|Mi|Gi)?");
  private static final Pattern RESTART = Pattern.compile("on-failure:([0-9]{1,6})");

  /** No more than the kernel has numbers for. */
  private static final Pattern PROCESSES = Pattern.compile("[1-9][0-9]{0,5}|[1-3][0-9]{6}");

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of(
          "k",
          1000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30);

  private Amounts() {}

  private static Duration duration(String text, String otherwise) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          Quote.of(text) + " is no time such as 500ms, 10s, 5m, 2h or 1d" + otherwise);
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    return TIMES.getOrDefault(unit, Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** The URL of a service. */
  static final class HttpUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        URI url = new URI(text);
        boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (known && url.getHost() != null) {
          return url;
        }
      } catch (URISyntaxException e) {
        // The answer is the same.
      }
      throw new TypeConversionException(
          Quote.of(text) + " is no URL such as http://10.0.0.1:8888/token");
    }
  }

  /** A length of time such as {@code 10s}. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return duration(text, "");
    }
  }

  /** A length of time before now, or a moment such as {@code 2026-11-23T12:00:00Z}. */
  sealed interface Moment {
    /** The moment, seen from now. */
    Instant at(Instant now);

    /** So long ago. */
    record Ago(Duration time) implements Moment {
      @Override
      public Instant at(Instant now) {
        return now.minus(time);
      }
    }

    /** At that time. */
    record At(Instant time) implements Moment {
      @Override
      public Instant at(Instant now) {
        return time;
      }
    }
  }

  /** A moment. */
  static final class MomentConverter implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
      if (text.contains("T")) {
        try {
          return new Moment.At(Instant.parse(text));
        } catch (DateTimeException e) {
          // Said below.
        }
      }
      return new Moment.Ago(duration(text, ", and no moment such as 2026-11-23T12:00:00Z"));
    }
  }

  /** A length in bytes such as {@code 64Mi}. */
  static final class Bytes implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher matcher = BYTES.matcher(text);
      long bytes =
          matcher.matches()
              ? Long.parseLong(matcher.group(1))
                  * (matcher.group(2) == null ? 1 : SIZES.getOrDefault(matcher.group(2), 1L))
              : 0;
      if (bytes == 0) {
        throw new TypeConversionException(
            Quote.of(text) + " is no number of bytes such as 1000000, 64Mi or 1G");
      }
      return bytes;
    }
  }

  /** How many processes a pod may have. */
  static final class Processes implements ITypeConverter<ProcessLimit> {
    @Override
    public ProcessLimit convert(String text) {
      if (text.equals("none")) {
        return new ProcessLimit.None();
      }
      if (!PROCESSES.matcher(text).matches()) {
        throw new TypeConversionException(
            Quote.of(text) + " is neither a number of processes such as 100, nor none");
      }
      return new ProcessLimit.Exactly(Long.parseLong(text));
    }
  }

  /** How often an app is begun again. */
  static final class Restarts implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      Matcher matcher = RESTART.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            Quote.of(text) + " is not of the form on-failure:N, such as on-failure:3");
      }
      return Integer.parseInt(matcher.group(1));
    }
  }
}
