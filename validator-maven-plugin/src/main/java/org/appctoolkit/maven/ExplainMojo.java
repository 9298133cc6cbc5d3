package org.appctoolkit.maven;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.appctoolkit.document.Nearest;
import org.appctoolkit.explain.Explanation;
import org.appctoolkit.explain.Sentences;
import org.appctoolkit.report.Palette;
import org.appctoolkit.spec.Clause;
import org.appctoolkit.spec.Clauses;
import org.jspecify.annotations.Nullable;

/**
 * Explains a rule, or any clause of the specification: what it asks for and why, with a bad and a
 * good example.
 */
@Mojo(name = "explain", requiresProject = false, threadSafe = true)
public final class ExplainMojo extends AbstractMojo {
  /** The rule, as in the brackets of a finding, or the clause; without it all rules are listed. */
  @Parameter(property = "appc.rule")
  private @Nullable String rule;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Breakage.guard(this::explain);
  }

  private void explain() throws MojoExecutionException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    if (rule == null) {
      out.print("Rules, each of which -Dappc.rule=ID explains:\n\n");
      Clauses.about(Clause.Subject.DOCUMENT).stream()
          .filter(Clause::checkable)
          .forEach(it -> out.print(it.id() + "\n  " + Sentences.wrap(it.sentence(), "  ") + "\n"));
    } else {
      Explanation.write(clause(rule), out, Palette.PLAIN);
    }
    out.flush();
    getLog().info("\n\n" + text);
  }

  private static Clause clause(String id) throws MojoExecutionException {
    return Clauses.find(id)
        .orElseThrow(
            () ->
                new MojoExecutionException(
                    "no rule or clause is called "
                        + id
                        + Nearest.question(id, Clauses.all().stream().map(Clause::id).toList())));
  }
}
