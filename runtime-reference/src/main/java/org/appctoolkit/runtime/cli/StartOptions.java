package org.appctoolkit.runtime.cli;

import java.io.IOException;
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
          "What runs the pod: ours, runc, nspawn, or the path of a program that keeps"
              + " docs/stage1-contract.md. Default: ours. docs/stage1.md tells what each can do.")
  private String program = Stage1.BuiltIn.OURS.toString();

  boolean isDetached() {
    return detached;
  }

  Stage1 stage1(Pods pods) throws IOException {
    return Stage1.named(program, pods);
  }

  private static StartedPod start(Pods pods, PodDirectory pod, Stage1 stage1, boolean lifeline)
      throws IOException, RefusedException {
    pod.makeNetworkReady(Bridge.STATE, () -> Stage1.ours(pods));
    MetadataStart.ensure(pods, pod);
    return stage1.start(pods, pod, lifeline);
  }

  /** Removes bridges that no pod needs any more; that it fails is told, and no more. */
  static void tidyAll(Terminal terminal, Pods pods) {
    tidy(terminal, () -> Bridge.tidyAll(Bridge.STATE, () -> Stage1.ours(pods)));
  }

  private interface Tidying {
    void done() throws IOException, RefusedException;
  }

  private static void tidy(Terminal terminal, Tidying tidying) {
    try {
      tidying.done();
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
          terminal,
          quiet,
          () -> start(pods, pod, stage1, true),
          () -> tidy(terminal, () -> pod.tidyNetwork(Bridge.STATE, () -> Stage1.ours(pods))));
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
