package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.appctoolkit.runtime.plan.Network;

/**
 * A bridge of this host that pods are plugged into, and the addresses that they have on it.
 *
 * <p>It belongs to the host and not to a directory of pods, as its name and its addresses do: who
 * has which is kept in {@link #STATE}, in a file of the bridge's name. It is made when the first
 * pod on it is started, completed when it was left half made, and removed when nobody has an
 * address any more.
 */
public final class Bridge {
  /** Where the leases of this host are; gone when the host starts anew, as its bridges are. */
  public static final Path STATE = Path.of("/run/appc/network");

  /** The bridge that pods are on if nobody says otherwise. */
  public static final String USUAL_NAME = "appc0";

  private static final String LOCK = ".lock";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,14}");
  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path state;
  private final String name;
  private final Subnet subnet;
  private final Stage1 stage1;

  private Bridge(Path state, String name, Subnet subnet, Stage1 stage1) {
    this.state = state;
    this.name = name;
    this.subnet = subnet;
    this.stage1 = stage1;
  }

  /** Whether a bridge can have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * A bridge, which need not be there.
   *
   * @param state where the leases of all bridges are
   * @param stage1 ours, which makes and removes bridges
   */
  public static Bridge of(Path state, String name, Subnet subnet, Stage1 stage1) {
    return new Bridge(state, name, subnet, stage1);
  }

  private interface Work<T> {
    T with(Leases leases) throws IOException, RefusedException;
  }

  private <T> T change(Work<T> work) throws IOException, RefusedException {
    Files.createDirectories(state, OURS);
    // A byte of the file for each bridge, or for a few of them.
    long place = 1L + (name.hashCode() & 0xFFFF);
    try (DataLock lock = DataLock.acquire(state.resolve(LOCK), place)) {
      return lock.during(() -> work.with(Leases.read(state.resolve(name))));
    }
  }

  /**
   * Gives the lowest free address to a pod.
   *
   * @param pod its place, which it may not have yet
   * @throws RefusedException if there is none, or the bridge has other addresses
   */
  Network.Bridged give(Path pod) throws IOException, RefusedException {
    return change(
        leases -> {
          String address = lowestFree(leases);
          if (leases.subnet().filter(it -> !it.equals(subnet)).isPresent()) {
            // Left by pods that are over, with an address that it is not to have.
            stage1.removeBridge(name);
          }
          leases.give(address, pod, subnet);
          leases.write();
          return network(address);
        });
  }

  /** What a pod would be given now. */
  Network.Bridged preview() throws IOException, RefusedException {
    return change(leases -> network(lowestFree(leases)));
  }

  private String lowestFree(Leases leases) throws IOException, RefusedException {
    if (refusesSubnet(leases)) {
      throw new RefusedException(
          "pods on the bridge %s have addresses of %s; name that by --subnet, or another bridge by"
                  .formatted(name, leases.subnet().map(Subnet::toString).orElse(""))
              + " --bridge");
    }
    return leases
        .lowestFree(subnet)
        .orElseThrow(
            () ->
                new RefusedException(
                    "all %d addresses that %s has for pods on the bridge %s are taken; appc runtime gc"
                            .formatted(subnet.size(), subnet, name)
                        + " gives back those of pods that are over, and others are had by --subnet"
                        + " with another --bridge"));
  }

  private boolean refusesSubnet(Leases leases) throws IOException {
    return leases.subnet().filter(it -> !it.equals(subnet)).isPresent() && leases.areInForce();
  }

  private Network.Bridged network(String address) {
    long number = Subnet.parseAddress(address).orElse(0L);
    return new Network.Bridged(
        name,
        // It is on the host, where nobody else has this address.
        String.format(Locale.ROOT, "appc%08x", number),
        address,
        subnet.prefix(),
        subnet.gateway());
  }

  /** Takes back the address of a pod that was not prepared after all. */
  void takeBack(Path pod) throws IOException, RefusedException {
    change(
        leases -> {
          leases.takeBack(pod);
          leases.write();
          return leases;
        });
  }

  /**
   * Makes sure that a pod has its address still, and the bridge is there, before it is started.
   *
   * @throws RefusedException if another pod has the address: this one was prepared before the host
   *     was started anew
   */
  void makeReady(Path pod, String address) throws IOException, RefusedException {
    change(
        leases -> {
          if (!leases.has(pod, address)) {
            if (refusesSubnet(leases) || !leases.isFree(address)) {
              throw new RefusedException(
                  "another pod has the address %s of the bridge %s by now; prepare this one anew"
                      .formatted(address, name));
            }
            leases.give(address, pod, subnet);
            leases.write();
          }
          stage1.makeBridge(name, subnet.gateway() + "/" + subnet.prefix());
          return leases;
        });
  }

  /** Removes the bridge if no pod has an address on it any more. */
  void tidy() throws IOException, RefusedException {
    change(
        leases -> {
          if (!leases.areInForce()) {
            stage1.removeBridge(name);
            leases.clear();
            leases.write();
          }
          return leases;
        });
  }

  /**
   * Removes all bridges of this host that no pod has an address on.
   *
   * @param state where the leases of all bridges are
   * @param stage1 ours, which removes them
   * @throws RefusedException if some of them cannot be
   */
  public static void tidyAll(Path state, PodDirectory.BridgeMaker stage1)
      throws IOException, RefusedException {
    if (!Files.isDirectory(state) || !Files.isWritable(state)) {
      return;
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(state)) {
      for (Path child : children) {
        Optional.ofNullable(child.getFileName())
            .map(Path::toString)
            .filter(Bridge::isName)
            .ifPresent(names::add);
      }
    }
    List<String> reasons = new ArrayList<>();
    for (String name : names) {
      try {
        new Bridge(state, name, Subnet.USUAL, stage1.get()).tidy();
      } catch (IOException e) {
        // One that cannot be seen to must not keep the others.
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    if (!reasons.isEmpty()) {
      throw new RefusedException(reasons);
    }
  }
}
