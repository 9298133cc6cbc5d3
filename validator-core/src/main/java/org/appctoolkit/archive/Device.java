package org.appctoolkit.archive;

/**
 * The numbers of a device.
 *
 * @param major which driver
 * @param minor which of its devices
 */
public record Device(long major, long minor) {
  /** What an entry that is no device has. */
  public static final Device NONE = new Device(0, 0);
}
