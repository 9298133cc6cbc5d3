package org.appctoolkit.model;

import java.util.List;
import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * What is executed, and how.
 *
 * @param pointer the object
 * @param exec the executable and its arguments
 * @param user whose UID the app has
 * @param group whose GID the app has
 * @param supplementaryGids the GIDs it has beside; from 0.7.0 on
 * @param eventHandlers what is executed before and after
 * @param workingDirectory where it is executed
 * @param environment environment variables
 * @param isolators steps of isolation
 * @param mountPoints where data from outside is expected
 * @param ports what the app listens on
 */
public record App(
    Pointer pointer,
    List<Located<String>> exec,
    Optional<Located<String>> user,
    Optional<Located<String>> group,
    List<Located<Long>> supplementaryGids,
    List<EventHandler> eventHandlers,
    Optional<Located<String>> workingDirectory,
    List<NamedValue> environment,
    Isolators isolators,
    List<MountPoint> mountPoints,
    List<Port> ports) {
  /** Copies the lists. */
  public App {
    exec = List.copyOf(exec);
    supplementaryGids = List.copyOf(supplementaryGids);
    eventHandlers = List.copyOf(eventHandlers);
    environment = List.copyOf(environment);
    mountPoints = List.copyOf(mountPoints);
    ports = List.copyOf(ports);
  }
}
