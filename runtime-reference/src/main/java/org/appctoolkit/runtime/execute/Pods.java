package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.appctoolkit.archive.ArchiveLimits;
import org.appctoolkit.document.Quote;

/**
 * A directory with pods and the rendered trees that they share.
 *
 * <p>Any number of processes may use it at the same time, and each may die at whatever moment: what
 * it leaves behind is told truthfully by {@link #list} and removed by {@link #collect}. The
 * directory is for its owner alone.
 */
public final class Pods {
  private static final FileAttribute<Set<PosixFilePermission>> OURS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String PODS = "pods";
  private static final String TREES = "trees";
  private static final String LOCK = "lock";
  private static final String REMOVING = ".removing";

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Path data;

  private Pods(Path data) {
    this.data = data;
  }

  /**
   * The pods in a directory, which is made if it does not exist.
   *
   * @throws IOException if it cannot be made or written
   */
  public static Pods in(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    make(directory);
    Path data = directory.toRealPath();
    make(data.resolve(PODS));
    make(data.resolve(TREES));
    return new Pods(data);
  }

  private static void make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, OURS);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new IOException(directory + ": not a directory", e);
      }
    }
  }

  /** Where it is: an absolute path without symbolic links. */
  public Path path() {
    return data;
  }

  Path place(UUID uuid) {
    return data.resolve(PODS).resolve(uuid.toString());
  }

  Trees trees(boolean owners, ArchiveLimits limits) {
    return new Trees(data.resolve(TREES), data.resolve(LOCK), owners, limits);
  }

  // --- changing

  /** Does something while nobody else changes the list of pods or what they use. */
  <T> T change(DataLock.Work<T> change) throws IOException, RefusedException {
    try (DataLock lock = DataLock.acquire(data.resolve(LOCK), DataLock.PODS)) {
      return lock.during(change);
    }
  }

  /** Begins a pod: a directory that says who prepares it. */
  Path begin(UUID uuid) throws IOException, RefusedException {
    Path place = place(uuid);
    Path draft = place.resolveSibling(uuid + PodDirectory.PREPARING);
    return change(
        () -> {
          if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException("there is a pod " + uuid + " already");
          }
          Files.createDirectory(draft, OURS);
          SmallFile.write(draft.resolve(PodDirectory.PREPARER), ProcessStamp.own() + "\n");
          return draft;
        });
  }

  /** Notes that a pod uses a tree, which from then on is not removed. */
  void use(Path pod, String tree) throws IOException, RefusedException {
    change(
        () -> {
          Set<String> trees = new HashSet<>(new PodDirectory(new UUID(0, 0), pod).trees());
          if (trees.add(tree)) {
            SmallFile.write(
                pod.resolve(PodDirectory.TREES),
                String.join("\n", trees.stream().sorted().toList()) + "\n");
          }
          return trees;
        });
  }

  /** Gives a pod that is prepared in full its place. */
  PodDirectory commit(UUID uuid, Path draft) throws IOException {
    SmallFile.sync(draft);
    Path place = place(uuid);
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    SmallFile.sync(data.resolve(PODS));
    return new PodDirectory(uuid, place);
  }

  /**
   * Claims a pod for this process to start it.
   *
   * @throws RefusedException if it was claimed before, or is not prepared
   */
  void claim(PodDirectory pod) throws IOException, RefusedException {
    change(
        () -> {
          PodStatus.State state = pod.status().state();
          if (state != PodStatus.State.PREPARED) {
            throw new RefusedException(
                "the pod %s is %s; only one that is prepared can be started"
                    .formatted(pod.uuid(), state));
          }
          SmallFile.write(pod.path().resolve(PodDirectory.STARTER), ProcessStamp.own() + "\n");
          return pod;
        });
  }

  // --- finding

  /** All pods, also those that are being prepared, in the order of their names. */
  public List<PodDirectory> list() throws IOException {
    List<PodDirectory> pods = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(data.resolve(PODS))) {
      for (Path child : children) {
        String name = String.valueOf(child.getFileName());
        String uuid =
            name.endsWith(PodDirectory.PREPARING)
                ? name.substring(0, name.length() - PodDirectory.PREPARING.length())
                : name;
        if (UUID_FORM.matcher(uuid).matches()) {
          pods.add(new PodDirectory(UUID.fromString(uuid), child));
        }
      }
    }
    pods.sort(Comparator.comparing(it -> it.uuid().toString()));
    return pods;
  }

  /**
   * The pod whose UUID begins like that.
   *
   * @throws RefusedException if there is none, or several
   */
  public PodDirectory find(String beginning) throws IOException, RefusedException {
    List<PodDirectory> pods =
        list().stream().filter(it -> it.uuid().toString().startsWith(beginning)).toList();
    if (pods.isEmpty() || beginning.isEmpty()) {
      throw new RefusedException("there is no pod %s in %s".formatted(Quote.of(beginning), data));
    }
    if (pods.size() > 1) {
      throw new RefusedException(
          "%s means several pods: %s"
              .formatted(
                  Quote.of(beginning),
                  String.join(", ", pods.stream().map(it -> it.uuid().toString()).toList())));
    }
    return pods.get(0);
  }

  // --- removing

  /**
   * Removes a pod with all that belongs to it.
   *
   * @throws RefusedException if it still runs, or is being prepared
   */
  public void remove(PodDirectory pod) throws IOException, RefusedException {
    discard(change(() -> detached(pod)));
  }

  /** Removes what has been taken off the list, and what it has outside of its directory. */
  private static void discard(Path place) throws IOException {
    LeftCgroups.remove(place);
    Removal.remove(place);
  }

  /** Takes a pod off the list, so that it can be removed at leisure. */
  private Path detached(PodDirectory pod) throws IOException, RefusedException {
    if (!Files.exists(pod.path(), LinkOption.NOFOLLOW_LINKS)) {
      throw new RefusedException("the pod " + pod.uuid() + " was removed meanwhile");
    }
    refuseIfLive(pod);
    Path place = pod.path().resolveSibling(pod.path().getFileName() + REMOVING);
    Files.move(pod.path(), place, StandardCopyOption.ATOMIC_MOVE);
    PodDirectory moved = new PodDirectory(pod.uuid(), place);
    // Whoever started it may have died before telling so, and stage1 come to life only now.
    if (moved.isLive()) {
      Files.move(place, pod.path(), StandardCopyOption.ATOMIC_MOVE);
      refuseIfLive(pod);
    }
    return place;
  }

  private static void refuseIfLive(PodDirectory pod) throws IOException, RefusedException {
    if (pod.isLive()) {
      throw new RefusedException(
          "the pod %s is %s; stop it first".formatted(pod.uuid(), pod.status().state()));
    }
  }

  /**
   * What was removed or, on a dry run, would be.
   *
   * @param pods the pods
   * @param trees how many rendered trees
   * @param leftovers how many pieces of what was being made or removed by others that died
   */
  public record Collected(List<UUID> pods, int trees, int leftovers) {
    /** Copies the list. */
    public Collected {
      pods = List.copyOf(pods);
    }
  }

  /**
   * Removes pods that are over, trees that no pod uses, and whatever processes that died have left
   * behind.
   *
   * @param now the time
   * @param older how long ago a pod has to have ended
   */
  public Collected collect(Instant now, Duration older, boolean dryRun)
      throws IOException, RefusedException {
    List<Path> doomed = new ArrayList<>();
    Collected collected = change(() -> collected(now.minus(older), dryRun, doomed));
    for (Path place : doomed) {
      discard(place);
    }
    return collected;
  }

  private Collected collected(Instant latest, boolean dryRun, List<Path> doomed)
      throws IOException, RefusedException {
    List<UUID> pods = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (PodDirectory pod : list()) {
      boolean over =
          pod.status().state().isOver() && !pod.isLive() && !changed(pod).isAfter(latest);
      if (over) {
        pods.add(pod.uuid());
        if (!dryRun) {
          doomed.add(detached(pod));
        }
      } else {
        used.addAll(pod.trees());
      }
    }
    List<Path> leftovers = leftovers(doomed);
    List<Path> trees = trees(false, ArchiveLimits.DEFAULT).unused(used);
    if (!dryRun) {
      doomed.addAll(leftovers);
      for (Path tree : trees) {
        doomed.add(detachedTree(tree));
      }
    }
    int whole = (int) trees.stream().filter(Pods::isWhole).count();
    return new Collected(pods, whole, leftovers.size() + trees.size() - whole);
  }

  /** When something last changed in a pod: once it is over, that is when it ended. */
  private static Instant changed(PodDirectory pod) throws IOException {
    return Files.getLastModifiedTime(pod.path(), LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  private List<Path> leftovers(List<Path> known) throws IOException {
    List<Path> leftovers = new ArrayList<>();
    try (DirectoryStream<Path> children =
        Files.newDirectoryStream(data.resolve(PODS), "*" + REMOVING)) {
      children.forEach(leftovers::add);
    }
    leftovers.removeAll(known);
    return leftovers;
  }

  private static boolean isWhole(Path tree) {
    return !String.valueOf(tree.getFileName()).startsWith(".");
  }

  /** Takes a tree from its place, where somebody may soon render it anew. */
  private static Path detachedTree(Path tree) throws IOException {
    if (!isWhole(tree)) {
      return tree;
    }
    Path place = tree.resolveSibling("." + tree.getFileName() + REMOVING);
    try {
      return Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return place;
    } catch (IOException e) {
      Removal.remove(place);
      return Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Where a program is that this directory keeps for its pods. */
  Path program(String name) {
    return data.resolve(name);
  }
}
