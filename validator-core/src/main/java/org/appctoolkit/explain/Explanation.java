package org.appctoolkit.explain;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.appctoolkit.discovery.Discovery;
import org.appctoolkit.document.Document;
import org.appctoolkit.document.Limits;
import org.appctoolkit.document.Quote;
import org.appctoolkit.report.Palette;
import org.appctoolkit.report.TextReport;
import org.appctoolkit.rule.RuleBook;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.ManifestKind;
import org.appctoolkit.spec.Schemas;
import org.appctoolkit.spec.SpecVersion;
import org.appctoolkit.validate.Validator;

/** Everything there is to know about one clause, as text for people. */
public final class Explanation {
  private static final int LONGEST_EXAMPLE = 40;
  private static final int WIDEST_EXAMPLE = 100;

  private final PrintWriter out;
  private final Palette palette;

  private Explanation(PrintWriter out, Palette palette) {
    this.out = out;
    this.palette = palette;
  }

  /** Writes what a clause asks for and why, with a bad and a good example. */
  public static void write(Clause clause, PrintWriter out, Palette palette) {
    new Explanation(out, palette).write(clause);
  }

  private void write(Clause clause) {
    facts(clause);
    if (clause.checkable() && clause.subject() == Clause.Subject.DOCUMENT) {
      examples(clause);
    }
  }

  private void facts(Clause clause) {
    SpecVersion last = clause.versions().last();
    out.print(palette.strong(clause.id()) + "\n");
    out.print("  " + Sentences.wrap(clause.sentence(), "  ") + "\n\n");
    fact("about", Sentences.of(clause.subject()));
    fact("level", clause.levelText());
    fact("versions", clause.versions().toString());
    fact("source", Sentences.of(clause.source()));
    fact("section", clause.section().referenceAt(last));
    if (!clause.section().linkAt(last).equals(clause.section().referenceAt(last))) {
      fact("link", clause.section().linkAt(last));
    }
    boolean isAboutDocuments = clause.subject() == Clause.Subject.DOCUMENT;
    String reason = isAboutDocuments ? "not checked" : "not judged";
    fact(clause.checkable() ? "why" : reason, clause.reason());
    if (clause.checkable()) {
      if (isAboutDocuments) {
        fact("checked by", String.join(", and by ", checks(clause)));
      } else {
        fact("judged by", "appc conformance run --clause " + clause.id());
      }
    }
  }

  private void fact(String name, String value) {
    String indent = " ".repeat(15);
    out.print(("  " + name + indent).substring(0, 15) + Sentences.wrap(value, indent) + "\n");
  }

  /** Where the clause is checked, in the order in which that happens. */
  private static List<String> checks(Clause clause) {
    List<String> kinds = new ArrayList<>();
    for (ManifestKind kind : ManifestKind.values()) {
      SpecVersion version = kind.nearest(clause.versions().last());
      if (clause.versions().contains(version)
          && Schemas.text(kind, version).contains('"' + clause.id() + '"')) {
        kinds.add(kind.id());
      }
    }
    List<String> checks = new ArrayList<>();
    if (!kinds.isEmpty()) {
      checks.add("the schema of " + String.join(", ", kinds));
    }
    if (RuleBook.all().stream().anyMatch(rule -> rule.id().equals(clause.id()))) {
      checks.add("a rule in code");
    }
    if (Discovery.CLAUSES.contains(clause.id())) {
      checks.add("discovery, as in appc discover");
    }
    Optional<RecipeExample> example = RecipeExample.of(clause.id());
    if (checks.isEmpty() && example.isPresent()) {
      return List.of(
          switch (example.get().kind()) {
            case ARCHIVE -> "the reader of archives";
            case STORE -> "rendering with the images of a store";
            case RENDERING -> "fixtures that every renderer can be held against, as ours is";
          });
    }
    return checks.isEmpty()
        ? List.of("the reader, before it is known what the manifest holds")
        : checks;
  }

