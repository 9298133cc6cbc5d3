package org.appctoolkit.conformance.run;

import java.nio.file.Path;
import java.util.Objects;
import org.appctoolkit.conformance.driver.DriverException;
import org.appctoolkit.conformance.driver.LogStream;
import org.appctoolkit.conformance.driver.PodStatus;
import org.appctoolkit.conformance.driver.RefusedException;
import org.appctoolkit.conformance.driver.RuntimeDescription;
import org.appctoolkit.conformance.driver.RuntimeDriver;

/**
 * A driver whose mistakes are its own: what it throws beside what it may throw, and null, mean that
 * it broke, not that the suite did.
 */
final class CarefulDriver implements RuntimeDriver {
  private final RuntimeDriver driver;

  CarefulDriver(RuntimeDriver driver) {
    this.driver = driver;
  }

  private interface Answering<T> {
    T answer() throws DriverException, RefusedException, InterruptedException;
  }

  private interface Doing {
    void run() throws DriverException, RefusedException, InterruptedException;
  }

  private static <T> T ask(String method, Answering<T> what)
      throws DriverException, RefusedException, InterruptedException {
    try {
      return Objects.requireNonNull(what.answer());
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      throw new DriverException("the driver has a bug in %s: %s".formatted(method, e), e);
    }
  }

  private static void tell(String method, Doing what)
      throws DriverException, RefusedException, InterruptedException {
    ask(
        method,
        () -> {
          what.run();
          return true;
        });
  }

  @Override
  public RuntimeDescription describe() throws DriverException, InterruptedException {
    try {
      return ask("describe", driver::describe);
    } catch (RefusedException e) {
      throw new DriverException("the driver does not describe its runtime: " + e.reason(), e);
    }
  }

  @Override
  public String importImage(Path archive)
      throws DriverException, RefusedException, InterruptedException {
    return ask("importImage", () -> driver.importImage(archive));
  }

  @Override
  public String run(Path manifest) throws DriverException, RefusedException, InterruptedException {
    return ask("run", () -> driver.run(manifest));
  }

  @Override
  public PodStatus await(String pod)
      throws DriverException, RefusedException, InterruptedException {
    return ask("await", () -> driver.await(pod));
  }

  @Override
  public PodStatus status(String pod)
      throws DriverException, RefusedException, InterruptedException {
    return ask("status", () -> driver.status(pod));
  }

  @Override
  public void logs(String pod, String app, LogStream stream, Path file)
      throws DriverException, RefusedException, InterruptedException {
    tell("logs", () -> driver.logs(pod, app, stream, file));
  }

  @Override
  public void stop(String pod) throws DriverException, RefusedException, InterruptedException {
    tell("stop", () -> driver.stop(pod));
  }

  @Override
  public void killApp(String pod, String app)
      throws DriverException, RefusedException, InterruptedException {
    tell("killApp", () -> driver.killApp(pod, app));
  }

  @Override
  public void remove(String pod) throws DriverException, RefusedException, InterruptedException {
    tell("remove", () -> driver.remove(pod));
  }

  @Override
  public void removeImage(String image)
      throws DriverException, RefusedException, InterruptedException {
    tell("removeImage", () -> driver.removeImage(image));
  }
}
