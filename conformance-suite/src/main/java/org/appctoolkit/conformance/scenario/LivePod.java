package org.appctoolkit.conformance.scenario;

import java.io.IOException;
import java.time.Duration;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.probe.Observation;
import org.appctoolkit.conformance.probe.UnseenException;

/** A pod that was started. */
public interface LivePod {
  /** Waits until it is over and takes its logs. */
  void await() throws RefusedException, DriverException, IOException, InterruptedException;

  /** Has it end in the orderly way, then waits until it is over and takes its logs. */
  void stop() throws RefusedException, DriverException, IOException, InterruptedException;

  /** Has the main process of an app killed. */
  void killApp(String app) throws RefusedException, DriverException, InterruptedException;

  /** Asks the runtime about it; the scene has the answer under the occasion. */
  PodStatus status(String occasion) throws RefusedException, DriverException, InterruptedException;

  /**
   * Waits until a probe has seen something.
   *
   * @param who the role of the process
   * @param see what it is about
   * @param patience how long, on a machine of pace 1
   * @throws UnseenException if it has not until then, or the pod is over before
   */
  Observation awaitSight(String app, String who, String see, Duration patience)
      throws RefusedException, DriverException, UnseenException, IOException, InterruptedException;
}
