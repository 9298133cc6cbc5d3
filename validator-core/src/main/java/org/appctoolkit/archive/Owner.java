package org.appctoolkit.archive;

/**
 * A user or a group an entry belongs to.
 *
 * @param id its number, not negative
 * @param name its name on the machine that wrote the archive; empty if not told
 */
public record Owner(long id, Octets name) {}
