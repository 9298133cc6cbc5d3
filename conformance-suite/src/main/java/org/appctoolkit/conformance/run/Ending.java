package org.appctoolkit.conformance.run;

/** How a run came to its end. */
public enum Ending {
  /** Everything was played. */
  COMPLETE("complete"),
  /** It was told to end. */
  INTERRUPTED("interrupted"),
  /** The time for all of it was over. */
  OUT_OF_TIME("out-of-time");

  private final String word;

  Ending(String word) {
    this.word = word;
  }

  /** Its name in reports. */
  public String word() {
    return word;
  }
}
