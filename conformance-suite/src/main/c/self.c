/* What the process is, has and sees. */
#include "probe.h"

#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/utsname.h>

static void ended(const char *see, long result, long long count) {
  observe(see);
  number("count", count);
  outcome(result);
  done();
}

static void act_arguments(struct words *words) {
  (void)words;
  for (int i = 0; i < argument_count; i++) {
    observe("argument");
    number("index", i);
    number("size", (long long)length_of(arguments[i]));
    text("value", arguments[i]);
    done();
  }
  ended("arguments", 0, argument_count);
}

static void act_env(struct words *words) {
  (void)words;
  long long count = 0;
  for (char **at = environment; *at != NULL; at++, count++) {
    const char *equals = find(*at, '=');
    size_t name = equals ? (size_t)(equals - *at) : length_of(*at);
    observe("variable");
    number("index", count);
    bytes("name", *at, name);
    flag("assigned", equals != NULL);
    if (equals) {
      number("size", (long long)length_of(equals + 1));
      text("value", equals + 1);
    }
    done();
  }
  ended("env", 0, count);
}

static void act_cwd(struct words *words) {
  char path[4096];
  (void)words;
  long result = call(__NR_getcwd, path, sizeof path);
  observe("cwd");
  outcome(result);
  if (result > 0) text("path", path);
  done();
}

static void act_ids(struct words *words) {
  static unsigned groups[65536];
  static char list[2048];
  unsigned user[3] = {0, 0, 0}, group[3] = {0, 0, 0};
  (void)words;
  call(__NR_getresuid, user, user + 1, user + 2);
  call(__NR_getresgid, group, group + 1, group + 2);
  long count = call(__NR_getgroups, 65536, groups);
  list[0] = 0;
  for (long i = 0; i < count; i++) {
    if (i > 0) join(list, sizeof list, ",");
    join_number(list, sizeof list, groups[i]);
  }
  observe("ids");
  number("uid", user[0]);
  number("euid", user[1]);
  number("suid", user[2]);
  number("gid", group[0]);
  number("egid", group[1]);
  number("sgid", group[2]);
  number("groupCount", count);
  text("groups", list);
  done();
}

static void hexadecimal_field(const char *key, uint64_t value) {
  char digits[17];
  hexadecimal_number(digits, value, 16);
  text(key, digits);
}

static void act_capabilities(struct words *words) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
  uint64_t bounding = 0, ambient = 0;
  int known = 0;
  (void)words;
  long result = call(__NR_capget, &header, data);
  for (int i = 0; i < 64; i++) {
    long has = call(__NR_prctl, PR_CAPBSET_READ, i, 0, 0, 0);
    if (has < 0) break;
    known++;
    if (has > 0) bounding |= UINT64_C(1) << i;
    if (call(__NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) > 0) {
      ambient |= UINT64_C(1) << i;
    }
  }
  observe("capabilities");
  outcome(result);
  number("known", known);
  hexadecimal_field("bounding", bounding);
  hexadecimal_field("permitted", (uint64_t)data[1].permitted << 32 | data[0].permitted);
  hexadecimal_field("effective", (uint64_t)data[1].effective << 32 | data[0].effective);
  hexadecimal_field("inheritable", (uint64_t)data[1].inheritable << 32 | data[0].inheritable);
  hexadecimal_field("ambient", ambient);
  done();
}

static void act_no_new_privs(struct words *words) {
  (void)words;
  long result = call(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  observe("no-new-privs");
  outcome(result);
  if (result >= 0) flag("set", result > 0);
  done();
}

static void act_seccomp(struct words *words) {
  (void)words;
  long result = call(__NR_prctl, PR_GET_SECCOMP, 0, 0, 0, 0);
  observe("seccomp");
  outcome(result);
  if (result >= 0) number("mode", result);
  done();
}

static void act_namespaces(struct words *words) {
  static const char *const NAMES[] = {"cgroup", "ipc", "mnt", "net", "pid", "pid_for_children",
                                      "time",   "user", "uts"};
  (void)words;
  long long count = 0;
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    char path[64] = "/proc/self/ns/", target[64];
    long result = read_link(join(path, sizeof path, NAMES[i]), target, sizeof target);
    const char *at = find(target, '[');
    observe("namespace");
    text("name", NAMES[i]);
    outcome(result);
    if (result > 0 && at != NULL) {
      at++;
      natural("inode", take_number(&at));
      count++;
    }
    done();
  }
  ended("namespaces", 0, count);
}

