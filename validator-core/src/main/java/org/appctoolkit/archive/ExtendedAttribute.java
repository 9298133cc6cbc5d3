package org.appctoolkit.archive;

/**
 * An extended attribute of an entry.
 *
 * @param name with its name space, such as {@code security.capability}
 * @param value any bytes
 */
public record ExtendedAttribute(Octets name, Octets value) {}
