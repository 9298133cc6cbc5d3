package org.appctoolkit.conformance.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.appctoolkit.conformance.report.JsonReport;
import org.appctoolkit.conformance.report.JunitReport;
import org.appctoolkit.conformance.report.Report;
import org.appctoolkit.conformance.report.TapReport;
import org.appctoolkit.conformance.report.TextReport;
import org.appctoolkit.layout.OutputFile;
import org.appctoolkit.layout.Reasons;
import org.appctoolkit.report.Palette;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which reports are written, and where to. */
final class ReportOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "What is written to standard output: text, json, junit or tap (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      converter = TargetConverter.class,
      description =
          "Write a report to this file as well, which is replaced only when it is complete; can be"
              + " repeated.")
  private List<Target> targets = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "Leave out the lines that tell of the progress.")
  private boolean quiet;

  /** The forms of reports. */
  enum Format {
    TEXT("text"),
    JSON("json"),
    JUNIT("junit"),
    TAP("tap");

    private final String word;

    Format(String word) {
      this.word = word;
    }

    Report report(PrintWriter out, boolean quiet) {
      return switch (this) {
        case TEXT -> new TextReport(out, Palette.PLAIN, quiet);
        case JSON -> new JsonReport(out);
        case JUNIT -> new JunitReport(out);
        case TAP -> new TapReport(out);
      };
    }
  }

  /** A report that goes to a file. */
  record Target(Format format, Path file) {}

  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      List<String> words = new ArrayList<>();
      for (Format each : Format.values()) {
        if (each.word.equals(text)) {
          return each;
        }
        words.add(each.word);
      }
      throw new TypeConversionException(text + " is none of " + String.join(", ", words));
    }
  }

  private static final class TargetConverter implements ITypeConverter<Target> {
    @Override
    public Target convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 0 || equals == text.length() - 1) {
        throw new TypeConversionException(text + " is no FORMAT=FILE, such as junit=report.xml");
      }
      try {
        return new Target(
            new FormatConverter().convert(text.substring(0, equals)),
            Path.of(text.substring(equals + 1)));
      } catch (InvalidPathException e) {
        throw new TypeConversionException(text + " does not name a file");
      }
    }
  }

  /** That a report cannot be written; the message says which, and why. */
  static final class UnwritableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnwritableException(String message, Throwable cause) {
      super(message, cause);
    }

    /** What cannot be written, and why. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** The reports that were opened. */
  static final class Opened implements Closeable {
    private final List<Report> reports = new ArrayList<>();
    private final List<OutputFile> files = new ArrayList<>();
    private final List<Path> names = new ArrayList<>();

    /** All of them. */
    List<Report> reports() {
      return List.copyOf(reports);
    }

    /** Puts the files into their places; what could not be written. */
    List<String> commit() {
      List<String> problems = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        try {
          files.get(i).commit();
        } catch (IOException e) {
          problems.add("cannot write %s: %s".formatted(names.get(i), Reasons.reason(e)));
        }
      }
      return problems;
    }

    @Override
    public void close() throws IOException {
      for (OutputFile file : files) {
        file.close();
      }
    }
  }

  /**
   * Opens the reports.
   *
   * @throws UnwritableException if one cannot be written
   */
  Opened open(PrintWriter out) throws IOException, UnwritableException {
    Opened opened = new Opened();
    opened.reports.add(format.report(out, quiet));
    try {
      for (Target target : targets) {
        opened.names.add(target.file());
        OutputFile file = new OutputFile(target.file());
        opened.files.add(file);
        opened.reports.add(target.format().report(file.writer(), quiet));
      }
    } catch (IOException e) {
      opened.close();
      throw new UnwritableException(
          "cannot write %s: %s"
              .formatted(opened.names.get(opened.names.size() - 1), Reasons.reason(e)),
          e);
    }
    return opened;
  }
}