  private void examples(Clause clause) {
    Example.Pair pair = Example.of(clause.id());
    Optional<RecipeExample> recipes = RecipeExample.of(clause.id());
    if (recipes.isPresent()) {
      show(recipes.get());
      return;
    }
    Optional<PageExample> pages = PageExample.of(clause.id());
    if (pages.isPresent()) {
      show(pages.get());
      return;
    }
    Optional<Document> discovery = discovery(clause.id());
    if (discovery.isPresent()) {
      out.print(
          "\nExample: a web, a name that is looked for in it, and what must come of that\n\n");
      lines(discovery.get().text().lines().toList());
      return;
    }
    if (pair.bad().isEmpty()) {
      out.print("\n" + Sentences.wrap(withoutExample(clause), "") + "\n");
      return;
    }
    pair.bad()
        .ifPresent(
            bad -> {
              show("Bad", bad);
              out.print("\nOf that, appc validate" + bad.options() + " says\n\n");
              TextReport report = new TextReport(out, palette);
              report.add(new Validator(bad.settings()).judge(bad.source()));
            });
    pair.good().ifPresent(good -> show("Good", good));
  }

  private static Optional<Document> discovery(String id) {
    return Example.source("examples/discoveries/" + id + "/", "example.json")
        .map(source -> Document.read(source, Limits.DEFAULT));
  }

  private void show(PageExample pages) {
    out.print("\nBad: a discovery page for " + PageExample.NAME + "\n\n");
    lines(PageExample.lines(pages.bad()));
    out.print("\nOf that, appc validate --discovery-page says\n\n");
    new TextReport(out, palette).add(pages.judgeBad());
    out.print("Good\n\n");
    lines(PageExample.lines(pages.good()));
  }

  private void show(RecipeExample recipes) {
    String words = recipes.kind().words();
    String but = recipes.kind() == RecipeExample.Kind.ARCHIVE ? ", but with" : "";
    if (recipes.bad().isEmpty()) {
      out.print("\nExample: " + words + "\n\n");
      lines(recipes.good());
      out.print("\n" + Sentences.wrap(recipes.remark(), "") + "\n");
    } else {
      out.print("\nBad: " + words + but + "\n\n");
      lines(recipes.bad());
      out.print("\n" + Sentences.wrap(recipes.remark(), "") + "\n");
      boolean plain = recipes.good().equals(List.of("{}")) || recipes.good().equals(List.of("{ }"));
      if (!plain) {
        out.print("\nGood: " + words + but.replace("but", "and") + "\n\n");
        lines(recipes.good());
      }
    }
    out.print(
        "\n" + Sentences.wrap("These are recipes: fixtures/README.md tells more.", "") + "\n");
  }

  private void show(String title, Example example) {
    String options = example.options();
    out.print((title.equals("Bad") ? "\n" : "") + title);
    out.print(options.isEmpty() ? "\n\n" : ", with" + options + "\n\n");
    lines(example.document().text().lines().toList());
  }

  private void lines(List<String> lines) {
    for (String line : lines.subList(0, Math.min(LONGEST_EXAMPLE, lines.size()))) {
      String shown = Quote.escape(line.replace("\t", "    "));
      boolean isLong = shown.length() > WIDEST_EXAMPLE;
      out.print("  " + (isLong ? shown.substring(0, WIDEST_EXAMPLE) + "…" : shown) + "\n");
    }
    if (lines.size() > LONGEST_EXAMPLE) {
      out.print("  … and " + (lines.size() - LONGEST_EXAMPLE) + " more lines\n");
    }
  }

  private static String withoutExample(Clause clause) {
    return switch (clause.id()) {
      case "document-length-is-limited" ->
          "An example would be too long to show: any manifest with a MiB of blanks behind it."
              + " --max-document-bytes sets another limit.";
      case "finding-count-is-limited" ->
          "An example would be too long to show: any manifest with more than 1000 mistakes."
              + " --max-findings sets another limit.";
      case "judging-time-is-limited" ->
          "There is no example of it: any image that takes too long. --max-seconds sets another"
              + " limit.";
      default -> "There is no example of it.";
    };
  }
}
