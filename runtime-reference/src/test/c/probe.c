/*
 * A program that observes and misbehaves on demand, for tests of runtimes. It judges nothing.
 *
 * Usage: probe VERB [ARGUMENT…] [, VERB [ARGUMENT…]]…
 *
 * Verbs are done from left to right; a word that is a comma ends the arguments of a verb. Without
 * verbs it does `observe`. It ends with 0 unless a verb says otherwise, with 64 for a verb it does
 * not know. What is observed is printed to stdout as lines `KEY VALUE`, in one write a line; where
 * something cannot be had, the line is `KEY error ENAME`. Bytes below 0x20, `\` and 0x7f in a
 * value are printed as \xHH.
 *
 * What it is and has
 *   observe                    all of the following down to `hostname`
 *   pid                        pid, ppid, pgid, sid
 *   ids                        uid R E S, gid R E S, groups G…
 *   capabilities               CapInh CapPrm CapEff CapBnd CapAmb (16 hexadecimal digits), no-new-privileges 0|1
 *   arguments                  argument I WORD, a line each (argument 0 is the program)
 *   environment                environment NAME=VALUE, a line each, in the order received
 *   cwd                        cwd PATH
 *   umask                      umask OCTAL
 *   namespaces                 namespace NAME TARGET, for user pid net ipc uts mnt (needs /proc)
 *   descriptors                descriptor N TARGET of every open one (needs /proc)
 *   hostname                   hostname NAME
 *   mounts                     mount LINE, of /proc/self/mountinfo
 *   interfaces                 interface NAME up|down
 *   processes                  process PID PPID STATE NAME, of /proc
 * Files
 *   cat PATH                   its bytes, as they are
 *   list PATH                  entry NAME, sorted by nothing
 *   stat PATH                  stat PATH TYPE MODE UID GID SIZE MAJOR:MINOR, of what a link leads to
 *   lstat PATH                 the same of the link itself
 *   link PATH                  link PATH TARGET
 *   write PATH TEXT            makes it or empties it, and writes TEXT; write PATH ok
 *   append PATH TEXT           the same at its end
 *   open PATH                  for reading; open PATH ok
 *   mkdir PATH                 mkdir PATH ok
 *   await PATH                 returns when it exists (looks every 5 ms; ends with 66 after 60 s)
 * Output
 *   print TEXT, error TEXT     a line to stdout or stderr
 *   put TEXT, put-error TEXT   the same without the end of the line
 *   flood stdout|stderr BYTES  byte I of it is (I * 31 + (I >> 8) * 17 + (I >> 16) * 7) mod 256
 *   pipe BYTES                 makes the pipe that stdout is so large; pipe ok
 *   letters stdout|stderr BYTES byte I is the letter 'a' + I mod 26: text without an end of a line
 * Processes
 *   exit N
 *   signal N                   sends it to itself; goes on when it survives
 *   sleep MILLISECONDS
 *   forever                    waits for signals
 *   ignore N                   ignores signal N from now on
 *   on-term N                  on TERM: prints `terminated` and ends with N
 *   kill PID N                 kill PID ok
 *   orphans N                  leaves N processes that end when their parent has
 *   abandon N                  a child leaves N such processes and ends; abandon ok
 *   child-forever              leaves a child in its process group that ignores TERM
 *   stray-forever              leaves one in a session of its own that ignores TERM and HUP
 *   children N                 makes N children that wait for signals, until it cannot
 *   memory BYTES               takes them and writes to every page; memory ok
 *   exec WORD…                 becomes that program (takes all the remaining words)
 * Isolators and sockets
 *   call N [A B C]             makes system call N with these numbers; call N ok
 *   burn MILLISECONDS          computes so long by the clock; burn N, the milliseconds of a processor that it got
 *   sockets                    socket N inet|inet6 stream|datagram PORT, of every open one
 *   answer N                   takes a connection to, or a datagram from, socket N; answer N TEXT
 *   tell tcp|udp ADDRESS PORT TEXT sends it there; tell ADDRESS ok
 * Network (IPv4); a connection that does nothing for 30 s is given up
 *   addresses                  address NAME ADDRESS/PREFIX, a line each
 *   bind tcp|udp ADDRESS PORT  bind ADDRESS PORT ok; the socket is that of the verbs after it
 *   bound N                    descriptor N is that socket; bound N tcp|udp ADDRESS PORT
 *   echo                       sends back what comes to that socket, for ever: connections until their
 *                              end and many at once, datagrams from the address that they came to
 *   drain                      the same without sending anything back
 *   connect ADDRESS PORT TEXT  sends it, ends its half and reads; connect ADDRESS PORT REPLY
 *   ask ADDRESS PORT TEXT      the same with a datagram, for 5 s; ask ADDRESS PORT REPLY
 *   hold ADDRESS PORT COUNT    makes so many connections and keeps them; held COUNT
 *   send ADDRESS PORT BYTES    sends so many and waits until all are there; sent BYTES MILLISECONDS
 *   http METHOD URL [HEADERS [BODY]]
 *                              one request: http STATUS TYPE, then its body and a line end. HEADERS are
 *                              lines with \n between; URL may be $NAME, followed by a path
 *   requests N URL each|kept   N requests, a connection each or one for all: requests STATUS COUNT, a
 *                              line for each status, then times MICROSECONDS of the median and p99,
 *                              requests-per-second N
 *   begin N URL                N connections that send the beginning of a request and wait
 * What must not work
 *   escape                     the classic way out of a chroot, then `list /`; escape ok, entry NAME…
 *   root-of PID                what /proc/PID/root and the directories in /proc/PID/fd have:
 *                              root-entry NAME, fd N TARGET, fd-entry N NAME
 *   exe-of PID                 opens /proc/PID/exe for writing; exe-of PID ok
 *   mknod PATH b|c MAJOR MINOR makes a device node and opens it; mknod PATH ok, open PATH ok
 *   mount TYPE SOURCE PATH     mount PATH ok
 *   unmount PATH               unmount PATH ok
 *   remount PATH               remounts it read-write with devices; remount PATH ok
 *   setuid N                   setuid ok
 *   enter PID NAME             joins a namespace of a process (user pid net ipc uts mnt)
 *   trace PID                  attaches to it and lets go; trace PID ok
 *   loopback                   sends a byte over 127.0.0.1 to itself; loopback ok
 *   sethostname NAME           sethostname ok
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int all_arguments;
static char **all;

static void put(int out, const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    ssize_t written = write(out, at, length);
    if (written < 0 && errno != EINTR) return;
    if (written > 0) {
      at += written;
      length -= (size_t)written;
    }
  }
}

static void line(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void line(const char *format, ...) {
  static char raw[70000], text[sizeof raw * 4 + 1];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(raw, sizeof raw, format, arguments);
  va_end(arguments);
  size_t length = 0;
  for (const unsigned char *at = (unsigned char *)raw; *at != 0; at++) {
    if (*at < 0x20 || *at == '\\' || *at == 0x7f) {
      length += (size_t)sprintf(text + length, "\\x%02X", *at);
    } else {
      text[length++] = (char)*at;
    }
  }
  text[length++] = '\n';
  put(1, text, length);
}

static void failure(const char *key) {
  const char *name = strerrorname_np(errno);
  line("%s error %s", key, name ? name : "unknown");
}

/* Prints `VERB SUBJECT ok` or the error. */
static void outcome(const char *verb, const char *subject, int result) {
  char key[5000];
  snprintf(key, sizeof key, "%s%s%s", verb, *subject ? " " : "", subject);
  if (result < 0) {
    failure(key);
  } else {
    line("%s ok", key);
  }
}

