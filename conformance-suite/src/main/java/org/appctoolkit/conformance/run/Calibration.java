package org.appctoolkit.conformance.run;

import java.io.IOException;
import java.util.Random;
import java.util.zip.Deflater;
import org.appctoolkit.conformance.scenario.Pace;

/**
 * How fast this machine is, measured by what the suite has it do: start processes, and compute. It
 * is slower while others use it, and that counts as well.
 *
 * @param startMillis how long a process takes from its start to its end
 * @param computeMillis how long it takes to compress a MiB
 */
public record Calibration(double startMillis, double computeMillis) {
  /** What an idle machine of two processors took when the times of the suite were chosen. */
  static final Calibration USUAL = new Calibration(2.0, 90);

  private static final int STARTS = 10;
  private static final int PIECE = 1 << 20;

  /** On no machine does anything get more than so often as long. */
  private static final double MOST = 20;

  /** Measures this machine, which takes about a tenth of a second. */
  public static Calibration measure() throws InterruptedException {
    return new Calibration(start(), compute());
  }

  /** The pace that follows from it. */
  public Pace pace() {
    double factor =
        Math.max(startMillis / USUAL.startMillis(), computeMillis / USUAL.computeMillis());
    return new Pace(Math.min(MOST, Math.max(1, factor)));
  }

  private static double start() throws InterruptedException {
    long begin = System.nanoTime();
    try {
      for (int i = 0; i < STARTS; i++) {
        new ProcessBuilder("true").start().waitFor();
      }
    } catch (IOException e) {
      // Where there is no such program the other figure has to do.
      return USUAL.startMillis();
    }
    return milliseconds(begin) / STARTS;
  }

  /** By native code, which needs no warming up. */
  private static double compute() {
    byte[] in = new byte[PIECE];
    new Random(1).nextBytes(in);
    for (int i = 0; i < in.length; i += 2) {
      in[i] = 0;
    }
    byte[] out = new byte[2 * PIECE];
    long begin = System.nanoTime();
    Deflater deflater = new Deflater();
    deflater.setInput(in);
    deflater.finish();
    while (!deflater.finished()) {
      deflater.deflate(out);
    }
    deflater.end();
    return milliseconds(begin);
  }

  private static double milliseconds(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