/* The next field of a line of mountinfo, in which a blank is \040. */
static char *mount_field(char **at) {
  char *field = *at, *from = *at, *to = *at;
  while (*from != 0 && *from != ' ') {
    if (*from == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] != 0 && from[3] != 0) {
      *to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
      from += 4;
    } else {
      *to++ = *from++;
    }
  }
  *at = *from == 0 ? from : from + 1;
  *to = 0;
  return field;
}

static void act_mounts(struct words *words) {
  static struct reader reader;
  (void)words;
  long result = open_reader(&reader, "/proc/self/mountinfo");
  long long count = 0;
  char *line;
  while (result >= 0 && (line = next_line(&reader)) != NULL) {
    const char *digits = line;
    unsigned long long id = take_number(&digits);
    digits++;
    unsigned long long parent = take_number(&digits);
    char *at = find(line, ' ');
    if (at == NULL || (at = find(at + 1, ' ')) == NULL) continue;
    at++;
    char *device = mount_field(&at), *root = mount_field(&at), *point = mount_field(&at);
    char *options = mount_field(&at), propagation[256] = "";
    for (;;) {
      char *field = mount_field(&at);
      if (same(field, "-") || *at == 0) break;
      if (*propagation) join(propagation, sizeof propagation, ",");
      join(propagation, sizeof propagation, field);
    }
    char *type = mount_field(&at), *source = mount_field(&at), *of_all = mount_field(&at);
    observe("mount");
    natural("id", id);
    natural("parent", parent);
    text("point", point);
    text("type", type);
    text("options", options);
    text("device", device);
    text("propagation", propagation);
    text("root", root);
    text("source", source);
    text("super", of_all);
    done();
    count++;
  }
  if (result >= 0) close_reader(&reader);
  ended("mounts", result, count);
}

static void act_hostname(struct words *words) {
  struct new_utsname name;
  (void)words;
  long result = call(__NR_uname, &name);
  observe("hostname");
  outcome(result);
  if (result >= 0) {
    text("hostname", name.nodename);
    text("domain", name.domainname);
    text("kernel", name.release);
    text("machine", name.machine);
  }
  done();
}

static void act_root(struct words *words) {
  struct stat found;
  struct statfs system;
  char path[64] = "/.probe-";
  (void)words;
  long result = call(__NR_newfstatat, AT_FDCWD, "/", &found, 0);
  observe("root");
  outcome(result);
  if (result >= 0) {
    natural("inode", found.st_ino);
    natural("dev", found.st_dev);
    number("uid", found.st_uid);
    number("gid", found.st_gid);
  }
  if (call(__NR_statfs, "/", &system) >= 0) flag("readonly", system.f_flags & 1);
  long file = open_at(join(path, sizeof path, nonce), O_WRONLY | O_CREAT | O_EXCL, 0600);
  flag("writable", file >= 0);
  failure("writeErrno", "writeError", file);
  if (file >= 0) {
    close_file((int)file);
    call(__NR_unlinkat, AT_FDCWD, path, 0);
  }
  done();
}

struct seen_processes {
  long long count;
};

static int show_process(const struct directory_entry *entry, void *with) {
  static char status[4096], command[4096];
  struct seen_processes *seen = with;
  char path[64] = "/proc/";
  if (entry->name[0] < '1' || entry->name[0] > '9' || length_of(entry->name) > 20) return 1;
  join(path, sizeof path, entry->name);
  size_t length = length_of(path);
  long got = read_file(join(path, sizeof path, "/stat"), status, sizeof status);
  path[length] = 0;
  long words = read_file(join(path, sizeof path, "/cmdline"), command, sizeof command);
  char *open = got > 0 ? find(status, '(') : NULL, *close = NULL;
  if (open == NULL) return 1;
  for (char *at = open; *at != 0; at++) {
    if (*at == ')') close = at;
  }
  if (close == NULL || close[1] == 0 || close[2] == 0 || close[3] == 0) return 1;
  const char *at = close + 4, *digits = entry->name;
  observe("process");
  natural("pid", take_number(&digits));
  bytes("state", close + 2, 1);
  natural("ppid", take_number(&at));
  at++;
  natural("pgid", take_number(&at));
  at++;
  natural("sid", take_number(&at));
  bytes("comm", open + 1, (size_t)(close - open - 1));
  char *end = command + (words > 0 ? words : 0), *one = command + length_of(command) + 1;
  int mine = one < end && same(one, nonce);
  flag("mine", mine);
  if (mine && (one += length_of(one) + 1) < end) text("role", one);
  if (words > 0) text("command", command);
  done();
  seen->count++;
  return seen->count < 1000;
}