static void show_pid(void) {
  line("pid %d", getpid());
  line("ppid %d", getppid());
  line("pgid %d", getpgrp());
  line("sid %d", getsid(0));
}

static void show_ids(void) {
  uid_t ur, ue, us;
  gid_t gr, ge, gs, groups[1024];
  getresuid(&ur, &ue, &us);
  getresgid(&gr, &ge, &gs);
  line("uid %u %u %u", ur, ue, us);
  line("gid %u %u %u", gr, ge, gs);
  int count = getgroups(1024, groups);
  char text[12000] = "groups";
  for (int i = 0; i < count; i++) sprintf(text + strlen(text), " %u", groups[i]);
  line("%s", text);
}

static void show_capabilities(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char text[4096];
  if (!status) {
    failure("capabilities");
    return;
  }
  while (fgets(text, sizeof text, status)) {
    char value[64];
    if (sscanf(text, "Cap%*3s: %63s", value) == 1) line("%.6s %s", text, value);
    if (sscanf(text, "NoNewPrivs: %63s", value) == 1) line("no-new-privileges %s", value);
  }
  fclose(status);
}

static void show_arguments(void) {
  for (int i = 0; i < all_arguments; i++) line("argument %d %s", i, all[i]);
}

static void show_environment(void) {
  for (char **variable = environ; *variable; variable++) line("environment %s", *variable);
}

static void show_cwd(void) {
  char path[5000];
  if (getcwd(path, sizeof path)) {
    line("cwd %s", path);
  } else {
    failure("cwd");
  }
}

static void show_umask(void) {
  mode_t mask = umask(0);
  umask(mask);
  line("umask %03o", mask);
}

static void show_link(const char *key, const char *path) {
  char target[5000];
  ssize_t length = readlink(path, target, sizeof target - 1);
  if (length < 0) {
    failure(key);
  } else {
    target[length] = 0;
    line("%s %s", key, target);
  }
}

static void show_namespaces(void) {
  const char *names[] = {"user", "pid", "net", "ipc", "uts", "mnt"};
  for (int i = 0; i < 6; i++) {
    char key[64], path[64];
    snprintf(key, sizeof key, "namespace %s", names[i]);
    snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
    show_link(key, path);
  }
}

