package org.appctoolkit.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.appctoolkit.explain.Sentences;
import org.appctoolkit.report.JsonWriter;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.appctoolkit.spec.Level;
import org.appctoolkit.spec.SpecVersion;
import picocli.CommandLine.Option;

/** The options of the commands that list clauses, and what they print. */
final class ClauseListing {
  @Option(
      names = "--format",
      paramLabel = "text|json",
      converter = FormatConverter.class,
      description = "Form of the list (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      converter = VersionConverter.class,
      description = "Only what holds at this version of the specification, at its level there.")
  private Optional<SpecVersion> version = Optional.empty();

  private enum Format {
    TEXT,
    JSON
  }

  private static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.class);
    }
  }

  /**
   * Prints those of the clauses that the options ask for.
   *
   * @param listed which of them the command lists
   * @param withSubject whether the table says what each is about
   */
  void print(Predicate<Clause> listed, boolean withSubject, PrintWriter out) {
    List<Clause> clauses =
        version.map(Clauses::at).orElseGet(Clauses::all).stream().filter(listed).toList();
    if (format == Format.TEXT) {
      table(clauses, withSubject, out);
    } else {
      json(clauses, out);
    }
  }

  private Level level(Clause clause) {
    return version.map(clause::levelAt).orElseGet(clause::level);
  }

  private void table(List<Clause> clauses, boolean withSubject, PrintWriter out) {
    int id = clauses.stream().mapToInt(clause -> clause.id().length()).max().orElse(0);
    int versions =
        clauses.stream().mapToInt(clause -> clause.versions().toString().length()).max().orElse(0);
    for (Clause clause : clauses) {
      out.print(pad(clause.id(), id) + "  " + pad(level(clause).name(), 6) + "  ");
      if (withSubject) {
        out.print(pad(Sentences.id(clause.subject()), 8) + "  ");
      }
      out.print(pad(clause.versions().toString(), versions) + "  " + clause.sentence());
      out.print(clause.checkable() ? "\n" : missing(clause));
    }
  }

  private static String missing(Clause clause) {
    return switch (clause.subject()) {
      case DOCUMENT -> " (not checked)\n";
      case RUNTIME -> " (not judged)\n";
    };
  }

  private void json(List<Clause> clauses, PrintWriter out) {
    JsonWriter json = new JsonWriter(out).beginArray();
    for (Clause clause : clauses) {
      SpecVersion last = clause.versions().last();
      json.beginObject().name("id").value(clause.id());
      json.name("about").value(Sentences.id(clause.subject()));
      json.name("level").value(level(clause).name()).name("levels").beginObject();
      for (Map.Entry<SpecVersion, Level> entry : clause.levels().entrySet()) {
        json.name(entry.getKey().toString()).value(entry.getValue().name());
      }
      json.endObject().name("since").value(clause.versions().first().toString());
      if (!last.equals(SpecVersion.NEWEST)) {
        json.name("until").value(last.toString());
      }
      json.name("source").value(Sentences.id(clause.source()));
      json.name("sentence").value(clause.sentence());
      json.name(clause.checkable() ? "why" : "untestable").value(clause.reason());
      json.name("reference").value(clause.section().linkAt(last)).endObject();
    }
    json.endArray();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