static void act_processes(struct words *words) {
  struct seen_processes seen = {0};
  (void)words;
  long result = each_entry("/proc", show_process, &seen);
  ended("processes", result, seen.count);
}

static void act_limits(struct words *words) {
  static const char *const NAMES[] = {"cpu",        "fsize",   "data",   "stack",
                                      "core",       "rss",     "nproc",  "nofile",
                                      "memlock",    "as",      "locks",  "sigpending",
                                      "msgqueue",   "nice",    "rtprio", "rttime"};
  (void)words;
  for (int i = 0; i < 16; i++) {
    uint64_t limit[2] = {0, 0};
    long result = call(__NR_prlimit64, 0, i, NULL, limit);
    observe("limit");
    text("name", NAMES[i]);
    outcome(result);
    if (result >= 0) {
      number("soft", (long long)limit[0]);
      number("hard", (long long)limit[1]);
    }
    done();
  }
  ended("limits", 0, 16);
}

static void number_of_file(const char *see, const char *path) {
  char content[64];
  long long value = 0;
  long result = read_file(path, content, sizeof content);
  char *end = find(content, '\n');
  if (end != NULL) *end = 0;
  if (result >= 0) result = parse_number(content, &value);
  observe(see);
  outcome(result);
  if (result >= 0) number("value", value);
  done();
}

static void act_oom_score_adj(struct words *words) {
  (void)words;
  number_of_file("oom-score-adj", "/proc/self/oom_score_adj");
}

static void clock_fields(const char *seconds, const char *nanoseconds, int clock) {
  struct timespec time = {0, 0};
  call(__NR_clock_gettime, clock, &time);
  number(seconds, time.tv_sec);
  number(nanoseconds, time.tv_nsec);
}

static void act_time(struct words *words) {
  (void)words;
  observe("time");
  clock_fields("realSec", "realNsec", CLOCK_REALTIME);
  clock_fields("monotonicSec", "monotonicNsec", CLOCK_MONOTONIC);
  clock_fields("bootSec", "bootNsec", CLOCK_BOOTTIME);
  done();
}

static void act_signals(struct words *words) {
  (void)words;
  observe("signals");
  hexadecimal_field("blocked", blocked_at_start);
  hexadecimal_field("ignored", ignored_at_start);
  done();
}

static void act_fds(struct words *words) {
  long long count = 0;
  (void)words;
  for (int i = 0; i < 4096; i++) {
    struct stat found;
    char path[64] = "/proc/self/fd/", target[4096];
    struct termios terminal;
    if (call(__NR_fcntl, i, F_GETFD, 0) < 0) continue;
    long linked = read_link(join_number(path, sizeof path, i), target, sizeof target);
    long flags = call(__NR_fcntl, i, F_GETFL, 0);
    observe("descriptor");
    number("descriptor", i);
    if (call(__NR_fstat, i, &found) >= 0) {
      text("type", type_of(found.st_mode));
      natural("inode", found.st_ino);
      natural("dev", found.st_dev);
    }
    text("access", (flags & O_ACCMODE) == O_RDONLY   ? "r"
                   : (flags & O_ACCMODE) == O_WRONLY ? "w"
                                                     : "rw");
    flag("nonblocking", flags & O_NONBLOCK);
    flag("terminal", call(__NR_ioctl, i, TCGETS, &terminal) >= 0);
    if (linked >= 0) text("target", target);
    done();
    count++;
  }
  ended("fds", 0, count);
}

