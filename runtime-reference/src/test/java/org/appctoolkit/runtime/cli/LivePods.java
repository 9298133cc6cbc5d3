package org.appctoolkit.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.appctoolkit.archive.ImageId;
import org.appctoolkit.runtime.execute.TestStore;
import org.appctoolkit.runtime.execute.TestStore.Image;
import org.appctoolkit.runtime.supervision.Probe;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of pods that really run have in common: the tool, and a store with the probe. */
abstract class LivePods {
  /** The name of the image that has the probe as its app. */
  static final String PROBE = "example.org/probe";

  @TempDir Path directory = Path.of("");

  Tool tool;
  TestStore store;
  ImageId probe;

  @BeforeEach
  final void makeAStore() throws IOException {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux")
            && System.getProperty("user.name", "").equals("root")
            && Probe.isBuilt(),
        "takes root on Linux, and a C compiler");
    tool = new Tool(directory);
    store = new TestStore(directory.resolve("store"));
    probe = store.add(Image.ofApp(PROBE, "/bin/probe").probe());
  }

  /** What may come true. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until it has come true, for as long as a busy machine may take. */
  static void await(Condition condition) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A process and the words that it was started with. */
  record Running(ProcessHandle handle, String words) {}

  /** The processes that were started with a path in our directory. */
  final List<Running> processes() throws IOException {
    List<Running> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path each : all.filter(it -> it.getFileName().toString().matches("[0-9]+")).toList()) {
        try {
          String words = Files.readString(each.resolve("cmdline")).replace('\0', ' ');
          if (words.contains(directory.toString())) {
            ProcessHandle.of(Long.parseLong(each.getFileName().toString()))
                .ifPresent(it -> found.add(new Running(it, words)));
          }
        } catch (IOException e) {
          // It has ended meanwhile.
        }
      }
    }
    return found;
  }
}