static void show_descriptors(void) {
  for (int i = 0; i < 4096; i++) {
    if (fcntl(i, F_GETFD) < 0) continue;
    char key[64], path[64];
    snprintf(key, sizeof key, "descriptor %d", i);
    snprintf(path, sizeof path, "/proc/self/fd/%d", i);
    show_link(key, path);
  }
}

static void show_hostname(void) {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  line("hostname %s", name);
}

static void show_mounts(void) {
  FILE *mounts = fopen("/proc/self/mountinfo", "r");
  static char text[65536];
  if (!mounts) {
    failure("mount");
    return;
  }
  while (fgets(text, sizeof text, mounts)) {
    text[strcspn(text, "\n")] = 0;
    line("mount %s", text);
  }
  fclose(mounts);
}

static void show_interfaces(void) {
  struct if_nameindex *all_of_them = if_nameindex();
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  for (struct if_nameindex *one = all_of_them; one && one->if_index; one++) {
    struct ifreq request = {0};
    strncpy(request.ifr_name, one->if_name, IFNAMSIZ - 1);
    ioctl(any, SIOCGIFFLAGS, &request);
    line("interface %s %s", one->if_name, request.ifr_flags & IFF_UP ? "up" : "down");
  }
  if (all_of_them) if_freenameindex(all_of_them);
  close(any);
}

static void show_processes(void) {
  DIR *proc = opendir("/proc");
  if (!proc) {
    failure("process");
    return;
  }
  for (struct dirent *entry; (entry = readdir(proc)) != NULL;) {
    char path[300], name[64], state;
    int pid, ppid;
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
    FILE *stat = fopen(path, "r");
    if (!stat) continue;
    if (fscanf(stat, "%d (%63[^)]) %c %d", &pid, name, &state, &ppid) == 4) {
      line("process %d %d %c %s", pid, ppid, state, name);
    }
    fclose(stat);
  }
  closedir(proc);
}

static void show_all(void) {
  show_pid();
  show_ids();
  show_capabilities();
  show_arguments();
  show_environment();
  show_cwd();
  show_umask();
  show_namespaces();
  show_descriptors();
  show_hostname();
}

static void cat(const char *path) {
  static char bytes[65536];
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file;
  while (file >= 0 && (length = read(file, bytes, sizeof bytes)) > 0) put(1, bytes, (size_t)length);
  if (length < 0) failure("cat");
  if (file >= 0) close(file);
}

static void list(const char *key, const char *path) {
  DIR *directory = opendir(path);
  if (!directory) {
    failure(key);
    return;
  }
  for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) line("%s %s", key, entry->d_name);
  }
  closedir(directory);
}

static void show_stat(const char *verb, const char *path, int flags) {
  struct stat found;
  char key[5000];
  snprintf(key, sizeof key, "%s %s", verb, path);
  if (fstatat(AT_FDCWD, path, &found, flags) < 0) {
    failure(key);
    return;
  }
  const char *type = S_ISREG(found.st_mode)    ? "file"
                     : S_ISDIR(found.st_mode)  ? "directory"
                     : S_ISLNK(found.st_mode)  ? "link"
                     : S_ISCHR(found.st_mode)  ? "character"
                     : S_ISBLK(found.st_mode)  ? "block"
                     : S_ISFIFO(found.st_mode) ? "pipe"
                                               : "socket";
  line("%s %s %04o %u %u %lld %u:%u", key, type, found.st_mode & 07777, found.st_uid, found.st_gid,
       (long long)found.st_size, major(found.st_rdev), minor(found.st_rdev));
}

static void write_file(const char *verb, const char *path, const char *text, int flags) {
  int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flags, 0644);
  ssize_t result = file < 0 ? -1 : write(file, text, strlen(text));
  outcome(verb, path, result < 0 ? -1 : 0);
  if (file >= 0) close(file);
}

static void open_file(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  outcome("open", path, file);
  if (file >= 0) close(file);
}

static void pause_for(long milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  while (nanosleep(&time, &time) < 0 && errno == EINTR) {
  }
}

static void await(const char *path) {
  for (int i = 0; i < 12000; i++) {
    if (access(path, F_OK) == 0) return;
    pause_for(5);
  }
  _exit(66);
}

static void flood(const char *stream, const char *bytes, int letters) {
  static unsigned char buffer[65536];
  uint64_t total = strtoull(bytes, NULL, 10), done = 0;
  while (done < total) {
    size_t length = total - done < sizeof buffer ? (size_t)(total - done) : sizeof buffer;
    for (size_t k = 0; k < length; k++) {
      uint64_t i = done + k;
      buffer[k] = (unsigned char)(letters ? 'a' + i % 26 : i * 31 + (i >> 8) * 17 + (i >> 16) * 7);
    }
    put(strcmp(stream, "stderr") ? 1 : 2, buffer, length);
    done += length;
  }
}

static int code_on_term;

static void on_term(int number) {
  (void)number;
  put(1, "terminated\n", 11);
  _exit(code_on_term);
}

static void forever(void) {
  for (;;) pause();
}

