package org.appctoolkit.image;

import java.util.List;

/** The kinds of machine that an executable in the format ELF is made for, as its header tells. */
public enum Machine {
  /** None: not a file in this format. */
  NONE("no ELF", 0, 0, false),
  /** 64-bit x86. */
  X86_64("64-bit x86", 62, 2, false, "amd64", "x86_64"),
  /** 32-bit x86. */
  I386("32-bit x86", 3, 1, false, "i386"),
  /** 64-bit ARM. */
  AARCH64("64-bit ARM", 183, 2, false, "aarch64"),
  /** 64-bit ARM, big-endian. */
  AARCH64_BE("big-endian 64-bit ARM", 183, 2, true, "aarch64_be"),
  /** 32-bit ARM. */
  ARM("32-bit ARM", 40, 1, false, "armv6l", "armv7l", "arm"),
  /** 32-bit ARM, big-endian. */
  ARM_BE("big-endian 32-bit ARM", 40, 1, true, "armv7b"),
  /** 64-bit PowerPC, big-endian. */
  PPC64("64-bit PowerPC", 21, 2, true, "ppc64"),
  /** 64-bit PowerPC, little-endian. */
  PPC64LE("little-endian 64-bit PowerPC", 21, 2, false, "ppc64le"),
  /** IBM Z. */
  S390X("64-bit s390", 22, 2, true, "s390x"),
  /** Any other. */
  OTHER("another machine", 0, 0, false);

  /** How many bytes of a file tell. */
  public static final int HEAD_BYTES = 20;

  private static final int CLASS = 4;
  private static final int DATA = 5;
  private static final int TYPE = 18;

  private static final List<Machine> ALL = List.of(values());

  private final String words;
  private final int number;
  private final int width;
  private final boolean bigEndian;
  private final String labels;

  Machine(String words, int number, int width, boolean bigEndian, String... labels) {
    this.words = words;
    this.number = number;
    this.width = width;
    this.bigEndian = bigEndian;
    this.labels = String.join(" ", labels);
  }

  /** What the first bytes of a file say. */
  public static Machine of(byte[] head) {
    if (head.length < HEAD_BYTES
        || head[0] != 0x7F
        || head[1] != 'E'
        || head[2] != 'L'
        || head[3] != 'F') {
      return NONE;
    }
    boolean big = head[DATA] == 2;
    int first = head[TYPE] & 0xFF;
    int second = head[TYPE + 1] & 0xFF;
    int number = big ? first << 8 | second : second << 8 | first;
    for (Machine machine : ALL) {
      if (machine.number == number && machine.width == head[CLASS] && machine.bigEndian == big) {
        return machine;
      }
    }
    return OTHER;
  }

  static Machine of(int code) {
    return ALL.get(code);
  }

  /** A small number that stands for it. */
  int code() {
    return ALL.indexOf(this);
  }

  /** What messages call it. */
  public String words() {
    return words;
  }

  /** The values of the label {@code arch} that promise such a machine. */
  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
  }

  /** Whether any machine has this label. */
  public static boolean isLabel(String arch) {
    return ALL.stream().anyMatch(it -> it.labels().contains(arch));
  }
}
