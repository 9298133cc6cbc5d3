package org.appctoolkit.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** What goes wrong in this plugin and not in the files of its users. */
final class Breakage {
  private Breakage() {}

  /** Something that a goal does. */
  interface Step {
    void run() throws MojoExecutionException, MojoFailureException;
  }

  /** Does it, and makes of an internal error one that tells whose it is. */
  static void guard(Step step) throws MojoExecutionException, MojoFailureException {
    try {
      step.run();
    } catch (RuntimeException | StackOverflowError e) {
      throw new MojoExecutionException(
          "internal error: %s; this is a bug in the appc Maven plugin, please report it together"
                  .formatted(e)
              + " with what was judged (mvn -e shows the details)",
          e);
    }
  }
}
