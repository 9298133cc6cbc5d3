package org.appctoolkit.maven;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** A file that is added to the rootfs of an image: an element of the parameter {@code files}. */
public final class AddedFile {
  /** What to add: a file, or a directory with all that is below it. */
  private @Nullable File source;

  /** Its path in the rootfs: {@code /opt/worker/worker.jar}. */
  private @Nullable String target;

  /** Whether a file may be executed, even if it may not where it lies. */
  private boolean executable;

  /** Sets what to add. */
  public void setSource(File source) {
    this.source = source;
  }

  /** Sets its path in the rootfs. */
  public void setTarget(String target) {
    this.target = target;
  }

  /** Sets whether it may be executed. */
  public void setExecutable(boolean executable) {
    this.executable = executable;
  }

  boolean isExecutable() {
    return executable;
  }

  Path from() throws MojoExecutionException {
    if (source == null) {
      throw new MojoExecutionException("files: one of them has no source");
    }
    return source.toPath();
  }

  /** Where it goes. */
  Path in(Path rootfs) throws MojoExecutionException {
    if (target == null) {
      throw new MojoExecutionException("files: " + source + " has no target");
    }
    Path path = rootfs.resolve(target.replaceFirst("^/+", "")).normalize();
    if (!path.startsWith(rootfs) || path.equals(rootfs)) {
      throw new MojoExecutionException("files: " + target + " is no path in a rootfs");
    }
    return path;
  }
}
