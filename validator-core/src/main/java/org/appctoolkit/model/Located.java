package org.appctoolkit.model;

import org.appctoolkit.document.Pointer;

/**
 * A value and where it stands in its document.
 *
 * @param value the value
 * @param pointer its place
 * @param <T> type of the value
 */
public record Located<T>(T value, Pointer pointer) {}
