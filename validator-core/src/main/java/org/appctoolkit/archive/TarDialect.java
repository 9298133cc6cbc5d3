package org.appctoolkit.archive;

/** The forms of tar in which an entry can be written. */
public enum TarDialect {
  /** The tar of the seventh edition: no magic number. */
  V7,
  /** POSIX.1-1988. */
  USTAR,
  /** POSIX.1-2001: ustar with records before it. */
  PAX,
  /** GNU tar's own form. */
  GNU
}
