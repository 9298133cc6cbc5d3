package org.appctoolkit.maven;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** A goal that can be skipped. */
abstract class AppcMojo extends AbstractMojo {
  private static final String SKIP = "appc.skip";

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  /**
   * Whether to do nothing. {@code -Dappc.skip} on the command line is about all goals and wins over
   * what the POM says, be it {@code true} or {@code false}; that of one goal, such as {@code
   * -Dappc.validate.skip}, wins over both.
   */
  @Parameter(property = SKIP)
  private @Nullable String skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (isSkipped()) {
      getLog().info("skipped");
      return;
    }
    Breakage.guard(this::run);
  }

  /** Does what the goal is for. */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** Whether to skip this goal, as the POM says; {@code null} if it says nothing. */
  abstract @Nullable String skipsThisGoal();

  final MavenSession session() {
    return session;
  }

  final MavenProject project() {
    return project;
  }

  final MojoExecution execution() {
    return execution;
  }

  /** Whether there is a project at all: some goals work without one. */
  final boolean hasProject() {
    return project.getFile() != null;
  }

  /** Where this plugin keeps what it makes of the project, beside the images. */
  final Path workDirectory() {
    return Path.of(project.getBuild().getDirectory()).resolve("appc");
  }

  /** The version of this plugin. */
  final String version() {
    return execution.getVersion();
  }

  /** Whether to do nothing. */
  final boolean isSkipped() throws MojoExecutionException {
    Properties said = session.getUserProperties();
    String ofGoal = "appc." + execution.getGoal() + ".skip";
    Optional<String> answer =
        Optional.ofNullable(said.getProperty(ofGoal))
            .or(() -> Optional.ofNullable(said.getProperty(SKIP)))
            .or(() -> Optional.ofNullable(skipsThisGoal()))
            .or(() -> Optional.ofNullable(skip));
    return switch (answer.orElse("false")) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw new MojoExecutionException(
              "%s and %s are true or false, not %s".formatted(SKIP, ofGoal, answer.get()));
    };
  }
}
