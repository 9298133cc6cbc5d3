package org.appctoolkit.runtime.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import org.appctoolkit.layout.Reasons;
import org.appctoolkit.runtime.execute.RefusedException;
import org.appctoolkit.store.StoreException;
import org.appctoolkit.store.UsualPlace;

/** A command: what keeps it from being done is told in one way, and becomes an exit status. */
interface PodCommand extends Callable<Integer> {
  /** That something was found, and told, which ends the command. */
  final class EndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;

    EndedException(Status status) {
      super("ended: " + status);
      this.status = status;
    }
  }

  /** That the command was called in a way that makes no sense. */
  final class MisuseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    MisuseException(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** What the command runs in. */
  Terminal terminal();

  /** Does what the command says; the exit status. */
  int run()
      throws IOException,
          RefusedException,
          EndedException,
          MisuseException,
          UsualPlace.UnknownException,
          InterruptedException;

  /** The exit status where a pod was to be run and none was, or anything else was not done. */
  default int status(Status status) {
    return status.code();
  }

  @Override
  default Integer call() {
    try {
      return run();
    } catch (EndedException e) {
      return status(e.status);
    } catch (MisuseException e) {
      terminal().tell(e.reason);
      return status(Status.MISUSE);
    } catch (RefusedException e) {
      e.reasons().forEach(terminal()::tell);
      return status(Status.REFUSED);
    } catch (UsualPlace.UnknownException e) {
      terminal().tell(e.reason());
    } catch (StoreException e) {
      terminal().tell(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      terminal().tell(told(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      terminal().tell("interrupted");
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
}
