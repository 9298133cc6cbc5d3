package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.appctoolkit.runtime.execute.Bridge;
import org.appctoolkit.runtime.execute.PodDirectory;
import org.appctoolkit.runtime.execute.PodStatus;
import org.appctoolkit.runtime.execute.Pods;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.runtime.execute.Stage1;
import org.appctoolkit.runtime.execute.StartedPod;
import org.appctoolkit.runtime.metadata.MetadataStart;
import picocli.CommandLine.Option;

/** The options that say how a pod is started. */
final class StartOptions {
  @Option(
      names = "--detach",
      description = "Do not wait: print the UUID of the pod once its apps have begun.")
  private boolean detached;

  @Option(
      names = "--stage1",
      paramLabel = "PROGRAM",
      description =
          "Run the pod by this program, which keeps docs/stage1-contract.md, and not by ours.")
  private Optional<Path> program = Optional.empty();

  boolean isDetached() {
    return detached;
  }

  Stage1 stage1(Pods pods) throws IOException {
    return program.isPresent() ? Stage1.at(program.get()) : Stage1.ours(pods);
  }

  private static StartedPod start(Pods pods, PodDirectory pod, Stage1 stage1, boolean lifeline)
      throws IOException, RefusedException {
    pod.makeNetworkReady(Bridge.STATE, () -> Stage1.ours(pods));
    MetadataStart.ensure(pods, pod);
    return stage1.start(pods, pod, lifeline);
  }

  /** Removes bridges that no pod needs any more; that it fails is told, and no more. */
  static void tidy(Terminal terminal, Pods pods) {
    try {
      Bridge.tidyAll(Bridge.STATE, () -> Stage1.ours(pods));
    } catch (IOException e) {
      terminal.tell(PodCommand.told(e));
    } catch (RefusedException e) {
      e.reasons().forEach(terminal::tell);
    }
  }

  /**
   * Starts a pod, and stays with it unless it is detached.
   *
   * @param begun what to do once a detached one runs
   * @return the exit status
   */
  int start(
      Terminal terminal, Pods pods, PodDirectory pod, Stage1 stage1, boolean quiet, Runnable begun)
      throws IOException, RefusedException, InterruptedException {
    if (!detached) {
      return Foreground.attend(
          terminal, quiet, () -> start(pods, pod, stage1, true), () -> tidy(terminal, pods));
    }
    StartedPod started = start(pods, pod, stage1, false);
    PodStatus status = started.awaitBeginning();
    if (status.state() == PodStatus.State.FAILED) {
      terminal.tell(
          "the pod %s failed: %s"
              .formatted(pod.uuid(), status.reason().orElse("stage1 does not tell why")));
      return Status.NOT_RUN.code();
    }
    begun.run();
    return Status.DONE.code();
  }
}
