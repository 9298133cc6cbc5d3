package org.appctoolkit.model;

import java.util.Optional;
import org.appctoolkit.document.Pointer;

/**
 * What an app executes on an event of its life cycle.
 *
 * @param pointer the object
 * @param name the event
 */
public record EventHandler(Pointer pointer, Optional<Located<String>> name) {}