static void leave(int session) {
  if (fork() != 0) return;
  signal(SIGTERM, SIG_IGN);
  if (session) {
    signal(SIGHUP, SIG_IGN);
    setsid();
  }
  forever();
}

static void orphans(int count) {
  pid_t parent = getpid();
  for (int i = 0; i < count; i++) {
    if (fork() == 0) {
      while (getppid() == parent) pause_for(1);
      _exit(i & 0x7f);
    }
  }
}

static void abandon(int count) {
  pid_t child = fork();
  if (child == 0) {
    orphans(count);
    _exit(0);
  }
  outcome("abandon", "", waitpid(child, NULL, 0));
}

static void escape(void) {
  int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  mkdir("/tmp", 0755);
  mkdir("/tmp/escape", 0755);
  int result = chroot("/tmp/escape");
  if (result == 0 && here >= 0) {
    result = fchdir(here);
    for (int i = 0; i < 64 && result == 0; i++) result = chdir("..");
    if (result == 0) result = chroot(".");
  }
  outcome("escape", "", result);
  list("entry", "/");
}

static void root_of(const char *pid) {
  char path[300];
  snprintf(path, sizeof path, "/proc/%s/root/", pid);
  list("root-entry", path);
  for (int i = 0; i < 1024; i++) {
    char key[64], target[5000];
    snprintf(path, sizeof path, "/proc/%s/fd/%d", pid, i);
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0 && errno == ENOENT) continue;
    snprintf(key, sizeof key, "fd %d", i);
    if (length < 0) {
      failure(key);
      return;
    }
    target[length] = 0;
    line("%s %s", key, target);
    struct stat found;
    if (stat(path, &found) == 0 && S_ISDIR(found.st_mode)) {
      snprintf(key, sizeof key, "fd-entry %d", i);
      strcat(path, "/");
      list(key, path);
    }
  }
}

static void exe_of(const char *pid) {
  char path[300];
  snprintf(path, sizeof path, "/proc/%s/exe", pid);
  int file = open(path, O_RDWR | O_CLOEXEC);
  outcome("exe-of", pid, file);
  if (file >= 0) close(file);
}

static void trace(const char *pid) {
  long result = ptrace(PTRACE_SEIZE, atoi(pid), NULL, NULL);
  outcome("trace", pid, (int)result);
  if (result == 0) {
    ptrace(PTRACE_INTERRUPT, atoi(pid), NULL, NULL);
    waitpid(atoi(pid), NULL, __WALL);
    ptrace(PTRACE_DETACH, atoi(pid), NULL, NULL);
  }
}

/* ---- network ---- */

static int bound = -1;

