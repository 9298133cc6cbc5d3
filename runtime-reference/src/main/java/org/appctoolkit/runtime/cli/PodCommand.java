package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import org.appctoolkit.layout.Reasons;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.UsualPlace;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: what keeps it from being done is told in one way, and becomes an exit status. */
abstract class PodCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  PodCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** That something was found, and told, which ends the command. */
  static final class EndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;

    EndedException(Status status) {
      super("ended: " + status);
      this.status = status;
    }
  }

  /** Does what the command says; the exit status. */
  abstract int run()
      throws IOException,
          RefusedException,
          EndedException,
          UsualPlace.UnknownException,
          InterruptedException;

  /** The exit status where a pod was to be run and none was, or anything else was not done. */
  int status(Status status) {
    return status.code();
  }

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (EndedException e) {
      return status(e.status);
    } catch (RefusedException e) {
      e.reasons().forEach(terminal::tell);
      return status(Status.REFUSED);
    } catch (UsualPlace.UnknownException e) {
      terminal.tell(e.reason());
    } catch (StoreException e) {
      terminal.tell(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      terminal.tell(told(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      terminal.tell("interrupted");
    }
    return status(Status.NOT_DONE);
  }

  /** A failure with the file it is about, where that is known. */
  static String told(IOException e) {
    String reason = Reasons.reason(e);
    return e instanceof FileSystemException of && of.getFile() != null
        ? of.getFile() + ": " + reason
        : reason;
  }

  Terminal terminal() {
    return terminal;
  }

  ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
