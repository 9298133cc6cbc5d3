package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * A port of the host that is forwarded to an app.
 *
 * @param pointer the object
 * @param name name of the port of the app
 * @param hostPort port of the host
 * @param hostIp address of the host; absent for all of them
 * @param podPort a port in place of those the images name
 */
public record PodPort(
    Pointer pointer,
    Optional<Located<String>> name,
    Optional<Located<Long>> hostPort,
    Optional<Located<String>> hostIp,
    Optional<Port> podPort) {}
