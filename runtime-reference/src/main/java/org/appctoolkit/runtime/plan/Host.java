package org.appctoolkit.runtime.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a plan has to know of the host and of who runs the pod.
 *
 * @param uid the user who runs it; 0 for one who may do everything
 * @param uidMaps users of the user namespace of the pod; none for a pod without one
 * @param gidMaps its groups; none if and only if there are no users
 * @param overlay whether overlayfs can be mounted on the pod's directory, in that user namespace if
 *     there is one
 * @param present which of {@link #ASKED} there are
 * @param firstFreePort the first port that anybody may listen at
 * @param facilities what apps can be isolated with
 */
public record Host(
    long uid,
    List<IdMap> uidMaps,
    List<IdMap> gidMaps,
    boolean overlay,
    Set<String> present,
    int firstFreePort,
    Facilities facilities) {
  private static final int FIRST_FREE_PORT = 1024;

  /** Paths of the host that matter for a plan. */
  public static final List<String> ASKED =
      Stream.concat(OperatingSystem.asked().stream(), LabelIsolators.ASKED.stream()).toList();

  /** Copies the collections. */
  public Host {
    uidMaps = List.copyOf(uidMaps);
    gidMaps = List.copyOf(gidMaps);
    present = Set.copyOf(present);
  }

  /** A host with the usual first free port, 1024, of which it is not known how to isolate apps. */
  public Host(
      long uid, List<IdMap> uidMaps, List<IdMap> gidMaps, boolean overlay, Set<String> present) {
    this(uid, uidMaps, gidMaps, overlay, present, FIRST_FREE_PORT, Facilities.NONE);
  }

  /** A host on which root runs pods without a user namespace. */
  public static Host root(boolean overlay, Set<String> present) {
    return new Host(0, List.of(), List.of(), overlay, present);
  }

  /** A host on which somebody else does, who becomes user and group 0 of a user namespace. */
  public static Host unprivileged(long uid, long gid, boolean overlay, Set<String> present) {
    return new Host(
        uid, List.of(new IdMap(0, uid, 1)), List.of(new IdMap(0, gid, 1)), overlay, present);
  }

  /** The same host with that to isolate apps with. */
  public Host with(Facilities other) {
    return new Host(uid, uidMaps, gidMaps, overlay, present, firstFreePort, other);
  }

  /** The same with another first port that anybody may listen at; 1024 is the usual one. */
  public Host withFirstFreePort(int port) {
    return new Host(uid, uidMaps, gidMaps, overlay, present, port, facilities);
  }

  /** Whether pods have a user namespace. */
  boolean hasUserNamespace() {
    return !uidMaps.isEmpty();
  }

  /** Whether processes may change their supplementary groups. */
  boolean maySetGroups() {
    return uid == 0;
  }
}