static void show_addresses(void) {
  struct ifaddrs *all_of_them = NULL;
  if (getifaddrs(&all_of_them) < 0) failure("address");
  for (struct ifaddrs *one = all_of_them; one; one = one->ifa_next) {
    if (!one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
    struct sockaddr_in *mask = (struct sockaddr_in *)one->ifa_netmask;
    line("address %s %s/%d", one->ifa_name, inet_ntoa(((struct sockaddr_in *)one->ifa_addr)->sin_addr),
         __builtin_popcount(mask->sin_addr.s_addr));
  }
  if (all_of_them) freeifaddrs(all_of_them);
}

static struct sockaddr_in place(const char *address, const char *port) {
  struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
  inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

static void bind_to(const char *protocol, const char *address, const char *port) {
  int stream = strcmp(protocol, "udp") != 0, on = 1;
  char key[100];
  struct sockaddr_in at = place(address, port);
  bound = socket(AF_INET, (stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
  if (stream) setsockopt(bound, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  int result = bind(bound, (struct sockaddr *)&at, sizeof at);
  if (result == 0 && stream) result = listen(bound, 1024);
  snprintf(key, sizeof key, "%s %s", address, port);
  outcome("bind", key, result);
}

static int type_of(int socket) {
  int type = 0;
  socklen_t size = sizeof type;
  getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &size);
  return type;
}

static void use_bound(const char *number) {
  struct sockaddr_in at = {0};
  socklen_t size = sizeof at;
  bound = atoi(number);
  if (getsockname(bound, (struct sockaddr *)&at, &size) < 0) {
    failure("bound");
    return;
  }
  line("bound %d %s %s %d", bound, type_of(bound) == SOCK_STREAM ? "tcp" : "udp", inet_ntoa(at.sin_addr),
       ntohs(at.sin_port));
}

static void patient(int socket, int seconds) {
  struct timeval time = {.tv_sec = seconds};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

static int send_all(int to, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(to, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0) return -1;
    bytes += sent;
    length -= (size_t)sent;
  }
  return 0;
}

static void serve(int back) {
  static char bytes[65536];
  if (type_of(bound) == SOCK_DGRAM) {
    for (;;) {
      struct sockaddr_in from;
      socklen_t size = sizeof from;
      ssize_t length = recvfrom(bound, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
      if (length >= 0 && back) sendto(bound, bytes, (size_t)length, 0, (struct sockaddr *)&from, size);
    }
  }
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int one = accept(bound, NULL, NULL);
    if (one >= 0 && fork() == 0) {
      ssize_t length;
      patient(one, 30);
      while ((length = read(one, bytes, sizeof bytes)) > 0 &&
             (!back || send_all(one, bytes, (size_t)length) == 0)) {
      }
      _exit(0);
    }
    close(one);
  }
}

static void exchange(const char *verb, int type, const char *address, const char *port, const char *text) {
  static char reply[60000];
  char key[100];
  struct sockaddr_in to = place(address, port);
  int one = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  size_t length = 0;
  patient(one, type == SOCK_STREAM ? 30 : 5);
  int result = connect(one, (struct sockaddr *)&to, sizeof to);
  if (result == 0) result = send_all(one, text, strlen(text));
  if (result == 0 && type == SOCK_STREAM) result = shutdown(one, SHUT_WR);
  for (ssize_t got = 1; result == 0 && got > 0 && length + 1 < sizeof reply; length += (size_t)got) {
    got = read(one, reply + length, sizeof reply - 1 - length);
    if (got < 0) result = -1;
    if (type == SOCK_DGRAM && got >= 0) {
      length += (size_t)got;
      break;
    }
    if (got < 0) got = 0;
  }
  reply[length] = 0;
  snprintf(key, sizeof key, "%s %s %s", verb, address, port);
  if (result < 0) {
    failure(key);
  } else {
    line("%s %s", key, reply);
  }
  close(one);
}

static void send_much(const char *address, const char *port, const char *bytes) {
  static char some[65536];
  struct sockaddr_in to = place(address, port);
  struct timespec begin, end;
  int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int64_t total = atoll(bytes);
  patient(one, 30);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  int result = connect(one, (struct sockaddr *)&to, sizeof to);
  for (int64_t left = total; result == 0 && left > 0; left -= (int64_t)sizeof some) {
    result = send_all(one, some, left < (int64_t)sizeof some ? (size_t)left : sizeof some);
  }
  if (result == 0) result = shutdown(one, SHUT_WR);
  /* Whoever has read it all ends its half too. */
  if (result == 0 && read(one, some, 1) < 0) result = -1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  if (result < 0) {
    failure("sent");
  } else {
    line("sent %s %lld", bytes,
         (long long)((end.tv_sec - begin.tv_sec) * 1000 + (end.tv_nsec - begin.tv_nsec) / 1000000));
  }
  close(one);
}

static void hold(const char *address, const char *port, int count) {
  struct sockaddr_in to = place(address, port);
  int made = 0;
  for (; made < count; made++) {
    int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (one < 0 || connect(one, (struct sockaddr *)&to, sizeof to) < 0) {
      failure("hold");
      break;
    }
  }
  line("held %d", made);
}

/* The verbs of this part; whether it is one. */
static int act_in_network(char **a) {
  if (strcmp(a[0], "addresses") == 0) show_addresses();
  else if (strcmp(a[0], "bind") == 0) bind_to(a[1], a[2], a[3]);
  else if (strcmp(a[0], "bound") == 0) use_bound(a[1]);
  else if (strcmp(a[0], "echo") == 0) serve(1);
  else if (strcmp(a[0], "drain") == 0) serve(0);
  else if (strcmp(a[0], "connect") == 0) exchange(a[0], SOCK_STREAM, a[1], a[2], a[3]);
  else if (strcmp(a[0], "ask") == 0) exchange(a[0], SOCK_DGRAM, a[1], a[2], a[3]);
  else if (strcmp(a[0], "hold") == 0) hold(a[1], a[2], atoi(a[3]));
  else if (strcmp(a[0], "send") == 0) send_much(a[1], a[2], a[3]);
  else return 0;
  return 1;
}

/* ---- HTTP ---- */

struct url {
  char host[64], port[8], path[4096];
};

/* Of http://HOST[:PORT]/PATH, the scheme being optional, or of the variable $NAME and a path. */
static struct url url_of(const char *text) {
  struct url url = {.port = "80"};
  char whole[8192], name[64];
  if (*text == '$') {
    size_t length = strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    snprintf(name, sizeof name, "%.*s", (int)length, text + 1);
    const char *value = getenv(name);
    snprintf(whole, sizeof whole, "%s%s", value ? value : "", text + 1 + length);
  } else {
    snprintf(whole, sizeof whole, "%s", text);
  }
  const char *host = strncmp(whole, "http://", 7) == 0 ? whole + 7 : whole;
  size_t end = strcspn(host, "/"), colon = strcspn(host, ":/");
  snprintf(url.host, sizeof url.host, "%.*s", (int)colon, host);
  if (host[colon] == ':') snprintf(url.port, sizeof url.port, "%.*s", (int)(end - colon - 1), host + colon + 1);
  snprintf(url.path, sizeof url.path, "%s", host[end] ? host + end : "/");
  return url;
}

static int connected_to(const struct url *url) {
  struct sockaddr_in to = place(url->host, url->port);
  int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  patient(one, 60);
  if (connect(one, (struct sockaddr *)&to, sizeof to) == 0) return one;
  close(one);
  return -1;
}

/* Reads one answer; its status, 0 if there is none. The body is where *body points to. */
static int answer_of(int from, char *bytes, size_t room, int head_only, char **body, char *type, size_t type_room) {
  size_t length = 0, wanted = 0;
  *body = NULL;
  *type = 0;
  for (;;) {
    ssize_t got = recv(from, bytes + length, room - 1 - length, 0);
    if (got <= 0) break;
    length += (size_t)got;
    bytes[length] = 0;
    if (!*body && (*body = strstr(bytes, "\r\n\r\n"))) {
      *body += 4;
      char *header = strcasestr(bytes, "\r\nContent-Length:");
      wanted = header && header < *body && !head_only ? strtoull(header + 17, NULL, 10) : 0;
      header = strcasestr(bytes, "\r\nContent-Type: ");
      if (header && header < *body) snprintf(type, type_room, "%.*s", (int)strcspn(header + 16, "\r"), header + 16);
    }
    if (*body && length - (size_t)(*body - bytes) >= wanted) return atoi(bytes + 9);
  }
  return 0;
}

static char http_bytes[4 << 20];

static void http(const char *method, const char *where, const char *headers, const char *body) {
  struct url url = url_of(where);
  char *request, *answer, type[200], more[8192] = "";
  for (const char *each = headers; *each;) {
    const char *end = strstr(each, "\\n");
    size_t length = end ? (size_t)(end - each) : strlen(each), used = strlen(more);
    snprintf(more + used, sizeof more - used, "%.*s\r\n", (int)length, each);
    each += end ? length + 2 : length;
  }
  int length = asprintf(&request, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n%s\r\n%s", method, url.path,
                        url.host, strlen(body), more, body);
  int one = connected_to(&url);
  if (one < 0 || send_all(one, request, (size_t)length) < 0) {
    failure("http");
  } else {
    int status = answer_of(one, http_bytes, sizeof http_bytes, strcmp(method, "HEAD") == 0, &answer, type, sizeof type);
    line("http %d %s", status, type);
    if (status) line("%s", answer);
  }
  if (one >= 0) close(one);
  free(request);
}

static int by_value(const void *one, const void *other) {
  long a = *(const long *)one, b = *(const long *)other;
  return a < b ? -1 : a > b;
}

static void requests(long count, const char *where, int kept) {
  struct url url = url_of(where);
  char *request, *answer, type[200];
  long *times = calloc((size_t)count, sizeof *times);
  static long statuses[600];
  struct timespec begin, before, after;
  int one = -1;
  int length = asprintf(&request, "GET %s HTTP/1.1\r\nHost: %s\r\nMetadata-Flavor: AppContainer\r\n%s\r\n", url.path,
                        url.host, kept ? "" : "Connection: close\r\n");
  clock_gettime(CLOCK_MONOTONIC, &begin);
  after = begin;
  for (long i = 0; i < count; i++) {
    before = after;
    int status = 0;
    if (one < 0) one = connected_to(&url);
    if (one >= 0 && send_all(one, request, (size_t)length) == 0) {
      status = answer_of(one, http_bytes, sizeof http_bytes, 0, &answer, type, sizeof type);
    }
    statuses[status > 0 && status < 600 ? status : 0]++;
    if (one >= 0 && (!kept || status == 0)) {
      close(one);
      one = -1;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    times[i] = (after.tv_sec - before.tv_sec) * 1000000 + (after.tv_nsec - before.tv_nsec) / 1000;
  }
  double seconds = (double)(after.tv_sec - begin.tv_sec) + (double)(after.tv_nsec - begin.tv_nsec) / 1e9;
  qsort(times, (size_t)count, sizeof *times, by_value);
  for (int i = 0; i < 600; i++) {
    if (statuses[i]) line("requests %d %ld", i, statuses[i]);
  }
  line("times %ld %ld", times[count / 2], times[count * 99 / 100]);
  line("requests-per-second %.0f", (double)count / seconds);
  free(times);
  free(request);
}

static void begin(long count, const char *where) {
  struct url url = url_of(where);
  for (long i = 0; i < count; i++) {
    int one = connected_to(&url);
    if (one >= 0) send_all(one, "GET /", 5);
  }
  line("begin ok");
}

/* The verbs of this part; whether it is one. */
static int act_over_http(char **a) {
  if (strcmp(a[0], "http") == 0) http(a[1], a[2], a[3], a[4]);
  else if (strcmp(a[0], "requests") == 0) requests(atol(a[1]), a[2], strcmp(a[3], "kept") == 0);
  else if (strcmp(a[0], "begin") == 0) begin(atol(a[1]), a[2]);
  else return 0;
  return 1;
}

static void loopback(void) {
  int server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof address;
  char byte = 'x';
  int result = bind(server, (struct sockaddr *)&address, length);
  if (result == 0) result = getsockname(server, (struct sockaddr *)&address, &length);
  if (result == 0) {
    result = (int)sendto(server, &byte, 1, 0, (struct sockaddr *)&address, length);
  }
  if (result == 1) result = (int)recv(server, &byte, 1, 0);
  outcome("loopback", "", result);
  close(server);
}

static void enter(const char *pid, const char *name) {
  char path[300];
  snprintf(path, sizeof path, "/proc/%s/ns/%s", pid, name);
  int space = open(path, O_RDONLY | O_CLOEXEC);
  outcome("enter", path, space < 0 ? -1 : setns(space, 0));
  if (space >= 0) close(space);
}

static void take(const char *bytes) {
  size_t length = strtoull(bytes, NULL, 10);
  char *memory = malloc(length);
  for (size_t i = 0; memory && i < length; i += 4096) ((volatile char *)memory)[i] = 1;
  outcome("memory", "", memory ? 0 : -1);
}

/* ---- isolators and sockets ---- */

static void call(char **a) {
  long result = syscall(atol(a[1]), atol(a[2]), atol(a[3]), atol(a[4]));
  outcome("call", a[1], result < 0 ? -1 : 0);
}

static int64_t clock_of(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void burn(const char *milliseconds) {
  int64_t end = clock_of(CLOCK_MONOTONIC) + atol(milliseconds), before = clock_of(CLOCK_PROCESS_CPUTIME_ID);
  while (clock_of(CLOCK_MONOTONIC) < end) {
  }
  line("burn %lld", (long long)(clock_of(CLOCK_PROCESS_CPUTIME_ID) - before));
}

static void show_sockets(void) {
  for (int i = 0; i < 4096; i++) {
    struct sockaddr_in6 address; /* The port is where that of IPv4 is. */
    socklen_t length = sizeof address, size = sizeof(int);
    int type;
    if (getsockname(i, (struct sockaddr *)&address, &length) < 0) continue;
    getsockopt(i, SOL_SOCKET, SO_TYPE, &type, &size);
    line("socket %d %s %s %d", i, address.sin6_family == AF_INET6 ? "inet6" : "inet",
         type == SOCK_STREAM ? "stream" : "datagram", ntohs(address.sin6_port));
  }
}

static void answer(const char *number) {
  char text[1024], key[64];
  int on = atoi(number), type = 0;
  socklen_t size = sizeof type;
  ssize_t length = 0, part = getsockopt(on, SOL_SOCKET, SO_TYPE, &type, &size);
  if (part == 0 && type == SOCK_STREAM) part = on = accept(on, NULL, NULL);
  while (part >= 0 && (part = read(on, text + length, sizeof text - 1 - (size_t)length)) > 0) {
    length += part;
    if (type != SOCK_STREAM) break;
  }
  snprintf(key, sizeof key, "answer %s", number);
  if (part < 0) {
    failure(key);
    return;
  }
  text[length] = 0;
  line("%s %s", key, text);
  if (type == SOCK_STREAM) close(on);
}

static void tell(char **a) {
  struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(a[3]))};
  struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = four.sin_port};
  int is_four = inet_pton(AF_INET, a[2], &four.sin_addr) == 1;
  int to = socket(is_four ? AF_INET : AF_INET6, strcmp(a[1], "tcp") ? SOCK_DGRAM : SOCK_STREAM, 0);
  if (!is_four) inet_pton(AF_INET6, a[2], &six.sin6_addr);
  long result = is_four ? connect(to, (struct sockaddr *)&four, sizeof four)
                        : connect(to, (struct sockaddr *)&six, sizeof six);
  if (result == 0) result = write(to, a[4], strlen(a[4]));
  outcome("tell", a[2], (int)result);
  close(to);
}

/* Writes 4 KiB at a time that the kernel keeps nothing of, and tells how long it took. */
static void write_through(const char *path, const char *bytes) {
  static _Alignas(4096) char block[4096];
  int64_t begin = clock_of(CLOCK_MONOTONIC);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_DIRECT | O_CLOEXEC, 0644);
  ssize_t part = file < 0 ? -1 : 0;
  for (long left = atol(bytes); left > 0 && part >= 0; left -= (long)sizeof block) {
    part = write(file, block, sizeof block);
  }
  if (part < 0) {
    failure("write-through");
  } else {
    line("write-through %lld", (long long)(clock_of(CLOCK_MONOTONIC) - begin));
  }
  if (file >= 0) close(file);
}

/* Does one verb with its arguments, `a[0]` the verb; missing arguments are empty words. */
static void act(char **a) {
  const char *v = a[0];
#define IS(text) (strcmp(v, text) == 0)
  if (IS("observe")) show_all();
  else if (IS("pid")) show_pid();
  else if (IS("ids")) show_ids();
  else if (IS("capabilities")) show_capabilities();
  else if (IS("arguments")) show_arguments();
  else if (IS("environment")) show_environment();
  else if (IS("cwd")) show_cwd();
  else if (IS("umask")) show_umask();
  else if (IS("namespaces")) show_namespaces();
  else if (IS("descriptors")) show_descriptors();
  else if (IS("hostname")) show_hostname();
  else if (IS("mounts")) show_mounts();
  else if (IS("interfaces")) show_interfaces();
  else if (IS("processes")) show_processes();
  else if (IS("cat")) cat(a[1]);
  else if (IS("list")) list("entry", a[1]);
  else if (IS("stat")) show_stat(v, a[1], 0);
  else if (IS("lstat")) show_stat(v, a[1], AT_SYMLINK_NOFOLLOW);
  else if (IS("link")) {
    char key[5000];
    snprintf(key, sizeof key, "link %s", a[1]);
    show_link(key, a[1]);
  }
  else if (IS("write")) write_file(v, a[1], a[2], O_TRUNC);
  else if (IS("append")) write_file(v, a[1], a[2], O_APPEND);
  else if (IS("open")) open_file(a[1]);
  else if (IS("mkdir")) outcome(v, a[1], mkdir(a[1], 0755));
  else if (IS("await")) await(a[1]);
  else if (IS("print") || IS("error")) {
    char *text;
    int length = asprintf(&text, "%s\n", a[1]);
    put(IS("print") ? 1 : 2, text, (size_t)length);
    free(text);
  }
  else if (IS("put")) put(1, a[1], strlen(a[1]));
  else if (IS("put-error")) put(2, a[1], strlen(a[1]));
  else if (IS("flood")) flood(a[1], a[2], 0);
  else if (IS("pipe")) outcome(v, "", fcntl(1, F_SETPIPE_SZ, atoi(a[1])));
  else if (IS("letters")) flood(a[1], a[2], 1);
  else if (IS("exit")) _exit(atoi(a[1]));
  else if (IS("signal")) kill(getpid(), atoi(a[1]));
  else if (IS("sleep")) pause_for(atol(a[1]));
  else if (IS("forever")) forever();
  else if (IS("ignore")) signal(atoi(a[1]), SIG_IGN);
  else if (IS("on-term")) {
    code_on_term = atoi(a[1]);
    signal(SIGTERM, on_term);
  }
  else if (IS("kill")) outcome(v, a[1], kill(atoi(a[1]), atoi(a[2])));
  else if (IS("orphans")) orphans(atoi(a[1]));
  else if (IS("abandon")) abandon(atoi(a[1]));
  else if (IS("child-forever")) leave(0);
  else if (IS("stray-forever")) leave(1);
  else if (IS("children")) {
    int made = 0;
    for (pid_t child; made < atoi(a[1]) && (child = fork()) >= 0; made++) {
      if (child == 0) forever();
    }
    line("children %d", made);
  }
  else if (IS("memory")) take(a[1]);
  else if (IS("call")) call(a);
  else if (IS("burn")) burn(a[1]);
  else if (IS("write-through")) write_through(a[1], a[2]);
  else if (IS("sockets")) show_sockets();
  else if (IS("answer")) answer(a[1]);
  else if (IS("tell")) tell(a);
  else if (IS("escape")) escape();
  else if (IS("root-of")) root_of(a[1]);
  else if (IS("exe-of")) exe_of(a[1]);
  else if (IS("mknod")) {
    mode_t type = *a[2] == 'b' ? S_IFBLK : S_IFCHR;
    outcome(v, a[1], mknod(a[1], type | 0666, makedev((unsigned)atoi(a[3]), (unsigned)atoi(a[4]))));
    open_file(a[1]);
  }
  else if (IS("mount")) outcome(v, a[3], mount(a[2], a[3], a[1], 0, NULL));
  else if (IS("unmount")) outcome(v, a[1], umount2(a[1], MNT_DETACH));
  else if (IS("remount")) outcome(v, a[1], mount(NULL, a[1], NULL, MS_REMOUNT | MS_BIND, NULL));
  else if (IS("setuid")) outcome(v, "", setuid((uid_t)atoi(a[1])));
  else if (IS("enter")) enter(a[1], a[2]);
  else if (IS("trace")) trace(a[1]);
  else if (IS("loopback")) loopback();
  else if (act_in_network(a)) return;
  else if (act_over_http(a)) return;
  else if (IS("sethostname")) outcome(v, "", sethostname(a[1], strlen(a[1])));
  else {
    line("unknown verb %s", v);
    _exit(64);
  }
}

int main(int count, char **words) {
  static char nothing[] = "";
  all_arguments = count;
  all = words;
  if (count < 2) show_all();
  for (int i = 1; i < count;) {
    if (strcmp(words[i], "exec") == 0 && i + 1 < count) {
      execvp(words[i + 1], words + i + 1);
      failure("exec");
      return 127;
    }
    char *one[8] = {nothing, nothing, nothing, nothing, nothing, nothing, nothing, NULL};
    for (int k = 0; i < count && strcmp(words[i], ","); i++, k++) {
      if (k < 7) one[k] = words[i];
    }
    i++;
    act(one);
  }
  return 0;
}
