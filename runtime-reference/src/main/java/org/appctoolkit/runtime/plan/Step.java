package org.appctoolkit.runtime.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One thing that stage1 does, in the order of the plan; a line of its text.
 *
 * <p>What a step means is written in {@code docs/stage1-contract.md}. Paths of the host are
 * absolute and without symbolic links; paths of a rootfs are absolute and never lead out of it,
 * whatever links it has. Modes are numbers as {@code chmod} takes them, IDs those inside the pod.
 */
public sealed interface Step {
  /** The words of its line, as they are; {@link PodPlan#text()} escapes them. */
  List<String> words();

  /** A step for the whole pod; all of them come before the first app. */
  sealed interface OfPod extends Step {}

  /** A step of one app. */
  sealed interface OfApp extends Step {}

  /** The pod's UUID, for messages. */
  record Pod(String uuid) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("pod", uuid);
    }
  }

  /** The pod stops when standard input ends. */
  record Lifeline() implements OfPod {
    @Override
    public List<String> words() {
      return List.of("lifeline");
    }
  }

  /** The time between TERM and KILL. */
  record Grace(long milliseconds) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("grace", Long.toString(milliseconds));
    }
  }

  /** How long a log file becomes before it is rotated. */
  record LogLimit(long bytes) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("log-limit", Long.toString(bytes));
    }
  }

  /** The pod has a user namespace of its own; its maps follow. */
  record UserNamespace() implements OfPod {
    @Override
    public List<String> words() {
      return List.of("user-namespace");
    }
  }

  /** Users inside of the user namespace and what they are outside. */
  record UidMap(IdMap map) implements OfPod {
    @Override
    public List<String> words() {
      return map.words("uid-map");
    }
  }

  /** Groups inside of the user namespace and what they are outside. */
  record GidMap(IdMap map) implements OfPod {
    @Override
    public List<String> words() {
      return map.words("gid-map");
    }
  }

  /** What the apps share with one another and not with the host. */
  record Namespaces(List<Kind> kinds) implements OfPod {
    /** A namespace of Linux. */
    public enum Kind {
      /** Processes. */
      PID,
      /** Interfaces, addresses and ports. */
      NETWORK,
      /** System V objects and POSIX message queues. */
      IPC,
      /** The host name. */
      UTS,
      /** What is mounted where. */
      MOUNT
    }

    /** Copies the list. */
    public Namespaces {
      kinds = List.copyOf(kinds);
    }

    @Override
    public List<String> words() {
      return line("namespaces", kinds.stream().map(Step::word));
    }
  }

  /** The host name that the apps see. */
  record Hostname(String name) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("hostname", name);
    }
  }

  /**
   * The loopback interface is up.
   *
   * @param addresses IPv4 addresses that it has beside its own
   */
  record Loopback(List<String> addresses) implements OfPod {
    /** Copies the list. */
    public Loopback {
      addresses = List.copyOf(addresses);
    }

    @Override
    public List<String> words() {
      return line("loopback", addresses.stream());
    }
  }

  /**
   * The pod has a network interface, which is plugged into a bridge of the host.
   *
   * @param name what it is called in the pod
   * @param peer what the other end of the cable is called on the host
   * @param bridge the bridge, which has to be there
   * @param address an IPv4 address, a slash and the length of its prefix
   * @param gateway where everything goes that is for neither the pod nor its neighbours
   */
  record Interface(String name, String peer, String bridge, String address, String gateway)
      implements OfPod {
    @Override
    public List<String> words() {
      return List.of("interface", name, peer, bridge, address, gateway);
    }
  }

  /** How much may go through the interface, in each direction. */
  record InterfaceRate(long bytesPerSecond) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("interface-rate", Long.toString(bytesPerSecond));
    }
  }

  /** What comes to a port of the host goes to one of the pod. */
  record Forward(Protocol protocol, String hostAddress, int hostPort, int port) implements OfPod {
    @Override
    public List<String> words() {
      return List.of(
          "forward",
          word(protocol),
          hostAddress,
          Integer.toString(hostPort),
          Integer.toString(port));
    }
  }

  /** What ports are ports of. */
  enum Protocol {
    /** Streams. */
    TCP,
    /** Datagrams. */
    UDP
  }

  /**
   * What comes to an address and port of the pod goes to a service on the loopback interface of the
   * host.
   *
   * @param portFile a file of the host with the number of its port, looked at for each connection
   * @param prefix put before the path of the first HTTP request of each connection; may be empty
   */
  record Service(String address, int port, String portFile, String prefix) implements OfPod {
    @Override
    public List<String> words() {
      List<String> words =
          new ArrayList<>(List.of("service", address, Integer.toString(port), portFile));
      if (!prefix.isEmpty()) {
        words.add(prefix);
      }
      return List.copyOf(words);
    }
  }

  /** A program of the host that is executed when the service is wanted and not there. */
  record ServiceStart(List<String> command) implements OfPod {
    /** Copies the list. */
    public ServiceStart {
      command = List.copyOf(command);
    }

    @Override
    public List<String> words() {
      return line("service-start", command.stream());
    }
  }

  /** A parameter of the kernel that belongs to the namespaces of the pod. */
  record Sysctl(String name, String value) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("sysctl", name, value);
    }
  }

  /** A cgroup of the host that is made for the pod, and removed with it. */
  record MakeCgroup(String path) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("make-cgroup", path);
    }
  }

  /** What is written to a file of the cgroup that was made last. */
  record CgroupValue(String file, String value) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("cgroup-value", file, value);
    }
  }

  /** An empty directory of the host where the file system goes up that stage1 ends in. */
  record PodRoot(String path) implements OfPod {
    @Override
    public List<String> words() {
      return List.of("pod-root", path);
    }
  }

  /** What follows is mounted for this app alone. */
  record OwnMounts() implements OfApp {
    @Override
    public List<String> words() {
      return List.of("own-mounts");
    }
  }

  /** A cgroup that its processes are in, one of those that are made for the pod. */
  record Cgroup(String path) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("cgroup", path);
    }
  }

  /**
   * The rootfs is an overlay.
   *
   * @param lower the rendered tree, which stays as it is
   * @param upper where changes go
   * @param work a directory for overlayfs itself, on the file system of {@code upper}
   * @param target where it is mounted
   * @param userXattr whether overlayfs keeps its marks where an ordinary user may write them
   */
  record Overlay(String lower, String upper, String work, String target, boolean userXattr)
      implements OfApp {
    @Override
    public List<String> words() {
      List<String> words = new ArrayList<>(List.of("overlay", lower, upper, work, target));
      if (userXattr) {
        words.add("userxattr");
      }
      return List.copyOf(words);
    }
  }

  /** The rootfs is a directory that was copied for this app. */
  record BindRoot(String source, String target) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("bind-root", source, target);
    }
  }

  /** From here on paths are those of the rootfs mounted there. */
  record Root(String target) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("root", target);
    }
  }

  /**
   * There is a directory, made with its parents if need be.
   *
   * @param replace whether a file in its place is removed
   */
  record Directory(String path, int mode, long uid, long gid, boolean replace) implements OfApp {
    @Override
    public List<String> words() {
      List<String> words = owned("directory", path, mode, uid, gid);
      if (replace) {
        words.add("replace");
      }
      return List.copyOf(words);
    }
  }

  /** There is a file, made with its parents and this content unless there was one. */
  record File(String path, int mode, long uid, long gid, String content) implements OfApp {
    @Override
    public List<String> words() {
      List<String> words = owned("file", path, mode, uid, gid);
      words.add(content);
      return List.copyOf(words);
    }
  }

  /** There is a symbolic link, unless there was something else. */
  record Link(String path, String target) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("link", path, target);
    }
  }

  /** How something is mounted. */
  enum MountWord {
    /** With what is mounted below it. */
    RECURSIVE,
    /** Nothing can be written. */
    READ_ONLY,
    /** Set-ID bits mean nothing. */
    NOSUID,
    /** Device nodes open nothing. */
    NODEV,
    /** Nothing can be executed. */
    NOEXEC,
    /** Access times are kept loosely. */
    RELATIME
  }

  /**
   * A file system of the kernel is mounted.
   *
   * @param type its type
   * @param path where
   * @param how each word once
   * @param options for the file system itself; may be empty
   */
  record Mount(String type, String path, List<MountWord> how, String options) implements OfApp {
    /** Copies the list. */
    public Mount {
      how = List.copyOf(how);
    }

    @Override
    public List<String> words() {
      return List.of("mount", type, path, commas(how), options);
    }
  }

  /**
   * Something of the host is seen in the rootfs; what it covers must be there.
   *
   * @param source a device, file or directory of the host
   * @param path where
   * @param how each word once
   */
  record Bind(String source, String path, List<MountWord> how) implements OfApp {
    /** Copies the list. */
    public Bind {
      how = List.copyOf(how);
    }

    @Override
    public List<String> words() {
      return List.of("bind", source, path, commas(how));
    }
  }

  /** A terminal whose output goes nowhere. */
  record Console(String path) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("console", path);
    }
  }

  /** The rootfs becomes read-only; what is mounted in it stays as it is. */
  record Seal() implements OfApp {
    @Override
    public List<String> words() {
      return List.of("seal");
    }
  }

  /** The rootfs becomes the root. */
  record Enter(Way way) implements OfApp {
    /** How a root is changed. */
    public enum Way {
      /** With the mounts of the app. */
      PIVOT,
      /** Inside of the root of the pod, which was changed before. */
      CHROOT
    }

    @Override
    public List<String> words() {
      return List.of("enter", word(way));
    }
  }

  /** Whose processes they are. */
  record User(long uid) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("user", Long.toString(uid));
    }
  }

  /** The group they have. */
  record Group(long gid) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("group", Long.toString(gid));
    }
  }

  /** The groups they have beside it. */
  record Groups(List<Long> gids) implements OfApp {
    /** Copies the list. */
    public Groups {
      gids = List.copyOf(gids);
    }

    @Override
    public List<String> words() {
      return line("groups", gids.stream().map(gid -> Long.toString(gid)));
    }
  }

  /** What they may do beyond an ordinary user; all that is not named is gone for good. */
  record Capabilities(List<String> names) implements OfApp {
    /** Copies the list. */
    public Capabilities {
      names = List.copyOf(names);
    }

    @Override
    public List<String> words() {
      return line("capabilities", names.stream());
    }
  }

  /** They never gain what they do not have. */
  record NoNewPrivileges() implements OfApp {
    @Override
    public List<String> words() {
      return List.of("no-new-privileges");
    }
  }

  /**
   * Which system calls they can make: a seccomp filter.
   *
   * @param instructions each of 16 hexadecimal digits: 4 of the code, 2 of the jump when true, 2
   *     when false, 8 of k
   */
  record Filter(List<String> instructions) implements OfApp {
    /** Copies the list. */
    public Filter {
      instructions = List.copyOf(instructions);
    }

    @Override
    public List<String> words() {
      return line("filter", instructions.stream());
    }
  }

  /** How readily the kernel kills them when there is no memory, from -1000 to 1000. */
  record OomScoreAdj(int score) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("oom-score-adj", Integer.toString(score));
    }
  }

  /** The working directory, which has to be there. */
  record DirectoryOfWork(String path) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("directory-of-work", path);
    }
  }

  /**
   * A socket that the app is given when it starts, listening at every address.
   *
   * @param name what the manifest calls the port
   */
  record Listen(Protocol protocol, int port, String name) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("listen", word(protocol), Integer.toString(port), name);
    }
  }

  /** One of the environment variables. */
  record Environment(String name, String value) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("environment", name + "=" + value);
    }
  }

  /** What has to end well before the app begins. */
  record PreStart(List<String> arguments) implements OfApp {
    /** Copies the list. */
    public PreStart {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<String> words() {
      return line("pre-start", arguments.stream());
    }
  }

  /** The app itself. */
  record Exec(List<String> arguments) implements OfApp {
    /** Copies the list. */
    public Exec {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<String> words() {
      return line("exec", arguments.stream());
    }
  }

  /** What is run when the app has ended. */
  record PostStop(List<String> arguments) implements OfApp {
    /** Copies the list. */
    public PostStop {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<String> words() {
      return line("post-stop", arguments.stream());
    }
  }

  /** How often the app is begun again after it has failed. */
  record Restart(int maximum) implements OfApp {
    @Override
    public List<String> words() {
      return List.of("restart", Integer.toString(maximum));
    }
  }

  private static List<String> line(String verb, Stream<String> words) {
    return Stream.concat(Stream.of(verb), words).toList();
  }

  private static List<String> owned(String verb, String path, int mode, long uid, long gid) {
    return new ArrayList<>(
        Arrays.asList(
            verb, path, String.format("%04o", mode), Long.toString(uid), Long.toString(gid)));
  }

  private static String commas(List<MountWord> words) {
    return words.isEmpty() ? "none" : String.join(",", words.stream().map(Step::word).toList());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
