package org.appctoolkit.runtime.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.appctoolkit.runtime.plan.Host;

/**
 * What the kernel tells of this process and itself.
 *
 * @param uid the effective user ID
 * @param gid the effective group ID
 * @param privileged whether this is root of the host, and may mount
 * @param mayMakeInterfaces whether it may change the network of the host as well
 */
public record HostFacts(long uid, long gid, boolean privileged, boolean mayMakeInterfaces) {
  private static final int MOST_BYTES = 1 << 16;
  private static final long CAP_SYS_ADMIN = 1L << 21;
  private static final long CAP_NET_ADMIN = 1L << 12;
  private static final Pattern EVERYBODY = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");
  private static final Pattern RELEASE = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

  /** File systems on which overlayfs cannot keep what it has to. */
  private static final Set<String> NOT_BELOW_OVERLAYS =
      Set.of(
          "overlay",
          "aufs",
          "ecryptfs",
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "9p",
          "vfat",
          "exfat",
          "msdos",
          "ntfs3");

  /**
   * Asks the kernel.
   *
   * @throws IOException if this is no Linux, or {@code /proc} is not what it should be
   */
  public static HostFacts read() throws IOException {
    String status = text("/proc/self/status");
    long capabilities = Long.parseLong(field(status, "CapEff", 0), 16);
    boolean mayMount = (capabilities & CAP_SYS_ADMIN) != 0;
    boolean ofTheHost = EVERYBODY.matcher(text("/proc/self/uid_map")).matches();
    long uid = Long.parseLong(field(status, "Uid", 1));
    boolean privileged = uid == 0 && mayMount && ofTheHost;
    return new HostFacts(
        uid,
        Long.parseLong(field(status, "Gid", 1)),
        privileged,
        privileged && (capabilities & CAP_NET_ADMIN) != 0);
  }

  /**
   * The facts that a plan depends on.
   *
   * @param data the directory that pods are in
   * @param copies whether overlayfs is not to be used
   */
  public Host host(Path data, boolean copies) throws IOException {
    Set<String> present =
        Host.ASKED.stream().filter(it -> Files.exists(Path.of(it))).collect(Collectors.toSet());
    boolean overlay = !copies && hasOverlay(data);
    Host host =
        privileged ? Host.root(overlay, present) : Host.unprivileged(uid, gid, overlay, present);
    return host.withFirstFreePort(firstFreePort())
        .with(HostFacilities.ofThisHost().read(privileged));
  }

  private static int firstFreePort() throws IOException {
    return SmallFile.read(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"), MOST_BYTES)
        .map(String::strip)
        .filter(it -> it.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .orElse(1024);
  }

  private boolean hasOverlay(Path data) throws IOException {
    String type = Files.getFileStore(data).type().toLowerCase(Locale.ROOT);
    if (NOT_BELOW_OVERLAYS.contains(type) || type.startsWith("fuse")) {
      return false;
    }
    boolean known = text("/proc/filesystems").lines().anyMatch(it -> it.endsWith("\toverlay"));
    if (privileged) {
      // The kernel loads it when it is needed.
      return known || Files.isDirectory(modules());
    }
    // Since 5.11 an ordinary user may mount it; since 6.6 it can keep its marks on a tmpfs.
    return known && isAtLeast(5, 11) && (!type.equals("tmpfs") || isAtLeast(6, 6));
  }

  private static Path modules() {
    return Path.of("/lib/modules", System.getProperty("os.version", ""), "kernel/fs/overlayfs");
  }

  /** Whether the kernel is of that release or a later one. */
  private static boolean isAtLeast(int major, int minor) {
    Matcher release = RELEASE.matcher(System.getProperty("os.version", ""));
    if (!release.matches()) {
      return false;
    }
    int first = Integer.parseInt(release.group(1));
    return first > major || (first == major && Integer.parseInt(release.group(2)) >= minor);
  }

  private static String text(String file) throws IOException {
    return SmallFile.read(Path.of(file), MOST_BYTES)
        .orElseThrow(() -> new IOException(file + ": no such file; pods take Linux"));
  }

  private static String field(String status, String key, int index) throws IOException {
    List<String> lines = status.lines().filter(it -> it.startsWith(key + ":")).toList();
    String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split("\\s+", -1);
    if (words.length <= index + 1) {
      throw new IOException("/proc/self/status does not tell " + key);
    }
    return words[index + 1];
  }
}
