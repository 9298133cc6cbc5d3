package org.appctoolkit.maven;

import java.io.File;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;

/** What placeholders in manifests stand for: the same as in the configuration of a plugin. */
final class ProjectValues implements Function<String, Optional<String>> {
  private final PluginParameterExpressionEvaluator evaluator;

  ProjectValues(MavenSession session, MojoExecution execution) {
    evaluator = new PluginParameterExpressionEvaluator(session, execution);
  }

  /** The value of a name; empty if there is none, or if it is no text. */
  @Override
  public Optional<String> apply(String name) {
    if (name.isBlank()) {
      return Optional.empty();
    }
    try {
      Object value = evaluator.evaluate("${" + name + "}");
      boolean text =
          value instanceof String
              || value instanceof Number
              || value instanceof Boolean
              || value instanceof File;
      return text && !value.equals("${" + name + "}")
          ? Optional.of(value.toString())
          : Optional.empty();
    } catch (ExpressionEvaluationException e) {
      return Optional.empty();
    }
  }
}
