package org.appctoolkit.conformance.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of a session of the operating system, of which one process is the leader. */
final class Session {
  private static final Path PROC = Path.of("/proc");
  private static final long LOOK_MILLIS = 10;

  /** What the kernel needs to end a process is far less. */
  private static final int MOST_LOOKS = 500;

  /** Of the words behind the name in a stat file: state, parent, group, session. */
  private static final int SESSION_WORD = 3;

  private final Process leader;

  private Session(Process leader) {
    this.leader = leader;
  }

  /** The session that a process is about to begin, or has begun. */
  static Session of(Process leader) {
    return new Session(leader);
  }

  /** Kills all of it, also what is begun while this is done, and returns when it has ended. */
  void kill() {
    boolean interrupted = false;
    for (int look = 0; look < MOST_LOOKS; look++) {
      leader.destroyForcibly();
      List<ProcessHandle> members = members();
      members.forEach(ProcessHandle::destroyForcibly);
      if (members.isEmpty() && !leader.isAlive()) {
        break;
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<ProcessHandle> members() {
    List<ProcessHandle> members = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMember(process)) {
          ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
              .ifPresent(members::add);
        }
      }
    } catch (IOException e) {
      // Without /proc only the leader is known.
    }
    return members;
  }

  private boolean isMember(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The name stands in parentheses and may have some of its own.
      String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      // One that nobody has reaped is dead.
      return words.length > SESSION_WORD
          && words[SESSION_WORD].equals(Long.toString(leader.pid()))
          && !words[0].equals("Z");
    } catch (IOException e) {
      // It has ended meanwhile.
      return false;
    }
  }
}
