package org.appctoolkit.runtime.cgroup;

/** Something that the processes of a cgroup may use no more of, or are given rather than others. */
public sealed interface Use {
  /** Who sees to that. */
  Controller controller();

  /** So many bytes of memory, what is swapped out included. */
  record Memory(long bytes) implements Use {
    @Override
    public Controller controller() {
      return Controller.MEMORY;
    }
  }

  /** So many bytes of memory, of which they are the last that the kernel takes back. */
  record KeptMemory(long bytes) implements Use {
    @Override
    public Controller controller() {
      return Controller.MEMORY;
    }
  }

  /** So much time of processors. */
  record CpuTime(long microseconds) implements Use {
    /** In which they may use it, in microseconds. */
    public static final long PERIOD = 100_000;

    @Override
    public Controller controller() {
      return Controller.CPU;
    }
  }

  /** So big a part of the time that others want as well. */
  record CpuShares(long shares) implements Use {
    /** What a cgroup has that is not told otherwise. */
    public static final long USUAL = 1024;

    /** The least that there is. */
    public static final long LEAST = 2;

    /** The most that there is. */
    public static final long MOST = 1 << 18;

    @Override
    public Controller controller() {
      return Controller.CPU;
    }
  }

  /** These processors. */
  record Cpus(CpuSet set) implements Use {
    @Override
    public Controller controller() {
      return Controller.CPUSET;
    }
  }

  /** So many processes and threads. */
  record Processes(long number) implements Use {
    @Override
    public Controller controller() {
      return Controller.PIDS;
    }
  }

  /**
   * So much of a block device in a second.
   *
   * @param device its numbers, as {@code 8:0}
   * @param rate what is counted
   * @param most how much of it
   */
  record Block(String device, Rate rate, long most) implements Use {
    @Override
    public Controller controller() {
      return Controller.BLOCK;
    }
  }

  /** What is counted of a block device. */
  enum Rate {
    /** Bytes that are read. */
    READ_BYTES("read_bps", "rbps"),
    /** Bytes that are written. */
    WRITTEN_BYTES("write_bps", "wbps"),
    /** Times that something is read. */
    READS("read_iops", "riops"),
    /** Times that something is written. */
    WRITES("write_iops", "wiops");

    private final String early;
    private final String late;

    Rate(String early, String late) {
      this.early = early;
      this.late = late;
    }

    /** A part of the name of a file of version 1. */
    String early() {
      return early;
    }

    /** A key of version 2. */
    String late() {
      return late;
    }
  }
}
