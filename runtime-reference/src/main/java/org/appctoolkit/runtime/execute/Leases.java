package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Which pods have which addresses on one bridge: a small file, which is only touched by who holds
 * its lock.
 *
 * <p>A lease is in force as long as its pod is, so that one is void whose holder was killed.
 */
final class Leases {
  private static final int MOST_BYTES = 64 << 20;
  private static final String SUBNET = "subnet";
  private static final String LEASE = "lease";

  private final Path file;
  private final Map<Long, Path> pods = new TreeMap<>();
  private Optional<Subnet> subnet = Optional.empty();

  private Leases(Path file) {
    this.file = file;
  }

  /**
   * Reads the file; there are no leases if there is none.
   *
   * @throws IOException if it cannot be read, or is not what was written
   */
  static Leases read(Path file) throws IOException {
    Leases leases = new Leases(file);
    Optional<String> text = SmallFile.read(file, MOST_BYTES);
    int number = 0;
    for (List<String> line : StatusFile.parse(text.orElse("")).lines()) {
      number++;
      if (!leases.takes(line)) {
        throw new IOException(
            "%s: line %d is no address of a pod; when no pod runs on this bridge, remove the file"
                .formatted(file, number));
      }
    }
    return leases;
  }

  private boolean takes(List<String> line) {
    if (line.get(0).equals(SUBNET) && line.size() == 2 && subnet.isEmpty()) {
      subnet = Subnet.parse(line.get(1));
      return subnet.isPresent();
    }
    if (!line.get(0).equals(LEASE) || line.size() != 3) {
      return false;
    }
    String address = line.get(1);
    try {
      Path pod = Path.of(line.get(2));
      return pod.isAbsolute()
          && subnet.filter(it -> it.has(address)).isPresent()
          && Subnet.parseAddress(address)
              .filter(it -> pods.putIfAbsent(it, pod) == null)
              .isPresent();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Writes them, or removes the file if there are none. */
  void write() throws IOException {
    if (pods.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    subnet.ifPresent(it -> lines.add(List.of(SUBNET, it.toString())));
    pods.forEach(
        (address, pod) -> lines.add(List.of(LEASE, Subnet.addressOf(address), pod.toString())));
    SmallFile.write(file, new StatusFile(lines).text());
  }

  /** The subnet that they are of; empty if there never was a lease. */
  Optional<Subnet> subnet() {
    return subnet;
  }

  /** Whether some lease is in force. */
  boolean areInForce() throws IOException {
    for (Path pod : pods.values()) {
      if (isInForce(pod)) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody who lives, or may yet, has this address. */
  boolean isFree(String address) throws IOException {
    Optional<Path> holder =
        Subnet.parseAddress(address).flatMap(it -> Optional.ofNullable(pods.get(it)));
    return holder.isEmpty() || !isInForce(holder.get());
  }

  /** Whether this pod has this address. */
  boolean has(Path pod, String address) {
    return Subnet.parseAddress(address).filter(it -> pod.equals(pods.get(it))).isPresent();
  }

  /** The lowest address that is free. */
  Optional<String> lowestFree(Subnet of) throws IOException {
    for (long i = 0; i < of.size(); i++) {
      if (isFree(of.address(i))) {
        return Optional.of(of.address(i));
      }
    }
    return Optional.empty();
  }

  /** Gives an address to a pod. */
  void give(String address, Path pod, Subnet of) {
    if (!subnet.equals(Optional.of(of))) {
      // None of another one is in force: that was asked before.
      pods.clear();
      subnet = Optional.of(of);
    }
    Subnet.parseAddress(address).ifPresent(it -> pods.put(it, pod));
  }

  /** Takes back what a pod has. */
  void takeBack(Path pod) {
    pods.values().removeIf(pod::equals);
  }

  /** Takes back all. */
  void clear() {
    pods.clear();
  }

  private static boolean isInForce(Path pod) {
    Path draft = pod.resolveSibling(pod.getFileName() + PodDirectory.PREPARING);
    try {
      // It may become a pod between the first two.
      return lives(pod) || isInTheMaking(draft) || lives(pod);
    } catch (IOException e) {
      // What cannot be read may well run.
      return true;
    }
  }

  /** Between two steps there is nobody in it who prepares it. */
  private static boolean isInTheMaking(Path draft) throws IOException {
    boolean named = Files.exists(draft.resolve(PodDirectory.PREPARER), LinkOption.NOFOLLOW_LINKS);
    return named ? lives(draft) : Files.isDirectory(draft);
  }

  private static boolean lives(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    PodDirectory pod = new PodDirectory(new UUID(0, 0), directory);
    return !pod.status().state().isOver() || pod.isLive();
  }
}