static void act_cgroup(struct words *words) {
  static struct reader reader;
  (void)words;
  long result = open_reader(&reader, "/proc/self/cgroup");
  long long count = 0;
  char *line;
  while (result >= 0 && (line = next_line(&reader)) != NULL) {
    char *controllers = find(line, ':'), *path = controllers ? find(controllers + 1, ':') : NULL;
    const char *digits = line;
    if (path == NULL) continue;
    observe("cgroup-line");
    natural("hierarchy", take_number(&digits));
    bytes("controllers", controllers + 1, (size_t)(path - controllers - 1));
    text("path", path + 1);
    done();
    count++;
  }
  if (result >= 0) close_reader(&reader);
  ended("cgroup", result, count);
}

static void act_sysctl(struct words *words) {
  char path[512] = "/proc/sys/", value[1500];
  if (words->length[1] > 400) mistake("a name is too long");
  join(path, sizeof path, words->at[1]);
  for (char *at = path; *at != 0; at++) {
    if (*at == '.') *at = '/';
  }
  long result = read_file(path, value, sizeof value);
  if (result > 0 && value[result - 1] == '\n') value[result - 1] = 0;
  observe("sysctl");
  text("name", words->at[1]);
  outcome(result);
  if (result >= 0) text("value", value);
  done();
}

static void act_cpu(struct words *words) {
  struct rusage usage;
  uint64_t mask[128] = {0};
  (void)words;
  memset(&usage, 0, sizeof usage);
  call(__NR_getrusage, 0, &usage);
  long size = call(__NR_sched_getaffinity, 0, sizeof mask, mask), processors = 0;
  for (long i = 0; i < size / 8; i++) {
    for (uint64_t rest = mask[i]; rest != 0; rest &= rest - 1) processors++;
  }
  observe("cpu");
  number("userMicros", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec);
  number("systemMicros", usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec);
  number("maxResidentKb", usage.ru_maxrss);
  number("processors", processors);
  /* The kernel answers 20 minus the nice value, to tell it from an error. */
  number("nice", 20 - call(__NR_getpriority, 0, 0));
  number("policy", call(__NR_sched_getscheduler, 0));
  done();
}

static void act_umask(struct words *words) {
  char octal[8];
  (void)words;
  long mask = call(__NR_umask, 0);
  call(__NR_umask, mask);
  for (int i = 0; i < 4; i++) octal[i] = (char)('0' + (mask >> (9 - 3 * i) & 7));
  octal[4] = 0;
  observe("umask");
  text("umask", octal);
  done();
}

static void act_session(struct words *words) {
  (void)words;
  long terminal = open_at("/dev/tty", O_RDWR | O_NONBLOCK, 0);
  observe("session");
  number("pid", own_pid());
  number("ppid", call(__NR_getppid));
  number("pgid", call(__NR_getpgid, 0));
  number("sid", call(__NR_getsid, 0));
  flag("terminal", terminal >= 0);
  failure("terminalErrno", "terminalError", terminal);
  done();
  if (terminal >= 0) close_file((int)terminal);
}

const struct action SELF[] = {
    {"arguments", 0, 0, act_arguments},
    {"env", 0, 0, act_env},
    {"cwd", 0, 0, act_cwd},
    {"ids", 0, 0, act_ids},
    {"capabilities", 0, 0, act_capabilities},
    {"no-new-privs", 0, 0, act_no_new_privs},
    {"seccomp", 0, 0, act_seccomp},
    {"namespaces", 0, 0, act_namespaces},
    {"mounts", 0, 0, act_mounts},
    {"hostname", 0, 0, act_hostname},
    {"root", 0, 0, act_root},
    {"processes", 0, 0, act_processes},
    {"limits", 0, 0, act_limits},
    {"oom-score-adj", 0, 0, act_oom_score_adj},
    {"time", 0, 0, act_time},
    {"signals", 0, 0, act_signals},
    {"fds", 0, 0, act_fds},
    {"cgroup", 0, 0, act_cgroup},
    {"sysctl", 1, 1, act_sysctl},
    {"cpu", 0, 0, act_cpu},
    {"umask", 0, 0, act_umask},
    {"session", 0, 0, act_session},
    {NULL, 0, 0, NULL},
};
